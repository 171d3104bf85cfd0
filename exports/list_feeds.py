"""A public list as a feed: each of its records is an entry, the last changed first."""

from functools import partial
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.as_of import PARAMETER
from publishing.facet_orders import InOrder
from publishing.heads import absolute, known_query

from .atom import MEDIA_TYPE, NEVER, Counted, Feed, answer
from .conditional import unless_known
from .lists import ListFormat

ENTRIES = 50
LAST_CHANGED = "last changed"
LAST_PAGE = "last"


class ListFeed(ListFormat):
    """A feed reader expects what is new first: the feed is in this order whatever `sort` says."""

    ending = "atom"
    label = gettext_lazy("Feed (Atom)")
    content_type = MEDIA_TYPE
    may_be_kept = True
    # Of the list without filters.
    title = subtitle = ""

    def offered(self, filterset):
        if filterset.chips:
            return _("Follow these filters by feed")
        return _("Follow this list by feed")

    def with_details(self, rows):
        return rows.with_changed_at()

    def entries(self, records, as_of):
        """An Entry for each of these rows of with_details(), as they stood on the day of AsOf."""
        raise NotImplementedError

    def response(self, found):
        today = found.as_of.today
        return unless_known(found.request, lambda: answer(self.feed(found)), today=today)

    def feed(self, found):
        page = page_of(last_changed_first(found.filterset), found.request.GET.get("page"))
        records = found.filterset.index.pick(found.filterset.queryset, page.object_list)
        return Feed(
            key=address_of(found),
            title=self.title_of(found),
            subtitle=str(self.subtitle),
            address=absolute(found.address),
            updated=records[0].changed_at if records else NEVER,
            entries=self.entries(records, found.as_of),
            pages=addresses_of_pages(found, page),
            counted=Counted(page.paginator.count, page.start_index(), ENTRIES),
        )

    def title_of(self, found):
        """With what narrows the list, as its page has it."""
        chosen = ", ".join(chip.label for chip in found.filterset.chips)
        title = f"{self.title}: {chosen}" if chosen else str(self.title)
        if not found.as_of.given:
            return title
        day = date_format(found.as_of.given, "j F Y")
        return _("%(title)s, as it stood on %(day)s") % {"title": title, "day": day}


def last_changed_first(filterset):
    """The numbers of the rows that the list found."""
    found, index = filterset.found(), filterset.index
    rows = partial(filterset.ordered_by, "last_changed_first")
    return InOrder(index.ordered(LAST_CHANGED, rows), found)


def page_of(numbers, asked):
    paginator = Paginator(numbers, ENTRIES)
    try:
        return paginator.page(paginator.num_pages if asked == LAST_PAGE else asked or 1)
    except InvalidPage as error:
        raise Http404 from error


def addresses_of_pages(found, page):
    pages = {
        "self": page.number,
        "first": 1,
        "previous": page.number - 1 if page.has_previous() else None,
        "next": page.number + 1 if page.has_next() else None,
        "last": page.paginator.num_pages,
    }
    return {relation: address_of(found, number) for relation, number in pages.items() if number}


def address_of(found, page=1):
    """The one address of a page of the feed: what was understood of that which narrows it."""
    query = [(name, value) for name, value in known_query(found.filterset) if name != "sort"]
    if found.as_of.given:
        query.append((PARAMETER, found.as_of.given))
    if page > 1:
        query.append(("page", page))
    path = absolute(found.request.path)
    return f"{path}?{urlencode(query)}" if query else path
