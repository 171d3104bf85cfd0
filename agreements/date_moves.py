"""How often readers were told of another date: what calendars go by, from the public versions."""

from collections import Counter
from itertools import chain

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max

from publishing.models import Change, Version

from .models import Agreement


def moves_of(keys):
    """{key of an event or milestone, as text: how often its date moved}; one query.

    It never falls: a public version is kept for good. Of most agreements there is one, and
    nothing is read of it.
    """
    versions = of_these(Version, keys).public()
    changed = versions.filter(number__gt=1).values("object_id")
    found = versions.filter(object_id__in=changed).order_by("object_id", "number")
    rows = found.values_list("snapshot__children__events", "snapshot__children__milestones")
    last, moves = {}, Counter()
    for events, milestones in rows:
        for key, row in chain((events or {}).items(), (milestones or {}).items()):
            date = row["date"], row["date_qualifier"]
            moves[key] += last.setdefault(key, date) != date
            last[key] = date
    return moves


def changes_of(keys):
    """{key of an agreement: when readers were last told of a change of its own}; one query."""
    changes = of_these(Change, keys).exclude(kind=Change.Kind.LINKED)
    return dict(changes.order_by().values_list("object_id").annotate(Max("at")))


def of_these(model, keys):
    kind = ContentType.objects.get_for_model(Agreement)
    return model.objects.filter(content_type=kind, object_id__in=keys)
