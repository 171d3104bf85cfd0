"""Measures how fast the public pages are, one request at a time, on both databases.

python -m bench.pages            20,000 organisations and 20,000 agreements, and the starter
python -m bench.pages --quick    2,000 of each
python -m bench.pages --write    the tables go into bench/PAGES.md too
"""

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .imports import DATABASES, ENDINGS, QUICK_SIZES, SIZES, Files, heading, work_of_others
from .measuring import Failed, manage, python

RESULTS = Path(__file__).parent / "PAGES.md"
MOST_MS, MOST_MS_STARTER, MOST_QUERIES = 150, 60, 16
# Of a list of the API with a hundred records.
MOST_MS_API, MOST_QUERIES_API = 100, 10

# An address, and whether something was promised of it.
PAGES = [
    ("/agreements/", True),
    ("/agreements/?country=jp&status=signed", True),
    ("/agreements/?theme=superconducting_magnets&year_from=2000&sort=title", True),
    ("/agreements/?kind=contract&kind=treaty&level=company&sort=date", True),
    ("/agreements/?q=magnets&country=jp&theme=cryogenics", True),
    ("/agreements/?q=memorandum", True),
    ("/agreements/?sort=next-date", True),
    ("/organisations/", True),
    ("/organisations/?country=de&country=fr&sort=-agreements", True),
    ("/organisations/?q=laboratory&country=jp", True),
    ("/news/", True),
    ("/search/?q=magnets", True),
    ("/search/?q=tritium+handling", True),
    ("/api/v1/agreements?limit=100", True),
    ("/api/v1/organisations?limit=100", True),
    ("/api/v1/agreements/{agreement}", False),
    ("/agreements/?as_of=2010-01-01", False),
    ("/", False),
    ("/countries/", False),
    ("/countries/jp/", False),
    ("/timeline/", False),
    ("/timeline/?country=jp", False),
    ("/map/", False),
    ("/agreements/{agreement}/", False),
    ("/organisations/{organisation}/", False),
]


@dataclass(frozen=True)
class Visit:
    """What one page cost; `most` and `most_queries` where they were promised."""

    address: str
    p50: float
    p95: float
    processor: float
    queries: int
    most: float | None
    most_queries: int | None

    @property
    def is_kept(self):
        return self.most is None or (self.p95 <= self.most and self.queries <= self.most_queries)

    def as_row(self):
        promised = f"{self.most:.0f} ms, {self.most_queries} queries" if self.most else ""
        mark = ("✓" if self.is_kept else "✗") if promised else ""
        costs = f"{self.p50:,.0f} | {self.p95:,.0f} | {self.processor:,.0f} | {self.queries}"
        return f"| `{self.address}` | {costs} | {promised} | {mark} |"


def table(heading, visits):
    rows = [
        f"| {heading} | p50 ms | p95 ms | processor ms | queries | at most | |",
        "|---|---:|---:|---:|---:|---|---|",
    ]
    return "\n".join([*rows, *(visit.as_row() for visit in visits)]) + "\n"


def visits(environment, most):
    addresses = [address for address, _promised in PAGES]
    said = python("-m", "bench.visits", *addresses, environment=environment).said
    costs = json.loads(said.splitlines()[-1])
    return [
        Visit(address, **costs[address], **promise_of(address, most if promised else None))
        for address, promised in PAGES
    ]


def promise_of(address, most):
    """`most`: milliseconds for a page, None where nothing was promised."""
    if most is not None and address.startswith("/api/"):
        return {"most": MOST_MS_API, "most_queries": MOST_QUERIES_API}
    return {"most": most, "most_queries": None if most is None else MOST_QUERIES}


def generated(fresh, files, size):
    """The environment of a register with so many organisations and agreements."""
    environment = fresh()
    organisations, agreements = files.organisations(size), files.agreements(size)
    options = {"environment": environment, "endings": ENDINGS}
    manage("import_organisations", organisations, "--all", "--quiet", **options)
    manage("import_agreements", agreements, "--quiet", **options)
    return environment


def starter(fresh):
    environment = fresh(themes=False)
    manage("import_register", "data/starter", "--quiet", environment=environment)
    return environment


def measure(name, fresh, files, size):
    """{heading: visits} of one database."""
    small, large = starter(fresh), generated(fresh, files, size)
    manage("collectstatic", "--noinput", "--verbosity", "0", environment=small)
    return {
        f"{name}, the starter register": visits(small, MOST_MS_STARTER),
        f"{name}, {size:,} agreements and organisations": visits(large, MOST_MS),
    }


def main(arguments=None):
    """0 when all is as promised, 1 when not."""
    options = parser().parse_args(arguments)
    sizes = QUICK_SIZES if options.quick else SIZES
    said = [f"Work that others gave each processor just before: {work_of_others():.2f}.\n"]
    kept = True
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        files = Files(folder, sizes)
        for name, database in DATABASES.items():
            with database() as fresh:
                measured = measure(name, fresh, files, sizes[0])
            tables = [table(words, of_register) for words, of_register in measured.items()]
            sys.stdout.write("\n".join(tables) + "\n")
            sys.stdout.flush()
            said += tables
            kept = kept and all(visit.is_kept for each in measured.values() for visit in each)
    if options.write:
        RESULTS.write_text(heading() + "\n".join(said), encoding="utf-8")
    return 0 if kept else 1


def parser():
    found = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    found.formatter_class = argparse.RawDescriptionHelpFormatter
    found.add_argument("--quick", action="store_true", help="smaller files")
    found.add_argument("--write", action="store_true", help="keep the tables in PAGES.md")
    return found


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        sys.exit(str(failure))
