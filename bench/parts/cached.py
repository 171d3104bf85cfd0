"""Kept pages: requests a second beside nginx, which serves the same bytes as files.

Both are asked in turn, for many addresses, compressed as browsers ask for them and not, whole and
by visitors who have them already.
"""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import wrk
from bench.asking import ask, visitor
from bench.figures import MORE, Figure, Table
from bench.measuring import Failed, prepared
from bench.served import served
from bench.yardstick import yardstick

TITLE, MINUTES = "Kept pages beside nginx", 6
ADDRESSES = 1000
LEAST_PAGES, LEAST_NOT_MODIFIED = 0.45, 0.60
ROUNDS, ROUNDS_OF_ONE, SECONDS = 7, 3, 4
QUICK_SECONDS = 1
# All pages in both forms; the default is measured beside it.
CACHE_MB = "256"
SAMPLE, TRIES_TO_WARM, AT_ONCE = 200, 30, 4
ENCODINGS = {"br": "compressed", "plain": "not compressed"}
AGREEMENT = re.compile(r"/agreements/[^?]")
# By themselves; {agreement} is the first.
SORTS = {
    "list": "/agreements/",
    "filtered list": "/agreements/?country=jp",
    "agreement": "{agreement}",
    "country": "/countries/jp/",
    "search": "/search/?q=magnets",
    "timeline": "/timeline/",
}


def measure(bench):
    if not wrk.is_here():
        raise Failed("wrk is missing. Install it with: apt-get install -y wrk")
    name = bench.options.databases[0]
    environment = bench.registers(name).of(bench.options.small).environment
    addresses = prepared("addresses", ADDRESSES, environment=environment)
    with TemporaryDirectory(prefix="bench-") as folder:
        with served(environment, PAGE_CACHE_MB=CACHE_MB) as server:
            yield from beside_yardstick(server, Path(folder), addresses, bench.options.quick)
        with served(environment) as server:
            yield by_default(server, Path(folder), addresses)


def beside_yardstick(server, folder, addresses, is_quick):
    seconds = QUICK_SECONDS if is_quick else SECONDS
    sorts = sorts_with(addresses)
    pages = Pages(server.port, folder, [*addresses, *sorts.values()])
    with yardstick(folder) as (port, what):
        many = [
            pages.requests(addresses, port, encoding, known)
            for encoding in ENCODINGS
            for known in (False, True)
        ]
        for each in many[::2]:
            warm(server, each)
        rushes = Rushes(server.port, port, 1 if is_quick else ROUNDS, seconds)
        figures = [figure for each in many for figure in rushes.figures(each, what)]
        hits = share_of_hits(server, addresses)
        figures += [
            Figure("failed requests", rushes.failures, most=0),
            Figure("share of answers that were kept ones", hits, least=1),
            Figure("MB of memory of a worker with all of them", most_memory(server)),
        ]
        yield Table(f"Kept pages, {len(addresses):,} addresses, beside {what}", figures)
        singles = Rushes(server.port, port, 1 if is_quick else ROUNDS_OF_ONE, seconds)
        shares = [singles.of_one(sort, pages, address) for sort, address in sorts.items()]
        yield Table(f"Kept pages by themselves: share of the requests of {what}", shares)


def sorts_with(addresses):
    first = next(address for address in addresses if AGREEMENT.match(address))
    return {sort: address.format(agreement=first) for sort, address in SORTS.items()}


@dataclass(frozen=True)
class Requests:
    """The same ones for both servers, each a file for wrk; `least`: what share is promised."""

    name: str
    headers: dict
    register: Path
    yardstick: Path
    least: float


class Pages:
    """The bytes of each page, in a file for the yardstick."""

    def __init__(self, port, folder, addresses):
        self.port, self.folder = port, folder
        self.numbers = {address: number for number, address in enumerate(addresses)}
        for encoding in ENCODINGS:
            (folder / "files" / encoding).mkdir(parents=True)
        at_once(self.copy, self.numbers)

    def copy(self, address):
        for encoding in ENCODINGS:
            answer = ask(self.port, address, headers=accepting(encoding))
            if answer.status != 200:
                raise Failed(f"{address} answered {answer.status}.")
            path = self.folder / "files" / encoding / str(self.numbers[address])
            path.write_bytes(answer.body)

    def requests(self, addresses, yardstick_port, encoding, known, name=None):
        name = name or f"{'304' if known else 'whole'}, {ENCODINGS[encoding]}"
        files = [f"/{encoding}/{self.numbers[address]}" for address in addresses]
        return Requests(
            name,
            visitor() | accepting(encoding),
            self.written(f"{name}, register", addresses, self.port, encoding, known),
            self.written(f"{name}, yardstick", files, yardstick_port, encoding, known),
            LEAST_NOT_MODIFIED if known else LEAST_PAGES,
        )

    def written(self, name, addresses, port, encoding, known):
        """With the tags that the server gives, where the visitor has the pages."""
        lines = addresses
        if known:
            tags = at_once(lambda address: tag_of(port, address, encoding), addresses)
            lines = [f"{address}\t{tag}" for address, tag in zip(addresses, tags, strict=True)]
        path = self.folder / f"{name}.requests"
        path.write_text("\n".join(lines) + "\n")
        return path


def at_once(action, things):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(action, things))


def accepting(encoding):
    return {"Accept-Encoding": "gzip, deflate, br" if encoding == "br" else "identity"}


def tag_of(port, address, encoding):
    """That of a page, which answers 304 to whoever has it."""
    headers = accepting(encoding)
    tag = ask(port, address, headers=headers).headers["etag"]
    again = ask(port, address, headers=headers | {"If-None-Match": tag})
    if again.status != 304:
        raise Failed(f"{address} answered {again.status} to a visitor who has it.")
    return tag


class Rushes:
    """The yardstick and the register in turn, several times."""

    def __init__(self, register_port, yardstick_port, rounds, seconds):
        self.ports, self.rounds, self.seconds = (yardstick_port, register_port), rounds, seconds
        self.failures = 0

    def rates(self, requests):
        """Requests a second of both, in each round."""
        found = []
        for _round in range(self.rounds):
            pair = [
                wrk.rush(port, path, self.seconds, requests.headers)
                for port, path in zip(
                    self.ports, (requests.yardstick, requests.register), strict=True
                )
            ]
            self.failures += sum(rush.failures for rush in pair)
            found.append([rush.a_second for rush in pair])
        return found

    def figures(self, requests, what):
        rates = self.rates(requests)
        share = median(register / base for base, register in rates)
        least = requests.least if what == "nginx" else None
        yield Figure(f"{requests.name}: share of its requests", share, least=least, better=MORE)
        base, register = (median(each) for each in zip(*rates, strict=True))
        yield Figure(f"{requests.name}: requests a second", register)
        yield Figure(f"{requests.name}: requests a second of {what}", base)

    def of_one(self, sort, pages, address):
        requests = pages.requests([address], self.ports[0], "br", known=False, name=sort)
        share = median(register / base for base, register in self.rates(requests))
        return Figure(f"{sort}, `{address}`", share, better=MORE)


def warm(server, requests):
    """Until each worker keeps every page."""
    addresses = requests.register.read_text().split()
    for _try in range(TRIES_TO_WARM):
        wrk.rush(server.port, requests.register, 1, requests.headers)
        if share_of_hits(server, addresses) == 1:
            return


def share_of_hits(server, addresses):
    chance = random.Random(1)  # noqa: S311 - not a secret
    chosen = [chance.choice(addresses) for _request in range(SAMPLE)]
    answers = at_once(lambda a: ask(server.port, a, headers=accepting("br")), chosen)
    return sum(answer.is_hit for answer in answers) / len(answers)


def by_default(server, folder, addresses):
    """How many of the pages fit when PAGE_CACHE_MB is not set."""
    path = folder / "default.requests"
    path.write_text("\n".join(addresses) + "\n")
    headers = visitor() | accepting("br")
    warm(server, Requests("default", headers, path, path, LEAST_PAGES))
    hits = share_of_hits(server, addresses)
    figures = [
        Figure(f"share of hits over {len(addresses):,} addresses", hits),
        Figure("MB of memory of a worker", most_memory(server)),
    ]
    return Table("Kept pages with the default of PAGE_CACHE_MB", figures)


def most_memory(server):
    return max(worker.megabytes() for worker in server.workers())
