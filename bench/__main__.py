"""Measures the register beside what was promised of it, part by part.

python -m bench                             all, with registers of 1,000, 20,000 and 100,000
python -m bench --quick                     small registers and short times, to try it out
python -m bench --only cached --keep var/bench
                                            one part; its registers stay for the next run
"""

import sys
import tempfile
import time
import traceback
from contextlib import ExitStack

from . import installing, machine, options, results
from .bench import Bench
from .measuring import Failed
from .parts import PARTS
from .registers import collect_static_files


def main(arguments=None):
    """0 when all is as promised, 1 when not."""
    chosen = options.read(arguments, list(PARTS), __doc__)
    installing.look(is_permitted=chosen.install)
    tell("\n".join(machine.described()))
    found = results.Results()
    with ExitStack() as stack:
        folder = chosen.keep or stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
        bench = Bench(chosen, folder, stack)
        collect_static_files(folder)
        for part in map(PARTS.get, chosen.parts):
            measure(part, bench, found)
        described = machine.described(bench.versions())
    tell(found.summary())
    if chosen.write:
        results.write(found, described, [part.TITLE for part in PARTS.values()])
    return 0 if found.are_kept else 1


def measure(part, bench, found):
    """A part that fails is told, and the others go on."""
    usual = "" if bench.options.quick else f", about {part.MINUTES} minutes"
    load = f"Work that others gave each processor just before: {machine.work_of_others():.2f}."
    found.loads[part.TITLE] = load
    tell(f"## {part.TITLE}{usual}\n\n{load}\n")
    begin = time.monotonic()
    try:
        for table in part.measure(bench):
            found.add(part.TITLE, table)
            tell(str(table))
    except Failed as failure:
        found.failed[part.TITLE] = str(failure)
        tell(f"This part failed: {failure}\n")
    except Exception as error:
        found.failed[part.TITLE] = repr(error)
        tell(f"This part failed:\n{traceback.format_exc(limit=-3)}")
    tell(f"{part.TITLE}: {time.monotonic() - begin:,.0f} s\n")


def tell(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
