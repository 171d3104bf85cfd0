"""The public pages that are measured, and what was promised of them."""

from dataclasses import dataclass

STARTER = "starter"
# Of the slowest twentieth, in registers of these sizes; the API has a hundred records in a list.
MOST_MS = {20_000: 150, STARTER: 60}
MOST_QUERIES = 16
MOST_MS_API, MOST_QUERIES_API = 100, 10

# An address, and whether something was promised of it. A name in braces: the newest record.
PAGES = {
    "/agreements/": True,
    "/agreements/?country=jp&status=signed": True,
    "/agreements/?theme=superconducting_magnets&year_from=2000&sort=title": True,
    "/agreements/?kind=contract&kind=treaty&level=company&sort=date": True,
    "/agreements/?q=magnets&country=jp&theme=cryogenics": True,
    "/agreements/?q=memorandum": True,
    "/agreements/?sort=next-date": True,
    "/organisations/": True,
    "/organisations/?country=de&country=fr&sort=-agreements": True,
    "/organisations/?q=laboratory&country=jp": True,
    "/news/": True,
    "/search/?q=magnets": True,
    "/search/?q=tritium+handling": True,
    "/api/v1/agreements?limit=100": True,
    "/api/v1/organisations?limit=100": True,
    "/api/v1/agreements/{agreement}": False,
    "/agreements.csv?country=de&status=signed&year_from=2020": False,
    "/agreements/?as_of=2010-01-01": False,
    "/": False,
    "/countries/": False,
    "/countries/jp/": False,
    "/timeline/": False,
    "/timeline/?country=jp": False,
    "/map/": False,
    "/agreements/{agreement}/": False,
    "/organisations/{organisation}/": False,
}
QUICK_PAGES = ["/agreements/", "/agreements/?q=memorandum", "/agreements/{agreement}/"]


@dataclass(frozen=True)
class Promise:
    most_ms: float
    most_queries: int

    def __str__(self):
        return f"{self.most_ms:.0f} ms, {self.most_queries} queries"

    def is_kept(self, p95, queries):
        return p95 <= self.most_ms and queries <= self.most_queries


def promise_of(address, register):
    """`register`: its size, or STARTER. None where nothing was promised."""
    if not PAGES[address] or register not in MOST_MS:
        return None
    if address.startswith("/api/"):
        return Promise(MOST_MS_API, MOST_QUERIES_API)
    return Promise(MOST_MS[register], MOST_QUERIES)
