"""Readers, editors and imports at the same time, for ten minutes: nobody sees an error or waits.

The page cache is as documented. Readers come at a steady rate, mostly to what others read too;
each few seconds an agreement is published, and each half minute a small file is imported.
"""

import json
import subprocess
import sys
import threading
from collections import Counter
from random import Random
from statistics import mean

from bench.figures import Figure, Table, middle_and_slowest
from bench.measuring import ROOT, Failed, manage
from bench.registers import ENDINGS
from bench.visitors import visited
from bench.words import SUBJECTS

TITLE, MINUTES = "Mixed load", 18
A_SECOND = 50
# Whole on the database of production alone, so that the bench ends in little more than an hour.
SECONDS, SHORTER, WHOLE_ON = 600, 120, "PostgreSQL"
QUICK_SECONDS, HOUR = 12, 3600
# Seconds from one to the next.
EDIT, IMPORT, SAMPLE = 5, 30, 5
QUICK_EDIT, QUICK_IMPORT, QUICK_SAMPLE = 2, 5, 1
ROWS = 20
MOST_MS, MOST_MEGABYTES, MOST_GROWTH = 200, 150, 1.05
ADDRESSES, MOST_TOLD, MOST_SAID = 10_000, 10, 300


def measure(bench):
    """In the register of the middle size, and shorter in the largest."""
    options = bench.options
    for name in options.databases:
        for size in dict.fromkeys((options.middle, options.large)):
            seconds = seconds_for(options, name, size)
            with visited(bench.registers(name), size) as visitors:
                mixture = Mixture(visitors, bench.files, seconds, options.quick)
                mixture.run()
            yield from tables(f"{name}, {size:,} of each", mixture)


def tables(title, mixture):
    words = f"{A_SECOND} a second for {mixture.seconds:,} s"
    yield Table(f"{title}, {words}", list(figures(mixture)))
    yield Table(f"{title}: ms of the slowest twentieth", list(by_sort(mixture.report)))
    if wrong := Counter(mixture.report["errors"]) + Counter(mixture.troubles):
        errors = [Figure(words, times) for words, times in wrong.most_common(MOST_TOLD)]
        yield Table(f"{title}: the most frequent errors", errors)


def seconds_for(options, name, size):
    if options.quick:
        return QUICK_SECONDS
    if name != WHOLE_ON or size != options.middle:
        return SHORTER
    return HOUR if options.hour else SECONDS


class Mixture:
    """`megabytes`: of the largest worker, from time to time; `troubles`: of editors and imports."""

    def __init__(self, visitors, files, seconds, is_quick):
        self.visitors, self.seconds = visitors, seconds
        self.every = {
            self.edit: QUICK_EDIT if is_quick else EDIT,
            self.bring_in: QUICK_IMPORT if is_quick else IMPORT,
            self.sample: QUICK_SAMPLE if is_quick else SAMPLE,
        }
        times = seconds // self.every[self.bring_in] + 1
        rows = files.agreements(ROWS * times, seed=2, of=visitors.register.size)
        self.files = files.pieces(rows, ROWS)
        self.megabytes, self.troubles, self.imported, self.edited = [], [], 0, 0
        self.ended = threading.Event()

    def run(self):
        """The first publication makes each worker read anew what it keeps of the register."""
        self.visitors.warm([address for _sort, address in LISTS])
        sender = begin_sender(self.visitors.server.port, self.seconds, self.addresses())
        others = [threading.Thread(target=self.repeat, args=each) for each in self.every.items()]
        for other in others:
            other.start()
        try:
            self.report = report_of(sender)
        finally:
            self.ended.set()
            for other in others:
                other.join()

    def repeat(self, action, every):
        while not self.ended.wait(every):
            try:
                action()
            except Exception as trouble:
                # Whatever it is, readers go on, and it is counted.
                self.troubles.append(f"{action.__name__}: {trouble!r}"[:MOST_SAID])

    def edit(self):
        self.visitors.edit(self.edited)
        self.visitors.check_published(self.edited)
        self.edited += 1

    def bring_in(self):
        path = self.files[self.imported % len(self.files)]
        environment = self.visitors.register.environment
        options = {"environment": environment, "endings": ENDINGS}
        manage("import_agreements", path, "--quiet", **options)
        self.imported += 1

    def sample(self):
        mapped = self.visitors.register.mapped_file
        workers = self.visitors.server.workers()
        self.megabytes.append(max(worker.megabytes(without=mapped) for worker in workers))

    def addresses(self):
        chance = Random(1)  # noqa: S311 - not a secret
        return [drawn(chance, self.visitors.records) for _request in range(ADDRESSES)]


LISTS = [
    ("list", "/agreements/"),
    ("list", "/organisations/"),
    ("list", "/agreements/?page=2"),
    ("list", "/agreements/?page=3"),
    ("filtered list", "/agreements/?country=jp&status=signed"),
    ("filtered list", "/agreements/?country=gb"),
    ("filtered list", "/agreements/?kind=contract&sort=title"),
    ("filtered list", "/organisations/?country=de"),
]
OTHERS = [
    ("home", "/"),
    ("country", "/countries/jp/"),
    ("country", "/countries/gb/"),
    ("country", "/countries/"),
    ("timeline", "/timeline/"),
    ("API list", "/api/v1/agreements?limit=25"),
]


def drawn(chance, records):
    """(sort, address) of one reader: the first records are read most."""
    sort = chance.choices(("list", "other", "search", "record", "API"), (25, 15, 8, 45, 7))[0]
    if sort == "list":
        return chance.choice(LISTS)
    if sort == "other":
        return chance.choice(OTHERS)
    if sort == "search":
        word = chance.choice(SUBJECTS).split()[0].lower()
        return "search", f"/search/?q={word}"
    noun = chance.choice(("agreements", "organisations"))
    slugs = [slug for _key, slug in records[noun]]
    slug = slugs[int(len(slugs) * chance.random() ** 2)]
    return ("API record", f"/api/v1/{noun}/{slug}") if sort == "API" else (noun, f"/{noun}/{slug}/")


def begin_sender(port, seconds, addresses):
    words = ["-m", "bench.load", str(port), str(A_SECOND), str(seconds)]
    sender = subprocess.Popen(  # noqa: S603 - a module of this folder
        [sys.executable, *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    sender.stdin.write(json.dumps(addresses))
    sender.stdin.close()
    return sender


def report_of(sender):
    said = sender.stdout.read()
    if sender.wait():
        raise Failed("The sender of requests ended before its time.")
    return json.loads(said)


def figures(mixture):
    report, visitors = mixture.report, mixture.visitors
    errors = sum(report["errors"].values()) + len(mixture.troubles)
    p50, p95 = report["slowest"]["all"]
    yield Figure("answers", report["answers"])
    yield Figure("of them kept ones", report["hits"] / max(report["answers"], 1))
    yield Figure("publications", mixture.edited)
    yield Figure("imports", mixture.imported)
    yield Figure("errors", errors, most=0)
    yield Figure("ms in the middle", p50)
    yield Figure("ms of the slowest twentieth", p95, most=MOST_MS)
    yield Figure("ms of the slowest", report["most"])
    publishing = middle_and_slowest(visitors.milliseconds["admin, publishing"])
    yield Figure("ms to publish, the slowest twentieth", publishing[1])
    yield Figure("MB of a worker at most", max(mixture.megabytes), most=MOST_MEGABYTES)
    growth = growth_of(mixture.megabytes)
    yield Figure("memory of the last third beside the second", growth, most=MOST_GROWTH)


def growth_of(samples):
    """The first third is left out: a worker learns what is asked of it."""
    third = max(len(samples) // 3, 1)
    return mean(samples[-third:]) / mean(samples[-2 * third : -third] or samples)


def by_sort(report):
    for sort, (_p50, p95) in sorted(report["slowest"].items()):
        if sort != "all":
            yield Figure(sort, p95)
