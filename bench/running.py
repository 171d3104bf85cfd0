"""Runs parts one after the other and prints what they find."""

import signal
import sys
import tempfile
import time
import traceback
from contextlib import ExitStack

from . import installing, machine
from .bench import Bench
from .measuring import Failed
from .parts import PARTS
from .registers import collect_static_files
from .results import Results


def run(options):
    """Results of the parts that are asked for."""
    # A terminated run, unlike an interrupted one, would leave its servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    installing.look(is_permitted=options.install)
    results, parts = Results(), [PARTS[name] for name in options.parts]
    if not options.quick:
        tell(f"About {sum(part.MINUTES for part in parts)} minutes on two idle processors.\n")
    with ExitStack() as stack:
        folder = options.keep or stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
        bench = Bench(options, folder, stack)
        collect_static_files(folder)
        for part in parts:
            measure(part, bench, results)
        results.machine = machine.described(bench.versions())
    tell("\n".join(results.machine))
    return results


def measure(part, bench, results):
    """A part that fails is told, and the others go on."""
    usual = "" if bench.options.quick else f", about {part.MINUTES} minutes"
    load = f"Work that others gave each processor just before: {machine.work_of_others():.2f}."
    results.begin(part.TITLE, load)
    tell(f"## {part.TITLE}{usual}\n\n{load}\n")
    begin = time.monotonic()
    try:
        for table in part.measure(bench):
            results.add(part.TITLE, table)
            tell(str(table))
    except Failed as failure:
        results.fail(part.TITLE, str(failure))
        tell(f"This part failed: {failure}\n")
    except Exception as error:
        results.fail(part.TITLE, repr(error))
        tell(f"This part failed:\n{traceback.format_exc(limit=-3)}")
    tell(f"{part.TITLE}: {time.monotonic() - begin:,.0f} s\n")


def tell(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
