"""Public pages that are rendered anew each time: what a visit of each costs, in registers that
grow.

Registers of all sizes are served side by side and visited in turn, one request at a time.
"""

import json
from contextlib import ExitStack, contextmanager

from bench.asking import ask, visitor
from bench.figures import Figure, Table
from bench.loop import milliseconds_of_loop
from bench.measuring import Failed, manage, python
from bench.pages import PAGES, QUICK_PAGES, STARTER, promise_of
from bench.served import served
from bench.visit_tables import Visit, Visits
from page_cache.encodings import BROTLI, compressed

TITLE, MINUTES = "Pages rendered anew", 22
ROUNDS, QUICK_ROUNDS, VISITS = 5, 2, 12
# A slow page is visited less often, so that the measuring ends.
ENOUGH_MS = 4_000
# Processor milliseconds of the workers, on PostgreSQL.
DETAIL, MOST_DETAIL_MS, MOST_DETAIL_GROWTH = "/agreements/{agreement}/", 12, 1.2
LISTS = ["/agreements/", "/agreements/?country=jp&status=signed"]
MOST_LIST_MS, MOST_LARGE_LIST_MS = 20, 30


def measure(bench):
    addresses = QUICK_PAGES if bench.options.quick else list(PAGES)
    rounds = QUICK_ROUNDS if bench.options.quick else ROUNDS
    options = bench.options
    for name in options.databases:
        with registers_of(bench, name) as environments:
            database = bench.registers(name).databases
            visits = visited(environments, addresses, rounds, database)
        for register in environments:
            what = "the starter register" if register == STARTER else f"{register:,} of each"
            yield Visits(f"{name}, {what}", visits[register], visits[options.small])
        if name == "PostgreSQL":
            bounds = promises(visits[options.small], visits[options.large], options)
            yield Table(f"{name}, processor time of the workers", list(bounds))


@contextmanager
def registers_of(bench, name):
    """{size or STARTER: environment}"""
    registers = bench.registers(name)
    sizes = {size: registers.of(size).environment for size in bench.options.sizes}
    with registers.empty(STARTER, themes=False) as environment:
        manage("import_register", "data/starter", "--quiet", environment=environment)
        yield {STARTER: environment, **sizes}


def visited(environments, addresses, rounds, database):
    """{register: visits}"""
    with ExitStack() as stack:
        sites = {
            register: Site(register, environment, stack.enter_context(uncached(environment)))
            for register, environment in environments.items()
        }
        for site in sites.values():
            site.count_queries(addresses)
        for address in addresses:
            for site in sites.values():
                site.warm(address)
            for _round in range(rounds):
                for site in sites.values():
                    site.visit(address, database)
        return {register: list(site.visits.values()) for register, site in sites.items()}


def uncached(environment):
    return served(environment, PAGE_CACHE_MB="0")


class Site:
    """One register that is served, and what its pages cost so far."""

    def __init__(self, register, environment, server):
        self.register, self.environment, self.server = register, environment, server

    def count_queries(self, addresses):
        said = python("-m", "bench.visits", *addresses, environment=self.environment).said
        found = json.loads(said.splitlines()[-1])
        self.records = found["records"]
        self.visits = {
            address: Visit(address, queries, promise_of(address, self.register))
            for address, queries in found["queries"].items()
        }

    def warm(self, address):
        """Each worker has read what it keeps of the register."""
        visit, answers = self.visits[address], self.server.warm(address.format(**self.records))
        if {answer.status for answer in answers} != {200}:
            raise Failed(f"{address} answered {answers[0].status} in {self.register}.")
        visit.size = len(answers[0].body) / 1024
        visit.compressed = len(compressed(answers[0].body, BROTLI)) / 1024

    def visit(self, address, database):
        visit, path = self.visits[address], address.format(**self.records)
        if sum(visit.milliseconds) > ENOUGH_MS:
            return
        loop = milliseconds_of_loop()
        workers, of_database = self.server.processor_ms(), database.processor_ms()
        answers = [ask(self.server.port, path, headers=visitor(n)) for n in range(VISITS)]
        visit.processor.append((self.server.processor_ms() - workers) / VISITS)
        visit.of_database.append((database.processor_ms() - of_database) / VISITS)
        visit.milliseconds += [answer.ms for answer in answers]
        visit.loops.append(min(loop, milliseconds_of_loop()))


def promises(small, large, options):
    """Of PostgreSQL."""
    small, large = ({v.address: v.processor_ms for v in visits} for visits in (small, large))
    words = "`{}`: processor ms at {:,}"
    bounds = [(DETAIL, MOST_DETAIL_MS, MOST_DETAIL_MS)]
    bounds += [(address, MOST_LIST_MS, MOST_LARGE_LIST_MS) for address in LISTS]
    for address, most_small, most_large in bounds:
        if address in small:
            at_small, at_large = small[address], large[address]
            yield Figure(words.format(address, options.small), at_small, most=most_small)
            yield Figure(words.format(address, options.large), at_large, most=most_large)
    growth = large[DETAIL] / small[DETAIL]
    yield Figure(
        f"`{DETAIL}`: times the cost at {options.small:,}", growth, most=MOST_DETAIL_GROWTH
    )
