"""Lists that stay short however much there is."""

from django.db.models import Count, Window


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
