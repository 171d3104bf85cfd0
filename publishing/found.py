"""What a public list found: its rows a page at a time, and what narrows it."""

from dataclasses import dataclass


class FoundRows:
    """The rows that a filter set found, as a Paginator takes them.

    They are counted by the index, and read through the public's own query.
    """

    def __init__(self, filterset):
        self.filterset, self.model = filterset, filterset.queryset.model

    def count(self):
        return len(self.filterset.found())

    __len__ = count

    def __getitem__(self, span):
        numbers = self.filterset.in_order()
        if numbers is None:
            return list(self.filterset.qs[span])
        return self.filterset.index.pick(self.filterset.rows_of_page(), numbers[span])

    def keys(self):
        """All keys in their order, read at once."""
        numbers = self.filterset.in_order()
        if numbers is None:
            return list(self.filterset.qs.values_list("pk", flat=True))
        return [self.filterset.index.keys[number] for number in numbers]

    def of_keys(self, keys, rows=None):
        """The rows of these keys, in this order; what is public no longer is left out.

        `rows`: a QuerySet of public rows that reads less of each than a page does.
        """
        rows = self.filterset.queryset if rows is None else rows
        found = {row.pk: row for row in rows.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


@dataclass
class Chip:
    """One value that narrows the list, and the address of the list without it."""

    name: str
    label: str
    address: str
