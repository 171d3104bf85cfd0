"""What there is to tell a subscriber: records with their public changes, the last first."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import localdate

from publishing.models import Change

from .models import HeardChange

MOST_RECORDS = 25
MOST_OF_ONE = 5
GONE = (Change.Kind.UNPUBLISHED, Change.Kind.MERGED)
WITHDRAWN = Change.Kind.WITHDRAWN


@dataclass
class Tiding:
    """Of one record. `title` is empty for what was taken back: its page does not give it either."""

    identifier: str
    title: str
    changes: list
    more: int = 0


@dataclass
class Tidings:
    """`more`: how many records there are besides; `since`: the day of the first change."""

    told: list = field(default_factory=list)
    more: int = 0
    since: date | None = None

    def __bool__(self):
        return bool(self.told)

    @property
    def all(self):
        return len(self.told) + self.more


def read_tidings(subject, heard):
    """What of the heard changes concerns the subject as it is now."""
    concerned = concerned_by(subject, heard)
    heard = [change for change in heard if (change.content_type, change.key) in concerned]
    if not heard:
        return Tidings()
    by_record = defaultdict(list)
    for change in heard:
        by_record[change.content_type, change.key].append(change.number)
    shown = dict(list(by_record.items())[:MOST_RECORDS])
    told = [tiding for tiding in tidings_of(shown) if tiding.changes]
    since = localdate(min(change.at for change in heard))
    return Tidings(told, len(by_record) - len(shown), since)


def concerned_by(subject, heard):
    """{(content type, key)} of the records that the subject means."""
    keys, withdrawn = defaultdict(set), defaultdict(set)
    for change in heard:
        keys[change.content_type].add(change.key)
        if change.kind == WITHDRAWN:
            withdrawn[change.content_type].add(change.key)
    return {
        (kind, key)
        for kind, of_kind in keys.items()
        for key in subject.concerned(model_of(kind), of_kind, withdrawn[kind])
    }


def model_of(content_type):
    return ContentType.objects.get_for_id(content_type).model_class()


def tidings_of(shown):
    """One for each record of {(content type, key): numbers of its changes}, in that order."""
    keys = defaultdict(list)
    for kind, key in shown:
        keys[kind].append(key)
    records = {
        (kind, record.pk): record
        for kind, of_kind in keys.items()
        for record in model_of(kind).objects.filter(pk__in=of_kind)
    }
    numbers = [number for of_one in shown.values() for number in of_one[:MOST_OF_ONE]]
    rows = HeardChange.objects.filter(number__in=numbers).select_related("change")
    changes = {row.number: row.change for row in rows}
    for place, of_one in shown.items():
        if record := records.get(place):
            read = [changes[number] for number in of_one if number in changes]
            yield tiding_of(record, read, len(of_one) - len(read))


def tiding_of(record, changes, more):
    if record.is_published:
        return Tiding(record.identifier, record.display_title, changes, more)
    return Tiding(record.identifier, "", [c for c in changes if c.kind in GONE][:1])
