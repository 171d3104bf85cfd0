"""Measures how fast lists are taken away as files, on both databases.

python -m bench.downloads            20,000 organisations and 20,000 agreements
python -m bench.downloads --quick    2,000 of each
python -m bench.downloads --write    the tables go into bench/DOWNLOADS.md too
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from .figures import Figure, table
from .imports import DATABASES, QUICK_SIZES, SIZES, Files, heading, work_of_others
from .measuring import Failed, manage, python
from .pages import generated

RESULTS = Path(__file__).parent / "DOWNLOADS.md"
MOST_FIRST_MS, FEWEST_ROWS, MOST_MEGABYTES = 300, 3000, 150
PROMISED = "/agreements.csv"
FILES = [PROMISED, "/agreements.json", "/organisations.csv", "/agreements.xlsx"]


def figures(environment, size):
    """What the files of a register with so many rows cost; each in a process of its own."""
    manage("collectstatic", "--noinput", "--verbosity", "0", environment=environment)
    yield Figure("work that others gave each processor just before", work_of_others())
    for address in FILES:
        said = python("-m", "bench.takes", address, environment=environment).said
        cost = json.loads(said.splitlines()[-1])[address]
        bounds = address == PROMISED
        first = {"most": MOST_FIRST_MS} if bounds else {}
        yield Figure(f"`{address}`: ms to the first byte", cost["first_ms"], **first)
        rows = {"least": FEWEST_ROWS} if bounds else {}
        yield Figure(f"`{address}`: rows a second", size / cost["seconds"], **rows)
        held = {"most": MOST_MEGABYTES} if bounds else {}
        yield Figure(f"`{address}`: MB of memory above idle", cost["held"], **held)
        yield Figure(f"`{address}`: MB sent", cost["megabytes"])


def main(arguments=None):
    """0 when all is as promised, 1 when not."""
    options = parser().parse_args(arguments)
    sizes = QUICK_SIZES if options.quick else SIZES
    said, kept = [], True
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        files = Files(folder, sizes)
        for name in options.database or DATABASES:
            with DATABASES[name]() as fresh:
                found = list(figures(generated(fresh, files, sizes[0]), sizes[0]))
            said.append(table(f"{name}, {sizes[0]:,} of each", found))
            sys.stdout.write(said[-1] + "\n")
            sys.stdout.flush()
            kept = kept and all(figure.is_kept for figure in found)
    if options.write:
        RESULTS.write_text(heading() + "\n".join(said), encoding="utf-8")
    return 0 if kept else 1


def parser():
    found = argparse.ArgumentParser(prog="python -m bench.downloads", description=__doc__)
    found.formatter_class = argparse.RawDescriptionHelpFormatter
    found.add_argument("--quick", action="store_true", help="smaller registers")
    found.add_argument("--write", action="store_true", help="keep the tables in DOWNLOADS.md")
    found.add_argument("--database", action="append", choices=DATABASES, help="one of them alone")
    return found


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        sys.exit(str(failure))
