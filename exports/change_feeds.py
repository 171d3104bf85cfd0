"""Public changes as a feed: each change is an entry that stays as it is."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.heads import absolute
from publishing.models import Change
from publishing.structured import permanent_address
from publishing.told import Portion, read_before

from .atom import MEDIA_TYPE, NEVER, Category, Entry, Feed, answer, category
from .conditional import unless_known
from .records import RecordFormat

BEFORE = "before"


class RecordFeed(RecordFormat):
    """What changed in one record."""

    ending = "atom"
    label = gettext_lazy("Feed of its changes (Atom)")
    content_type = MEDIA_TYPE
    parameters = frozenset({BEFORE})
    is_of_history = True

    def response(self, record, request):
        before = read_before(request.GET.get(BEFORE, ""))
        return unless_known(request, lambda: self.feed(record, request, before))

    def feed(self, record, request, before):
        history = reverse(f"{record._meta.app_label}:history", args=[record.slug])
        return answer_with(
            Portion(Change.objects.of(record), before),
            request,
            key=f"{permanent_address(record)}#changes",
            title=_("Changes of %(title)s") % {"title": record.display_title},
            subtitle=_("What changed when in this record, newest first."),
            address=absolute(history),
        )


def answer_with(portion, request, **about):
    """The response with a portion of changes; `about`: what else the Feed says of itself.

    Minor changes are among the entries, but the feed counts as updated by the others alone.
    """
    feed = Feed(
        updated=portion.last_told_at or NEVER,
        entries=[entry_of_change(told) for told in portion],
        pages=addresses_of_portions(portion, request),
        **about,
    )
    return answer(feed)


def addresses_of_portions(portion, request):
    """There is no way back but to the newest: each portion says which one comes next."""
    query = [(n, v) for n, values in request.GET.lists() for v in values if n != BEFORE]
    before, further = request.GET.get(BEFORE), portion.goes_on_before
    path = absolute(request.path)

    def address(key):
        encoded = urlencode([*query, (BEFORE, key)] if key else query)
        return f"{path}?{encoded}" if encoded else path

    pages = {"self": address(before), "first": address(None)}
    return pages | ({"next": address(further)} if further else {})


def entry_of_change(told):
    change = told.change
    return Entry(
        key=f"urn:uuid:{change.pk}",
        title=f"{told.title}: {told.what}",
        address=absolute(told.version_address or told.address or reverse("changes")),
        published=change.at,
        updated=change.at,
        summary=told.note,
        categories=tuple(categories_of(told)),
    )


def categories_of(told):
    change = told.change
    yield category("changes", "kind", change.kind, change.get_kind_display())
    if told.identifier:
        yield category("changes", "record", told.identifier, told.title)
    if change.minor:
        yield Category("", "minor", _("minor change"))
