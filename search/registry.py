"""What can be searched: each noun declares it in a module `search` of its own app."""

from typing import NamedTuple

from django.db.models import Prefetch

_searchables = {}


class Field(NamedTuple):
    """A sort of text. Its words weigh that much; with 0 they are found and count for nothing.

    Who types the whole of a text that is a `name` means this record.
    """

    label: str
    weight: int
    name: bool = False


class Searchable:
    """One kind of record. A subclass under @searchable says what its records are found by."""

    model = None
    # In the address of the search page; a word for one, and for many.
    code = ""
    # Its place among the kinds, the first being 1.
    place = 0
    label = ""
    label_of_many = ""
    # {name: Field}; the first is the title.
    fields = {}
    # {model: path}: where texts come from a record of another kind, which this one names.
    follows = {}

    @property
    def kind(self):
        return self.model._meta.label_lower

    def shown(self):
        """What readers may find."""
        return self.model.objects.published().not_withdrawn()

    def prepared(self, records):
        """With all that texts() and day() read."""
        return records

    def texts(self, record):
        """(field, text) pairs; the title first."""
        raise NotImplementedError

    def day(self, record):
        """The day by which the newest come first, or None."""

    def listed(self, records):
        """With all that line() reads."""
        return records

    def line(self, record, day):
        """What kind of thing it is, in a line above its title; `day` is that of the reader."""
        return str(self.label)


def as_lists(*relations):
    """Prefetches, each a plain list such as names_list: for thousands of records far quicker."""
    return [Prefetch(each, to_attr=f"{each.rpartition('__')[2]}_list") for each in relations]


def searchable(cls):
    """Class decorator: make this kind of record searchable."""
    _searchables[cls.model] = cls()
    return cls


def searchables():
    return sorted(_searchables.values(), key=lambda each: each.place)


def searchable_of(model):
    return _searchables.get(model)
