"""Lists that stay short however much there is."""

from itertools import islice

from django.db.models import Count, Subquery, Value

AT_ONCE = 500


class Bounded:
    """The first rows of a query, the number of `all` and of those left out, `more`; one query."""

    def __init__(self, rows, most):
        # As a value of its own: beside the rows, the whole of each would be read to count it.
        counted = rows.order_by().values(one=Value(1)).annotate(number=Count("pk"))
        rows = list(rows.annotate(all_rows=Subquery(counted.values("number")))[:most])
        self.keep(rows, rows[0].all_rows if rows else 0)

    @classmethod
    def counted(cls, rows, number):
        """The first of so many rows, counted elsewhere."""
        bounded = cls.__new__(cls)
        bounded.keep(rows, number)
        return bounded

    def keep(self, rows, number):
        self.rows, self.all = rows, number
        self.more = number - len(rows)

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def portions(values, size=AT_ONCE):
    """The values in lists of `size`: no database takes any number of them in one condition."""
    values = iter(values)
    while portion := list(islice(values, size)):
        yield portion
