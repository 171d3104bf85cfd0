"""/api/v1/search"""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from api.asking import OF_ANY_LIST, Asked, check_known, single
from api.lists import Page, answer_page
from api.parameters import fields_parameter, page_parameters, parameter
from api.problems import bad_value
from api.routes import route
from api.shapes import Selectable, Shape
from search.fields import SearchField
from search.finding import find
from search.queries import LONGEST_TEXT
from search.registry import searchable_of, searchables
from search.results import count_by_kind, hits, keys_in_order

from .named import TYPE_OF, TYPES, AnyRecord

SECTION = "search"
HOW = ["typed", "begun", "mended", "any"]
KINDS = [TYPE_OF[each.model] for each in searchables()]
router = Router(tags=["Search"])


class Reason(Shape):
    """Where in the record the words stand."""

    label: str
    text: str


class Hit(Selectable):
    """A record that was found."""

    record: AnyRecord
    line: str = Field(description=_("What kind of thing it is."))
    reasons: list[Reason] = Field(description=_("Why it is there."))


class SearchPage(Page):
    """Part of what was found, the best first; where it is very much, the newest first."""

    how: str = Field(
        description=_(
            "How it was looked for: as typed; with the last word begun; with slips mended; any of "
            "the words."
        ),
        json_schema_extra={"enum": HOW},
    )
    mended: str = Field(description=_("The text without its slips, else empty."))
    results: list[Hit]


PARAMETERS = [
    parameter(
        "q",
        _("What you look for; “phrases in quotes”, beginn*, -without."),
        {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT},
        required=True,
    ),
    parameter("type", _("Records of this kind alone."), {"type": "string", "enum": KINDS}),
]


@route(
    router,
    "",
    "list_search",
    SearchPage,
    [*PARAMETERS, *page_parameters(), fields_parameter(Hit)],
)
def search(request):
    """All records together, by what somebody types."""
    check_known(request.GET, ("q", "type", *OF_ANY_LIST))
    asked = Asked(request, SECTION, Hit)
    kind = kind_of(request.GET)
    found = find(text_of(request.GET), kind=kind)
    counts = count_by_kind(found)
    keys = keys_in_order(found, counts, kind)
    first = first_after(asked.place(2), keys)
    page = list(keys[first : first + asked.limit])
    shapes = [hit_of(hit) for hit in hits(page, found, timezone.localdate())]
    last = first + len(page)
    following = [last, page[-1]] if page and last < len(keys) else None
    said = {"how": found.how, "mended": found.mended}
    return answer_page(asked, shapes, len(keys), following, SearchPage, **said)


def text_of(query):
    text = single(query, "q")
    if not text:
        raise bad_value("q", _("Say what you look for."))
    try:
        return SearchField().clean(text)
    except ValidationError as error:
        raise bad_value("q", " ".join(error.messages)) from error


def kind_of(query):
    name = single(query, "type")
    if name and name not in KINDS:
        words = {"known": get_text_list(KINDS, _("or"))}
        raise bad_value("type", _("Give %(known)s.") % words)
    return searchable_of(TYPES[name]).kind if name else None


def first_after(place, keys):
    """Where the page begins; where the record at the place is found no more, after as many."""
    if place is None:
        return 0
    number, key = place[0], UUID(place[1])
    if isinstance(keys, list) and key in keys:
        return keys.index(key) + 1
    return number


def hit_of(hit):
    reasons = [
        Reason(label=reason.label, text="".join(piece.text for piece in reason.pieces))
        for reason in hit.reasons
    ]
    return Hit(record=AnyRecord.of(hit.record), line=str(hit.line), reasons=reasons)
