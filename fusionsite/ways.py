"""How programs, calendars and other sites get at the register, besides files: ways on."""

from dataclasses import dataclass
from functools import cache

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Way:
    """`served`: the address that has to be there, where `address` is a page that leads to it."""

    name: str
    address: str
    label: str
    words: str
    served: str = ""


WAYS = (
    Way(
        "api",
        "/api/",
        _("API"),
        _("Records, lists, changes and the search as JSON, page by page, for programs."),
    ),
    Way(
        "changes",
        "/changes/",
        _("What changed"),
        _("Every public change with its note, newest first, as a page and as a feed."),
    ),
    Way(
        "embeds",
        "/timeline/",
        _("On your own site"),
        _("Below the timeline and each list stands a line to copy into your page; no script."),
        served="/embed/timeline/",
    ),
    Way(
        "alerts",
        "/agreements/",
        _("By e-mail"),
        _("Lists, records and countries lead to letters on what changes there, daily or weekly."),
        served="/alerts/new/",
    ),
)


@cache
def ways():
    """{name: Way} of those that this site has."""
    return {way.name: way for way in WAYS if is_served(way.served or way.address)}


def is_served(address):
    try:
        resolve(address)
    except Resolver404:
        return False
    return True
