"""How fast files are imported into an empty register, and again when nothing has changed."""

from dataclasses import replace

from bench.figures import LESS, MORE, Figure, Table
from bench.measuring import prepared
from bench.registers import imported, seconds_to_start

TITLE, MINUTES = "Imports", 4
ORGANISATIONS_A_SECOND = {"SQLite": 1000, "PostgreSQL": 800}
AGREEMENTS_A_SECOND = 300
DEARER = 1.3
UNCHANGED_FASTER = 3
MEGABYTES = 300


def measure(bench):
    for name in bench.options.databases:
        yield Table(name, list(figures(bench, name)))


def figures(bench, name):
    registers, files = bench.registers(name), bench.files
    middle, large = bench.options.middle, bench.options.large
    base = yardstick(registers, files, middle)
    yield Figure("yardstick: rows of organisations a second, with three names each", base)
    rates, most = {}, []
    for size in (middle, large):
        filling = registers.of(size).filling
        rates[size] = size / filling.organisations
        load = filling.work_of_others
        yield Figure(f"work that others gave each processor just before, {size:,}", load)
        least = ORGANISATIONS_A_SECOND[name]
        yield Figure(f"organisations a second, {size:,}", rates[size], least=least)
        share = rates[size] / base
        yield Figure(f"the same, {size:,}, yardstick = 1", share, better=MORE)
        rate = size / filling.agreements
        yield Figure(f"agreements a second, {size:,}", rate, least=AGREEMENTS_A_SECOND)
        again = seconds_again(registers, files.organisations(size), size)
        faster = filling.organisations / again.seconds
        yield Figure(f"times as fast when unchanged, {size:,}", faster, least=UNCHANGED_FASTER)
        most += [filling.megabytes, again.megabytes]
    changed = seconds_again(registers, files.organisations(middle, change=5), middle, "updated")
    rate = middle / changed.seconds
    yield Figure(f"organisations a second, 5 in 100 changed, {middle:,}", rate)
    dearer = rates[middle] / rates[large]
    words = f"times the cost of a record, {large:,} beside {middle:,}"
    yield Figure(words, dearer, most=DEARER, better=LESS)
    yield Figure("MB of memory at most", max(most), most=MEGABYTES)


def yardstick(registers, files, size):
    """How many rows of organisations Django alone writes in a second."""
    with registers.empty() as environment:
        path = files.organisations(size)
        return size / prepared("yardstick", path, environment=environment)


def seconds_again(registers, path, size, wanted="unchanged"):
    """What the organisations of a file take, as Measured, that a register has already."""
    with registers.copy(size) as register:
        environment = register.environment
        start = seconds_to_start(environment)
        least = size if wanted == "unchanged" else size * 0.04
        options = {"environment": environment, "size": least, "wanted": wanted}
        done = imported("organisations", path, "--all", **options)
    return replace(done, seconds=max(done.seconds - start, 0.001))
