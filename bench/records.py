"""Writes files of invented records, as large as asked for, the same for the same seed.

    python -m bench.records ror 20000 > organisations.json
    python -m bench.records agreements 20000 --organisations organisations.json > agreements.csv

With `--change 5`, five of a hundred records say something else than in the file without it.
"""

import argparse
import csv
import json
import sys

from .agreement_rows import COLUMNS, Agreements, names_in
from .ror_records import Organisations


def write_ror(records, file):
    """A JSON array with a record a line, written as it is made."""
    file.write("[\n")
    for number, record in enumerate(records):
        file.write(",\n" if number else "")
        file.write(json.dumps(record, ensure_ascii=False))
    file.write("\n]\n")


def write_agreements(rows, file):
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def main(arguments=None, file=sys.stdout):
    words = parser().parse_args(arguments)
    options = {"seed": words.seed, "change": words.change}
    if words.sort == "ror":
        write_ror(Organisations(words.count, **options), file)
    else:
        write_agreements(Agreements(words.count, names_in(words.organisations), **options), file)


def parser():
    found = argparse.ArgumentParser(prog="python -m bench.records", description=__doc__)
    found.formatter_class = argparse.RawDescriptionHelpFormatter
    sorts = found.add_subparsers(dest="sort", required=True)
    organisations = sorts.add_parser("ror", help="organisations as ROR records")
    agreements = sorts.add_parser("agreements", help="agreements as CSV")
    agreements.add_argument("--organisations", required=True, metavar="FILE")
    for sort in (organisations, agreements):
        sort.add_argument("count", type=int)
        sort.add_argument("--seed", type=int, default=1)
        sort.add_argument("--change", type=float, default=0, metavar="PER_CENT")
    return found


if __name__ == "__main__":
    main()
