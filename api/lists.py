"""A page of a list: what its filters keep, in its order, beginning where the last page ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.db.models import QuerySet
from pydantic import BaseModel, create_model

from publishing.as_of import PARAMETER, AsOf
from publishing.public_lists import PublicFilterSet

from .answers import answer
from .asking import OF_ANY_LIST, Asked, check_known, read_as_of
from .keysets import Keyset
from .problems import Problem
from .shapes import Address, Shape


class Page(Shape):
    """Part of a list. `count`: how many there are on all pages."""

    count: int
    next: Address | None


@cache
def page_of(shape):
    """The shape of a page of these: {"count", "next", "results"}."""
    return create_model(f"{shape.__name__}Page", __base__=Page, results=(list[shape], ...))


@dataclass(frozen=True)
class FilteredList:
    """A public list as the API gives it: the filters of its page, a shape for each row.

    `rows(by)`: the query of the public rows with all that `read(row, as_of)` prints. `prepare(rows,
    as_of)`: what is done to the rows of one page at once. `codes`: {name of a filter: vocabulary},
    for the description.
    """

    section: str
    filterset: type[PublicFilterSet]
    rows: Callable[..., QuerySet]
    shape: type[BaseModel]
    read: Callable[..., BaseModel]
    prepare: Callable
    codes: dict = field(default_factory=dict)

    @property
    def parameters(self):
        return (*self.filterset.base_filters, PARAMETER, *OF_ANY_LIST)

    def answer(self, request):
        check_known(request.GET, self.parameters)
        as_of = read_as_of(request.GET)
        filters = self.understood(request, as_of)
        sort = filters.filters["sort"].code_of(filters.form.cleaned_data["sort"])
        asked = Asked(request, f"{self.section} {sort}", self.shape)
        rows, following = page_of_found(filters, asked)
        self.prepare(rows, as_of)
        shapes = [self.read(row, as_of) for row in rows]
        let_go(rows)
        return answer_page(asked, shapes, len(filters.found_rows), following)

    def understood(self, request, as_of: AsOf):
        """The filter set, when it understands what is asked; else Problem."""
        rows = self.rows(as_of.given)
        filters = self.filterset(request.GET, rows, request=request, as_of=as_of)
        if not filters.is_valid():
            raise Problem("bad-value", errors=sentences_of(filters.errors))
        return filters


def let_go(rows):
    """Part the rows from what was read with them: each holds the other.

    They are freed at once. The collector of garbage would find ten thousand objects after each
    answer, and now and then make one wait for half as long again.
    """
    for row in rows:
        getattr(row, "_prefetched_objects_cache", {}).clear()


def sentences_of(errors):
    """{parameter: sentence}; what is wrong with both years stands under the first."""
    return {
        name if name != "__all__" else "year_from": " ".join(sentences)
        for name, sentences in errors.items()
    }


def page_of_found(filters, asked):
    """(the rows of the page, the place after which the next begins or None).

    The index of the list knows its rows in order. Where it cannot tell the place, because the
    order is the database's or the row at the place has moved since, the database finds it.
    """
    numbers = filters.in_order()
    if numbers is None:
        return page_of_rows(filters.qs, asked)
    sort = filters.filters["sort"]
    code = sort.code_of(filters.form.cleaned_data["sort"])
    keyset = Keyset(sort.filter(filters.queryset, code))
    place = asked.place(len(keyset.terms))
    first = 0 if place is None else first_after(place, keyset, numbers, filters.index)
    if first is None:
        return page_of_rows(filters.qs, asked)
    rows = filters.index.pick(keyset.rows, numbers[first : first + asked.limit])
    if len(numbers) <= first + asked.limit:
        return rows, None
    # Rows that vanished since the index was read leave the page short, or empty.
    return (rows, keyset.place_of(rows[-1])) if rows else page_of_rows(filters.qs, asked)


def first_after(place, keyset, numbers, index):
    """Where in the numbers the page begins; None where the row at the place is not among them."""
    key = keyset.at(place).order_by().values_list("pk", flat=True).first()
    try:
        return numbers.index(key and index.number_of(key)) + 1
    except ValueError:
        return None


def page_of_rows(rows, asked):
    """The same of an ordered query."""
    keyset = Keyset(rows)
    place = asked.place(len(keyset.terms))
    found = keyset.rows if place is None else keyset.after(place)
    page = list(found[: asked.limit + 1])
    if len(page) <= asked.limit:
        return page, None
    page = page[: asked.limit]
    return page, keyset.place_of(page[-1])


def answer_rows(request, rows, *, order, shape, read, known=()):
    """A page of an ordered query. `known`: the parameters that the query comes from."""
    check_known(request.GET, (*known, *OF_ANY_LIST))
    asked = Asked(request, order, shape)
    page, following = page_of_rows(rows, asked)
    return answer_page(asked, [read(row) for row in page], rows.order_by().count(), following)


def answer_page(asked, shapes, count, following, page=None, **more):
    """`following`: the place after which the next page begins, None on the last. `page`: the shape
    of the page, where it says `more` than others.
    """
    address = asked.next_address(following) if following else None
    said = {"count": count, "next": address, **more, "results": shapes}
    include = dict.fromkeys(said, True)
    if asked.fields:
        include["results"] = {"__all__": asked.fields}
    made = (page or page_of(asked.shape)).model_construct(**said)
    links = {"next": address} if address else None
    return answer(asked.request, made.model_dump_json(include=include), links=links)
