"""Lists that stay short however much there is."""

from itertools import islice

from django.db.models import Count, Window

AT_ONCE = 500


class Bounded:
    """The first rows of a query, the number of `all` and of those left out, `more`; one query."""

    def __init__(self, rows, most):
        self.rows = list(rows.annotate(all_rows=Window(Count("pk")))[:most])
        self.all = self.rows[0].all_rows if self.rows else 0
        self.more = self.all - len(self.rows)

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def portions(values, size=AT_ONCE):
    """The values in lists of `size`: no database takes any number of them in one condition."""
    values = iter(values)
    while portion := list(islice(values, size)):
        yield portion
