"""Kept pages: requests a second beside nginx, which serves the same bytes as files.

Both are asked in turn, for many addresses, compressed as browsers ask for them and not, whole and
by visitors who have them already.
"""

import random
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
ROUNDS, SECONDS = 7, 4
QUICK_ROUNDS, QUICK_SECONDS = 3, 1
# All pages in both forms; the default is measured beside it.
CACHE_MB = "256"
SAMPLE, TRIES_TO_WARM = 200, 30
ENCODINGS = {"br": "compressed", "plain": "not compressed"}


@dataclass(frozen=True)
class Series:
    """The same requests for both servers, each in a file for wrk."""

    name: str
    headers: dict
    register: Path
    yardstick: Path
    least: float


def measure(bench):
    if not wrk.is_here():
        raise Failed("wrk is missing. Install it with: apt-get install -y wrk")
    name = bench.options.databases[0]
    environment = bench.registers(name).of(bench.options.small).environment
    addresses = prepared("addresses", ADDRESSES, environment=environment)
    with TemporaryDirectory(prefix="bench-") as folder:
        cached = Cached(Path(folder), addresses, bench.options.quick)
        with served(environment, PAGE_CACHE_MB=CACHE_MB) as server:
            yield cached.beside_yardstick(server)
        with served(environment) as server:
            yield cached.by_default(server)


class Cached:
    def __init__(self, folder, addresses, quick):
        self.folder, self.addresses = folder, addresses
        self.rounds = QUICK_ROUNDS if quick else ROUNDS
        self.seconds = QUICK_SECONDS if quick else SECONDS
        self.failures = 0

    def beside_yardstick(self, server):
        self.copy_pages(server)
        with yardstick(self.folder) as (port, what):
            self.what = what
            series = list(self.series(server.port, port))
            self.warm(server, series)
            ratios, rates = self.interleaved(server, port, series)
            figures = [f for each in series for f in self.figures(each, ratios, rates)]
        hits = share_of_hits(server, self.addresses)
        figures += [
            Figure("failed requests", self.failures, most=0),
            Figure("share of answers that were kept ones", hits, least=1),
            Figure("MB of memory of a worker with all of them", most_memory(server), most=None),
        ]
        words = f"Kept pages, {len(self.addresses):,} addresses, beside {what}"
        return Table(words, figures)

    def copy_pages(self, server):
        """The bytes of each page, as a file for the yardstick."""
        for encoding in ENCODINGS:
            (self.folder / "files" / encoding).mkdir(parents=True)
        with ThreadPoolExecutor(4) as pool:
            self.weights = list(pool.map(lambda n: self.copy_page(server, n), self.numbers))

    @property
    def numbers(self):
        return range(len(self.addresses))

    def copy_page(self, server, number):
        for encoding in ENCODINGS:
            answer = ask(server.port, self.addresses[number], headers=accepting(encoding))
            if answer.status != 200:
                raise Failed(f"{self.addresses[number]} answered {answer.status}.")
            (self.folder / "files" / encoding / str(number)).write_bytes(answer.body)
        return len(answer.body)

    def series(self, register_port, yardstick_port):
        of_yardstick = {n: n for n in self.numbers}
        for encoding, words in ENCODINGS.items():
            files = [f"/{encoding}/{number}" for number in of_yardstick]
            for known, least in ((False, LEAST_PAGES), (True, LEAST_NOT_MODIFIED)):
                name = f"{'304' if known else 'whole'}, {words}"
                yield Series(
                    name,
                    visitor() | accepting(encoding),
                    self.requests(f"{name} r", register_port, self.addresses, encoding, known),
                    self.requests(f"{name} y", yardstick_port, files, encoding, known),
                    least,
                )

    def requests(self, name, port, addresses, encoding, known):
        """A file of them, with the tags that the server gives where the pages are known."""
        lines = addresses
        if known:
            with ThreadPoolExecutor(4) as pool:
                tags = list(pool.map(lambda a: tag_of(port, a, encoding), addresses))
            lines = [f"{address}\t{tag}" for address, tag in zip(addresses, tags, strict=True)]
        path = self.folder / f"{name}.requests"
        path.write_text("\n".join(lines) + "\n")
        return path

    def warm(self, server, series):
        """Until each worker keeps every page."""
        for _try in range(TRIES_TO_WARM):
            for each in series[::2]:
                wrk.rush(server.port, each.register, 1, each.headers)
            if share_of_hits(server, self.addresses) == 1:
                return

    def interleaved(self, server, port, series):
        ratios, rates = {each.name: [] for each in series}, {each.name: [] for each in series}
        for _round in range(self.rounds):
            for each in series:
                base = wrk.rush(port, each.yardstick, self.seconds, each.headers)
                found = wrk.rush(server.port, each.register, self.seconds, each.headers)
                self.failures += base.failures + found.failures
                ratios[each.name].append(found.a_second / base.a_second)
                rates[each.name].append((found.a_second, base.a_second))
        return ratios, rates

    def figures(self, series, ratios, rates):
        least = series.least if self.what == "nginx" else None
        share = median(ratios[series.name])
        yield Figure(f"{series.name}: share of its requests", share, least=least, better=MORE)
        register, base = zip(*rates[series.name], strict=True)
        yield Figure(f"{series.name}: requests a second", median(register))
        yield Figure(f"{series.name}: requests a second of {self.what}", median(base))

    def by_default(self, server):
        """How many of the pages fit when PAGE_CACHE_MB is not set."""
        path = self.folder / "default.requests"
        path.write_text("\n".join(self.addresses) + "\n")
        for _try in range(TRIES_TO_WARM // 2):
            wrk.rush(server.port, path, 1, visitor() | accepting("br"))
        hits = share_of_hits(server, self.addresses)
        return Table(
            "Kept pages with the default of PAGE_CACHE_MB",
            [
                Figure(f"share of hits over {len(self.addresses):,} addresses", hits),
                Figure("MB of memory of a worker", most_memory(server)),
            ],
        )


def accepting(encoding):
    return {"Accept-Encoding": "gzip, deflate, br" if encoding == "br" else "identity"}


def tag_of(port, address, encoding):
    answer = ask(port, address, headers=accepting(encoding))
    tag = answer.headers["etag"]
    again = ask(port, address, headers=accepting(encoding) | {"If-None-Match": tag})
    if again.status != 304:
        raise Failed(f"{address} answered {again.status} to a visitor who has it.")
    return tag


def share_of_hits(server, addresses):
    chance = random.Random(1)  # noqa: S311 - not a secret
    chosen = [chance.choice(addresses) for _request in range(SAMPLE)]
    answers = [ask(server.port, address, headers=accepting("br")) for address in chosen]
    return sum(answer.is_hit for answer in answers) / len(answers)


def most_memory(server):
    return max(worker.megabytes() for worker in server.workers())
