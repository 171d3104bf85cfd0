"""A page of what was found, as a person reads it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, QuerySet

from .excerpts import marked, reasons
from .indexing import lines_of
from .models import Entry
from .words import tidy


@dataclass
class Hit:
    """`line` says what kind of thing it is; `title` and the reasons are in pieces."""

    record: object
    line: str
    title: list
    reasons: list


def count_by_kind(found):
    """{kind: how many}."""
    if found.is_ranked:
        return Counter(kind for kind, *_rest in found.rows)
    return found.counts


def keys_in_order(found, counts, kind=None):
    """Keys of the records found, of one kind or of all, to be cut into pages.

    The best come first; where there are too many to rank, the newest: the first of them are there
    where find() was told the kind. `counts`: by kind.
    """
    if found.is_ranked:
        kinds = {key: each for each, key, *_rest in found.rows}
        return [key for key in found.keys if kind in (None, kinds[key])]
    entries = found.entries if kind is None else found.entries.filter(kind=kind)
    newest = entries.order_by(F("day").desc(nulls_last=True), "object_id")
    number = counts.total() if kind is None else counts[kind]
    first = found.counts_and_newest.newest if kind == found.kind else []
    return CountedKeys(newest.values_list("object_id", flat=True), number, first)


@dataclass
class CountedKeys:
    """A query of which is known how many there are, and the first."""

    keys: QuerySet
    number: int
    first: list

    def count(self):
        return self.number

    __len__ = count

    def __getitem__(self, span):
        return self.first[span] if span.stop <= len(self.first) else self.keys[span]


def hits(keys, found, day):
    """A Hit for each of these records that readers still see."""
    # By their kinds as well: the index of entries begins with it.
    kinds = [searchable.kind for searchable in found.kinds]
    own = Entry.objects.filter(kind__in=kinds, object_id__in=keys)
    entries = {entry.object_id: entry for entry in own}
    made = {}
    for searchable in found.kinds:
        own = [key for key in keys if key in entries and entries[key].kind == searchable.kind]
        records = searchable.listed(searchable.shown().filter(pk__in=own)) if own else []
        made |= {r.pk: hit(searchable, r, entries[r.pk], found.query, day) for r in records}
    return [made[key] for key in keys if key in made]


def hit(searchable, record, entry, query, day):
    fields = searchable.fields
    return Hit(
        record=record,
        line=searchable.line(record, day),
        title=marked(tidy(record.display_title), query),
        reasons=reasons(entry.texts, fields, query, lines_of(entry, fields)),
    )
