"""A public list as a file: /agreements.csv has the rows that /agreements/ finds."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from publishing.as_of import PARAMETER, AsOf, AsOfMixin
from publishing.bounded import portions
from publishing.public_lists import PublicFilterSet

from . import offered

PORTION = 500
# Of the page of a list and not of what is found: its address may be taken as it is.
OF_THE_PAGE = {"page"}


class ListFormat:
    """One way to write the rows of a list; `ending` is that of the address, without the dot."""

    ending = ""
    label = ""
    content_type = ""
    # Whether it is small, and made whole before it is sent.
    may_be_kept = False

    @property
    def media_type(self):
        return self.content_type.partition(";")[0]

    def offered(self, filterset):
        """What a link to it below the list says."""
        return self.label

    def with_details(self, rows):
        """The QuerySet of the list's page with what this format reads of each row."""
        return rows

    def response(self, found):
        """The HttpResponse with all rows of a FoundList."""
        raise NotImplementedError


@dataclass(frozen=True)
class FoundList:
    """What a list found: `section` is its name in addresses, `as_of` the day it is about."""

    request: HttpRequest
    section: str
    filterset: PublicFilterSet
    as_of: AsOf

    @property
    def rows(self):
        """FoundRows: they are counted with len(), and read a slice at a time."""
        return self.filterset.found_rows

    def portions(self, size=PORTION, rows=None):
        """Lists of rows, one after the other, so that no more than one is held.

        Which rows there are is read once: a publication meanwhile moves none of them. `rows`: a
        QuerySet of public rows, where a format needs less of each than a page does.
        """
        for keys in portions(self.rows.keys(), size):
            yield self.rows.of_keys(keys, rows)

    @property
    def is_previewed(self):
        """Whether a draft stands in the place of what is live, as long as the request lasts."""
        return hasattr(self.request, "preview")

    @cached_property
    def address(self):
        """Of the page of the list, with what narrows and orders it."""
        query = self.request.GET.copy()
        for name in OF_THE_PAGE:
            query.pop(name, None)
        return f"/{self.section}/" + (f"?{query.urlencode()}" if query else "")


class ListDownload:
    """Before the view of a list among the bases of a view: the same rows in one of its `formats`.

    What the address asks for and the list does not know answers 400 with a sentence: a program
    that misspells a filter must not be given everything.
    """

    formats = ()
    format = None

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        offered.lists[cls.section] = cls

    @classmethod
    def kept_with(cls, ending):
        chosen = format_with(ending, cls.formats)
        return super().kept_with() if chosen and chosen.may_be_kept else None

    def get(self, request, ending):
        self.format = format_with(ending, self.formats)
        if not self.format:
            return self.not_understood([no_such_format(ending, self.formats)])
        filterset = self.get_filterset(self.get_filterset_class())
        if unknown := sorted(set(request.GET) - {*filterset.filters, *OF_THE_PAGE, PARAMETER}):
            known = [*filterset.filters, PARAMETER]
            return self.not_understood([unknown_parameter(unknown[0], known)])
        if not filterset.is_valid():
            errors = filterset.errors.values()
            return self.not_understood([sentence for each in errors for sentence in each])
        return self.format.response(FoundList(request, self.section, filterset, self.as_of))

    def get_queryset(self):
        return self.format.with_details(super().get_queryset())

    def not_understood(self, reasons):
        return AsOfMixin.not_understood(self, reasons)


def format_with(ending, formats):
    return next((known for known in formats if known.ending == ending), None)


def named_by_filters(name, filterset):
    """ "Agreements: Japan, in effect": what is found, as a file or a frame is called."""
    chosen = ", ".join(str(chip.label) for chip in filterset.chips)
    return f"{name}: {chosen}" if chosen else str(name)


def no_such_format(ending, formats):
    known = get_text_list([f".{each.ending}" for each in formats], _("and"))
    return _("There is no .%(ending)s of this. There are %(known)s.") % {
        "ending": ending[:20],
        "known": known,
    }


def unknown_parameter(name, known):
    return _("“%(name)s” is no parameter of this list. There are %(known)s.") % {
        "name": name[:40],
        "known": get_text_list(list(known), _("and")),
    }
