"""Measures how long a backup and its restore into an empty place take, on both databases.

python -m bench.restores            100,000 organisations
python -m bench.restores --quick    5,000
python -m bench.restores --write    the tables go into bench/RESTORES.md too
"""

import argparse
import sys
import tempfile
from pathlib import Path

from .figures import Figure, table
from .imports import DATABASES, ENDINGS, QUICK_SIZES, SIZES, Files, heading, work_of_others
from .measuring import Failed, manage

RESULTS = Path(__file__).parent / "RESTORES.md"
MOST_SECONDS = 15 * 60


def figures(fresh, files, size, folder):
    """Each command in a process of its own, its start included."""
    full, empty = fresh(), fresh(themes=False)
    backup = Path(folder) / "backup.tar"
    source = files.organisations(size)
    manage("import_organisations", source, "--all", environment=full, endings=ENDINGS)
    yield Figure("work that others gave each processor just before", work_of_others())
    made = manage("backup", str(backup), environment=full)
    yield Figure("seconds to back up", made.seconds)
    yield Figure("MB of the backup", backup.stat().st_size / 1024 / 1024)
    restored = manage("restore", str(backup), environment=empty)
    yield Figure("seconds to restore", restored.seconds, most=MOST_SECONDS)
    yield Figure("MB of memory at most", max(made.megabytes, restored.megabytes))


def main(arguments=None):
    """0 when all is as promised, 1 when not."""
    options = parser().parse_args(arguments)
    size = (QUICK_SIZES if options.quick else SIZES)[1]
    said, kept = [], True
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        files = Files(folder, (size, size))
        for name in options.database or DATABASES:
            with DATABASES[name]() as fresh:
                found = list(figures(fresh, files, size, folder))
            said.append(table(f"{name}, {size:,} organisations with their versions", found))
            sys.stdout.write(said[-1] + "\n")
            sys.stdout.flush()
            kept = kept and all(figure.is_kept for figure in found)
    if options.write:
        RESULTS.write_text(heading() + "\n".join(said), encoding="utf-8")
    return 0 if kept else 1


def parser():
    found = argparse.ArgumentParser(prog="python -m bench.restores", description=__doc__)
    found.formatter_class = argparse.RawDescriptionHelpFormatter
    found.add_argument("--quick", action="store_true", help="smaller registers")
    found.add_argument("--write", action="store_true", help="keep the tables in RESTORES.md")
    found.add_argument("--database", action="append", choices=DATABASES, help="one of them alone")
    return found


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        sys.exit(str(failure))
