"""How programs, calendars and other sites get at the register, besides files: ways on."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Way:
    """`address`: of the way, or of a page that leads to it."""

    name: str
    address: str
    label: str
    words: str


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
    ),
    Way(
        "alerts",
        "/agreements/",
        _("By e-mail"),
        _("Lists, records and countries lead to letters on what changes there, daily or weekly."),
    ),
)
