"""Measures how fast files are imported into an empty register, on both databases.

python -m bench.imports            20,000 and 100,000 organisations, 20,000 agreements
python -m bench.imports --quick    2,000 and 5,000
python -m bench.imports --write    the tables go into bench/RESULTS.md too
"""

import argparse
import os
import platform
import re
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from . import databases, records
from .figures import Figure, table
from .measuring import Failed, manage, python

RESULTS = Path(__file__).parent / "RESULTS.md"
SIZES, QUICK_SIZES = (20_000, 100_000), (2_000, 5_000)
DATABASES = {"SQLite": databases.sqlite, "PostgreSQL": databases.postgresql}
ORGANISATIONS_A_SECOND = {"SQLite": 1000, "PostgreSQL": 800}
AGREEMENTS_A_SECOND = 300
DEARER = 1.3
UNCHANGED_FASTER = 3
MEGABYTES = 300
# As in the real registry some rows are refused: then a command ends with 1.
ENDINGS = (0, 1)
TALLY = re.compile(r"\b(\d+) (created|updated|unchanged)\b")


class Measurements:
    """Of one database. `rates`: organisations a second in an empty register, by size."""

    def __init__(self, database, files):
        self.database, self.files = database, files
        self.figures, self.rates, self.megabytes = [], {}, 0

    def measure(self, fresh):
        """`fresh` makes an empty register and gives its environment. Raises Failed."""
        small, large = self.files.sizes
        self.add("work that others gave each processor just before", work_of_others())
        self.environment = fresh()
        self.start = self.seconds_to_start()
        self.measure_yardstick(small)
        self.measure_organisations(small)
        self.measure_changes(small)
        self.measure_agreements(small)
        self.environment = fresh()
        self.measure_organisations(large)
        dearer = self.rates[small] / self.rates[large]
        self.add(f"times the cost of a record, {large:,} beside {small:,}", dearer, most=DEARER)
        self.add("MB of memory at most", self.megabytes, most=MEGABYTES)

    def add(self, what, value, **bounds):
        self.figures.append(Figure(what, value, **bounds))

    def seconds_to_start(self):
        """What any command takes before it begins, when nothing else holds it up."""
        nothing = ("shell", "--no-imports", "--command", "pass")
        return min(manage(*nothing, environment=self.environment).seconds for _try in range(3))

    def measure_yardstick(self, size):
        path = self.files.organisations(size)
        done = python("-m", "bench.preparing", "yardstick", path, environment=self.environment)
        self.yardstick = size / float(done.said)
        self.add("yardstick: rows of organisations a second, with three names each", self.yardstick)

    def measure_organisations(self, size):
        path = self.files.organisations(size)
        first = self.seconds_for("organisations", path, "--all", wanted="created", size=size)
        self.rates[size] = size / first
        least = ORGANISATIONS_A_SECOND[self.database]
        self.add(f"organisations a second, {size:,}", self.rates[size], least=least)
        self.add("the same, yardstick = 1", self.rates[size] / self.yardstick)
        second = self.seconds_for("organisations", path, "--all", wanted="unchanged", size=size)
        self.add(f"times as fast when unchanged, {size:,}", first / second, least=UNCHANGED_FASTER)

    def measure_changes(self, size):
        path, changed = self.files.organisations(size, change=5), size * 0.04
        seconds = self.seconds_for("organisations", path, "--all", wanted="updated", size=changed)
        self.add(f"organisations a second, 5 in 100 changed, {size:,}", size / seconds)

    def measure_agreements(self, size):
        path = self.files.agreements(size)
        seconds = self.seconds_for("agreements", path, wanted="created", size=size)
        self.add(f"agreements a second, {size:,}", size / seconds, least=AGREEMENTS_A_SECOND)

    def seconds_for(self, nouns, path, *options, wanted, size):
        """Of an import of which most came to what was wanted. Raises Failed."""
        command = [f"import_{nouns}", path, *options]
        done = manage(*command, environment=self.environment, endings=ENDINGS)
        self.megabytes = max(self.megabytes, done.megabytes)
        if tally_in(done.said)[wanted] < size * 0.9:
            words = f"{' '.join(command)}: fewer {wanted} than can be measured"
            raise Failed(f"{words}.\n{done.said[-2000:]}")
        return max(done.seconds - self.start, 0.001)


def work_of_others():
    """Where it is more than a little, the other figures say little."""
    return os.getloadavg()[0] / (os.cpu_count() or 1)


def tally_in(said):
    """{"created": 20000, …} from the line that an import prints at its end."""
    return Counter({word: int(number) for number, word in TALLY.findall(said)})


class Files:
    """Each is made when it is first asked for, in a folder that goes away in the end."""

    def __init__(self, folder, sizes):
        self.folder, self.sizes = Path(folder), sizes

    def organisations(self, size, change=0):
        return self.made(f"organisations-{size}-{change}.json", "ror", size, "--change", change)

    def agreements(self, size):
        known = self.organisations(size)
        return self.made(f"agreements-{size}.csv", "agreements", size, "--organisations", known)

    def made(self, name, *arguments):
        path = self.folder / name
        if not path.exists():
            with path.open("w", encoding="utf-8", newline="") as file:
                records.main([str(argument) for argument in arguments], file)
        return str(path)


def heading():
    today = datetime.now(UTC).date()
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return f"# Results\n\n{today}, {machine}. `make bench` measures again.\n\n"


def main(arguments=None):
    """0 when all is as promised, 1 when not."""
    words = parser().parse_args(arguments)
    tables, figures = [], []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        files = Files(folder, QUICK_SIZES if words.quick else SIZES)
        for name, database in DATABASES.items():
            measurements = Measurements(name, files)
            with database() as fresh:
                measurements.measure(fresh)
            tables.append(table(name, measurements.figures))
            figures += measurements.figures
            sys.stdout.write(f"{tables[-1]}\n")
            sys.stdout.flush()
    if words.write:
        RESULTS.write_text(heading() + "\n".join(tables), encoding="utf-8")
    return 0 if all(figure.is_kept for figure in figures) else 1


def parser():
    found = argparse.ArgumentParser(prog="python -m bench.imports", description=__doc__)
    found.formatter_class = argparse.RawDescriptionHelpFormatter
    found.add_argument("--quick", action="store_true", help="smaller files")
    found.add_argument("--write", action="store_true", help="keep the tables in RESULTS.md")
    return found


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        sys.exit(str(failure))
