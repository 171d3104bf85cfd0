"""What a merge would do, or did, in words for a page: counts, names, records with their forms."""

from collections import Counter
from dataclasses import dataclass

from django.apps import apps
from django.utils.text import capfirst

from publishing.publication import form_address

from .deeds import field_of, reference
from .models import Identifier, Membership, Organisation

SHOWN = 30
NAMING = ("name", "place")


@dataclass(frozen=True)
class Line:
    """Rows of one sort: how many, what the first of them are called, and how many more."""

    label: str
    count: int
    names: tuple = ()
    more: int = 0


@dataclass(frozen=True)
class TouchedRecords:
    """Records of one kind: (record, address of its form, rows), and how many more."""

    label: str
    count: int
    records: tuple
    more: int


def own_lines(deeds, into):
    """What comes to the record that stays."""
    own = [deed for deed in deeds if deed.owner == reference(into)]
    by_sort, lines = {}, []
    for deed in own:
        if deed.model == Organisation._meta.label_lower:
            names = [capfirst(str(field_of(Organisation, n).verbose_name)) for n in deed.after]
            lines.append(Line(", ".join(names), 1))
        else:
            by_sort.setdefault(deed.model_class, []).append(deed)
    for model, rows in by_sort.items():
        names = names_of(model, rows[:SHOWN])
        label = capfirst(str(model._meta.verbose_name_plural))
        lines.append(Line(label, len(rows), names, max(0, len(rows) - SHOWN) if names else 0))
    return lines


def names_of(model, rows):
    if model is Membership:
        bodies = Organisation.objects.in_bulk([deed.after["body_id"] for deed in rows])
        return tuple(str(body) for body in bodies.values())
    if model is Identifier:
        return tuple(map(str, Identifier.objects.in_bulk([d.key for d in rows]).values()))
    found = (next((d.after[n] for n in NAMING if d.after.get(n)), "") for d in rows)
    return tuple(name for name in found if name)


def touched_records(deeds, into, *, others=None):
    """By kind. `others`: {reference: record} where they were read already."""
    rows = Counter(deed.owner for deed in deeds if deed.owner != reference(into))
    by_label = {}
    for owner in rows:
        by_label.setdefault(owner[0], []).append(owner)
    found = []
    for label, owners in sorted(by_label.items()):
        model = apps.get_model(label)
        shown = owners[:SHOWN]
        there = others or {
            (label, str(key)): record
            for key, record in model._base_manager.in_bulk([key for _label, key in shown]).items()
        }
        records = tuple(
            (there[owner], form_address(there[owner]), rows[owner])
            for owner in shown
            if owner in there
        )
        name = capfirst(str(model._meta.verbose_name_plural))
        found.append(TouchedRecords(name, len(owners), records, len(owners) - len(shown)))
    return found
