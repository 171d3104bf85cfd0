"""Pages of a query, each found by the last row of the one before.

What is published meanwhile neither repeats a row nor leaves one out, as it would with numbers of
pages. https://use-the-index-luke.com/no-offset
"""

from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.expressions import OrderBy


@dataclass(frozen=True)
class Term:
    """One thing that a query is ordered by, as an annotation of this name. NULLs come last."""

    name: str
    descending: bool
    may_be_null: bool

    def same(self, value):
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value):
        """A condition for what comes after; None where nothing does."""
        if value is None:
            return None
        later = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return later | Q(**{f"{self.name}__isnull": True}) if self.may_be_null else later


class Keyset:
    """`rows`: an ordered query, whose order ends in the key; a row of it has its `place_of()`."""

    def __init__(self, rows):
        expressions = [as_order(each) for each in rows.query.order_by]
        self.terms = [
            Term(f"place_{number}", each.descending, bool(each.nulls_last))
            for number, each in enumerate(expressions)
        ]
        places = {
            term.name: each.expression for term, each in zip(self.terms, expressions, strict=True)
        }
        self.rows = rows.annotate(**places)

    def place_of(self, row):
        """What a cursor holds of the row."""
        return [getattr(row, term.name) for term in self.terms]

    def after(self, place):
        """The rows that come after it, whether the row at the place is still there or not."""
        condition, same = Q(), Q()
        for term, value in zip(self.terms, self.values_of(place), strict=True):
            if (beyond := term.beyond(value)) is not None:
                condition |= same & beyond
            same &= term.same(value)
        return self.rows.filter(condition)

    def at(self, place):
        """The row that is still at just this place."""
        conditions = Q()
        for term, value in zip(self.terms, self.values_of(place), strict=True):
            conditions &= term.same(value)
        return self.rows.filter(conditions)

    def values_of(self, place):
        """The values of a cursor as the database has them."""
        annotations = self.rows.query.annotations
        fields = [annotations[term.name].output_field for term in self.terms]
        return [field.to_python(value) for field, value in zip(fields, place, strict=True)]


def as_order(each):
    """An OrderBy of one of the things in order_by()."""
    if isinstance(each, str):
        return OrderBy(F(each.removeprefix("-")), descending=each.startswith("-"))
    return each if isinstance(each, OrderBy) else OrderBy(each)
