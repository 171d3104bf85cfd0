"""What the bench is asked to do: python -m bench --help"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from .databases import DATABASES
from .results import FOLDER

SIZES, QUICK_SIZES = (1_000, 20_000, 100_000), (100, 200, 400)
FEWEST = 50


@dataclass(frozen=True)
class Options:
    """`sizes`: of the registers, in ascending order. `keep`, `write`: folders, or None."""

    parts: tuple
    sizes: tuple = SIZES
    databases: tuple = tuple(DATABASES)
    quick: bool = False
    hour: bool = False
    install: bool = False
    keep: Path | None = None
    write: Path | None = None

    @property
    def small(self):
        return self.sizes[0]

    @property
    def middle(self):
        return self.sizes[len(self.sizes) // 2]

    @property
    def large(self):
        return self.sizes[-1]


def read(arguments, parser):
    words = parser.parse_args(arguments)
    parts = parser.get_default("parts")
    sizes = words.sizes or (QUICK_SIZES if words.quick else parser.get_default("usual_sizes"))
    return Options(
        parts=tuple(part for part in parts if part in (words.only or parts)),
        sizes=tuple(sorted(set(sizes))),
        databases=tuple(name for name in DATABASES if name in words.database),
        quick=words.quick,
        hour=words.hour,
        install=words.install,
        keep=words.keep and words.keep.resolve(),
        write=words.write and words.write.resolve(),
    )


def parser(program, words, parts, sizes=SIZES, databases=tuple(DATABASES)):
    found = argparse.ArgumentParser(prog=program, description=words)
    found.formatter_class = argparse.RawDescriptionHelpFormatter
    found.set_defaults(parts=parts, usual_sizes=sizes, hour=False, write=None)
    add = found.add_argument
    add("--only", action="append", choices=parts, help="one part alone; may be repeated")
    add("--quick", action="store_true", help="small registers, short times")
    add("--sizes", nargs="+", type=size, metavar="SIZE", help="of the registers")
    add("--database", nargs="+", choices=DATABASES, default=databases, help="one of them alone")
    add("--keep", type=Path, metavar="FOLDER", help="registers stay there for the next run")
    add("--install", action="store_true", help="install wrk and nginx where they are missing")
    return found


def full_parser(program, words, parts):
    """With what the whole bench alone can be asked."""
    found = parser(program, words, parts)
    found.add_argument("--hour", action="store_true", help="mixed load for an hour")
    said = "keep RESULTS.md and baseline.json, in bench/ unless another folder is named"
    found.add_argument("--write", type=Path, nargs="?", const=FOLDER, metavar="FOLDER", help=said)
    return found


def size(word):
    if int(word) < FEWEST:
        raise argparse.ArgumentTypeError(f"A register that is measured has {FEWEST} records.")
    return int(word)
