"""What the bench is asked to do: python -m bench --help"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from .databases import DATABASES

SIZES, QUICK_SIZES = (1_000, 20_000, 100_000), (100, 200, 400)


@dataclass(frozen=True)
class Options:
    """`sizes`: of the registers, the smallest, the middle and the largest."""

    parts: tuple
    sizes: tuple = SIZES
    databases: tuple = tuple(DATABASES)
    quick: bool = False
    hour: bool = False
    write: bool = False
    install: bool = False
    keep: Path | None = None

    @property
    def small(self):
        return self.sizes[0]

    @property
    def middle(self):
        return self.sizes[len(self.sizes) // 2]

    @property
    def large(self):
        return self.sizes[-1]


def read(arguments, parts, doc):
    """`parts`: the names of all."""
    words = parser(parts, doc).parse_args(arguments)
    return Options(
        parts=tuple(part for part in parts if part in (words.only or parts)),
        sizes=tuple(sorted(words.sizes or (QUICK_SIZES if words.quick else SIZES))),
        databases=tuple(name for name in DATABASES if name in (words.database or DATABASES)),
        quick=words.quick,
        hour=words.hour,
        write=words.write,
        install=words.install,
        keep=words.keep and words.keep.resolve(),
    )


def parser(parts, doc):
    found = argparse.ArgumentParser(prog="python -m bench", description=doc)
    found.formatter_class = argparse.RawDescriptionHelpFormatter
    add = found.add_argument
    add("--only", action="append", choices=parts, help="one part alone; may be repeated")
    add("--quick", action="store_true", help="small registers, short times")
    add("--sizes", nargs="+", type=size, metavar="SIZE", help="of the registers")
    add("--database", action="append", choices=DATABASES, help="one of them alone")
    add("--keep", type=Path, metavar="FOLDER", help="registers stay there for the next run")
    add("--hour", action="store_true", help="an hour of mixed load instead of ten minutes")
    add("--write", action="store_true", help="keep the tables in bench/RESULTS.md, and the ratios")
    add("--install", action="store_true", help="install wrk and nginx where they are missing")
    return found


def size(word):
    number = int(word)
    if number < 50:
        raise argparse.ArgumentTypeError("A register to be measured has at least 50 records.")
    return number
