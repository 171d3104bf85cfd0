"""How fast lists are taken away as files."""

import json

from bench.figures import LESS, Figure, Table
from bench.measuring import python

TITLE, MINUTES = "Downloads", 3
MOST_FIRST_MS, FEWEST_ROWS, MOST_MEGABYTES = 300, 3000, 150
PROMISED = "/agreements.csv"
OTHERS = ["/agreements.json", "/organisations.csv", "/agreements.xlsx"]


def measure(bench):
    for name in bench.options.databases:
        registers, middle = bench.registers(name), bench.options.middle
        found = taken(registers.of(middle).environment, [PROMISED, *OTHERS])
        yield Table(f"{name}, {middle:,} of each", list(figures(found, middle)))
        growth = list(growth_of(registers, bench.options.sizes))
        yield Table(f"{name}, processor time of a row of {PROMISED}", growth)


def taken(environment, addresses):
    """What each costs; in a process of its own, as bench.takes prints it."""
    said = python("-m", "bench.takes", *addresses, environment=environment).said
    return json.loads(said.splitlines()[-1])


def figures(costs, size):
    for address, cost in costs.items():
        bounds = address == PROMISED
        first = {"most": MOST_FIRST_MS} if bounds else {}
        yield Figure(f"`{address}`: ms to the first byte", cost["first_ms"], **first)
        rows = {"least": FEWEST_ROWS} if bounds else {}
        yield Figure(f"`{address}`: rows a second", size / cost["seconds"], **rows)
        held = {"most": MOST_MEGABYTES} if bounds else {}
        yield Figure(f"`{address}`: MB of memory above idle", cost["held"], **held)
        yield Figure(f"`{address}`: MB sent", cost["megabytes"])


def growth_of(registers, sizes):
    """Milliseconds a row, and how many times dearer it is in a larger register."""
    costs = {}
    for size in sizes:
        cost = taken(registers.of(size).environment, [PROMISED])[PROMISED]
        costs[size] = cost["processor_ms"] / size
        yield Figure(f"ms, {size:,} rows", costs[size])
    for size in sizes[1:]:
        dearer = costs[size] / costs[sizes[0]]
        yield Figure(f"times the cost, {size:,} beside {sizes[0]:,}", dearer, better=LESS)
