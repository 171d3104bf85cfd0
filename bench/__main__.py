"""Measures the register beside what was promised of it, part by part.

python -m bench                   all, with registers of 1,000, 20,000 and 100,000
python -m bench --quick           small registers and short times, to try it out
python -m bench --only cached --keep var/bench
                                  one part; its registers stay for the next run
"""

import sys

from . import options, results
from .parts import PARTS
from .running import run, tell


def main(arguments=None):
    """0 when all is as promised, 1 when not."""
    parser = options.full_parser("python -m bench", __doc__, list(PARTS))
    chosen = options.read(arguments, parser)
    found = run(chosen)
    tell(found.summary())
    if chosen.write:
        results.write(found, chosen.write, [part.TITLE for part in PARTS.values()])
    return 0 if found.are_kept else 1


if __name__ == "__main__":
    sys.exit(main())
