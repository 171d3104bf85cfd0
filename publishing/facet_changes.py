"""Which rows of a list public changes may have touched: its own, and those that name the others."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Subquery, Value
from django.db.models.functions import Coalesce

from .models import Change, ChangeCount, Version
from .registry import versioned_models

# Of more changes or rows all is read: it takes no longer.
MOST_CHANGES, MOST_ROWS = 200, 500
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Seen:
    """The public changes whose moment had come: how many, and the last of them."""

    count: int
    newest: datetime | None

    def is_all(self, now):
        """Whether nothing was added, also by moments that were set and have come."""
        return self == see(now)

    def touched_since(self, before, filterset_class):
        """A Touched of the list; None where it cannot be told, or where it is much.

        A change that was committed late, or had been set for later, makes the numbers differ.
        """
        later = Change.objects.filter(at__lte=self.newest, at__gt=before.newest or NEVER)
        changes = list(
            later.select_related("version").defer("version__snapshot")[: MOST_CHANGES + 1]
        )
        if len(changes) > MOST_CHANGES or before.count + len(changes) != self.count:
            return None
        return touched_by(changes, filterset_class)


def see(now):
    """Looks up a few rows by an index, however many changes there are."""
    told = Change.objects.filter(at__lte=now).order_by("-at")
    counted = told.annotate(count=ChangeCount.objects.total() - number_ahead(now))
    return Seen(*(counted.values_list("count", "at").first() or (0, None)))


def number_ahead(now):
    """How many changes were written of which the moment is still to come, in SQL."""
    ahead = Change.objects.filter(at__gt=now).order_by().values(all=Value(1))
    return Coalesce(Subquery(ahead.annotate(number=Count("pk")).values("number")), 0)


class Touched(NamedTuple):
    """`keys` of rows of a list that may have changed, and whether a name of a code may have."""

    keys: set
    labels: bool


def touched_by(changes, filterset_class):
    """The Touched of the list of a filter set; None where it is much."""
    model, paths = filterset_class._meta.model, paths_to_others(filterset_class)
    changed = by_model(changes)
    concerned = {model, *paths} & changed.keys()
    if any(change.kind == Change.Kind.MERGED for each in concerned for change in changed[each]):
        # Rows of any record may have been handed on.
        return None
    keys = {change.object_id for change in changed.get(model, ())}
    for other in concerned & paths.keys():
        for path, field in paths[other]:
            keys |= keys_naming(model, path, touched_in(changed[other], field))
    return Touched(keys, bool(concerned & paths.keys())) if len(keys) <= MOST_ROWS else None


def by_model(changes):
    """{record: its changes}"""
    found = defaultdict(list)
    for change in changes:
        kind = ContentType.objects.get_for_id(change.content_type_id)
        found[kind.model_class()].append(change)
    return found


def touched_in(changes, field):
    """Keys of the records of which the field, or the rows of that name, may have changed."""
    return {
        change.object_id
        for change in changes
        if change.kind != Change.Kind.LINKED
        and (change.kind != Change.Kind.CHANGED or has_changed(change, field))
    }


def keys_naming(model, path, others):
    if not others:
        return set()
    naming = model._base_manager.filter(**{f"{path}__in": others}).order_by()
    return set(naming.values_list("pk", flat=True).distinct()[: MOST_ROWS + 1])


def has_changed(change, field):
    """Whether the version of a change and the one before it differ in what bears the name."""
    versions = Version.objects.filter(
        content_type=change.content_type_id, object_id=change.object_id, number__isnull=False
    )
    numbered = dict(versions.order_by("-number").values_list("number", "snapshot")[:MOST_CHANGES])
    number = change.version and change.version.number
    if number not in numbered or number - 1 not in numbered:
        return True
    return part_of(numbered[number], field) != part_of(numbered[number - 1], field)


def part_of(snapshot, name):
    children = snapshot["children"].get(name)
    fields = {f: v for f, v in snapshot["fields"].items() if f in (name, f"{name}_id")}
    return fields, children


def paths_to_others(filterset_class):
    """{record: (path to it, the field or rows of it that come next)} in all lookups of codes.

    "parties__organisation__country" leads to an organisation and its country.
    """
    model, paths = filterset_class._meta.model, defaultdict(set)
    records = set(versioned_models())
    for filter_ in filterset_class.codes_filters().values():
        for lookup in () if filter_.by_day else filter_.lookups:
            here, steps = model, lookup.split("__")
            for place, step in enumerate(steps[:-1]):
                here = here._meta.get_field(step).related_model
                if here in records:
                    paths[here].add(("__".join(steps[: place + 1]), steps[place + 1]))
    return paths
