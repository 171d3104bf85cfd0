"""The largest register, one request at a time: readers, and editors at their forms.

Beside it the smallest is served, so that what grows is seen.
"""

from contextlib import ExitStack

from bench.figures import Figure, Table, middle_and_slowest
from bench.visitors import visited

TITLE, MINUTES = "The slowest twentieth in the largest register", 5
VISITS, QUICK_VISITS = 60, 8
EDITS, QUICK_EDITS = 30, 3
PAGE_SIZE, FAR = 25, 1000
MOST_MS = {
    "list, page 1": 60,
    "list, filtered, with counts": 100,
    "list, page 1,000": 100,
    "search, a word of few records": 100,
    "search, a word of many": 100,
    "search, a word of every agreement": 100,
    "search, two words": 100,
    "agreement": 25,
    "organisation": 25,
    "admin, list of changes": 300,
    "admin, opening a form": 250,
    "admin, saving a draft": 300,
    "admin, publishing": 300,
}
MOST_GROWTH = 1.2
CHANGE_LISTS = [
    "/admin/agreements/agreement/",
    "/admin/agreements/agreement/?q=magnets",
    "/admin/organisations/organisation/",
]


def measure(bench):
    options = bench.options
    visits, edits = (QUICK_VISITS, QUICK_EDITS) if options.quick else (VISITS, EDITS)
    for name in options.databases:
        with ExitStack() as stack:
            small, large = (
                stack.enter_context(visited(bench.registers(name), size, PAGE_CACHE_MB="0"))
                for size in (options.small, options.large)
            )
            for what, addresses in reads(options.large, large.records).items():
                large.warm(addresses)
                large.read(what, addresses, visits)
            large.look("admin, list of changes", CHANGE_LISTS, visits)
            for number in range(edits):
                for visitors in (small, large):
                    visitors.edit(number)
                    visitors.check_published(number)
        yield Table(f"{name}, {options.large:,} of each", list(figures(small, large)))


def reads(size, records):
    """{what: addresses}"""
    far = min(FAR, size // PAGE_SIZE // 2)
    found = {
        "list, page 1": ["/agreements/", "/organisations/"],
        "list, filtered, with counts": [
            "/agreements/?country=jp&status=signed",
            "/agreements/?theme=superconducting_magnets&year_from=2000&sort=title",
            "/agreements/?q=magnets&country=gb",
            "/organisations/?country=de&country=fr&sort=-agreements",
        ],
        "list, page 1,000": [f"/agreements/?page={far}", f"/organisations/?page={far}"],
        "search, a word of few records": [f"/search/?q={size // part}" for part in (2, 3, 5, 7)],
        "search, a word of many": ["/search/?q=magnets", "/search/?q=memorandum"],
        "search, a word of every agreement": ["/search/?q=together"],
        "search, two words": ["/search/?q=tritium+handling", "/search/?q=laboratory+naka"],
    }
    for what in ("agreement", "organisation"):
        found[what] = [f"/{what}s/{slug}/" for _key, slug in records[f"{what}s"]]
    return found


def figures(small, large):
    for what, most in MOST_MS.items():
        p50, p95 = middle_and_slowest(large.milliseconds[what])
        yield Figure(f"{what}: ms in the middle", p50)
        yield Figure(f"{what}: ms of the slowest twentieth", p95, most=most)
        if what in large.processor:
            yield Figure(f"{what}: processor ms of the workers", large.processor[what])
        if what in small.milliseconds:
            growth = p50 / middle_and_slowest(small.milliseconds[what])[0]
            words = f"{what}: times the middle of {small.register.size:,}"
            yield Figure(words, growth, most=MOST_GROWTH)
