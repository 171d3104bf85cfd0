"""The public changes in the order in which alerts heard of them."""

from collections import namedtuple

from django.db import transaction
from django.db.models import Min

from publishing.bounded import portions
from publishing.models import Change, IdentifierCounter

from .models import HeardChange, Subscription

LOCK = "HEARD"
# `at`: when the change was made; `key`: that of its record.
Heard = namedtuple("Heard", ["number", "content_type", "key", "kind", "at"])


def last_number():
    newest = HeardChange.objects.order_by("-number").values_list("number", flat=True).first()
    return newest or 0


@transaction.atomic
def hear(*, at):
    """Number what is new and not minor, as far as anybody asks for it; returns the last number.

    Under one lock, so that whoever reads a number has seen all lower ones. A number stays with its
    change, however late that was seen: nothing falls between two letters.
    """
    IdentifierCounter.lock(LOCK)
    first = Subscription.objects.confirmed().aggregate(first=Min("confirmed_at"))["first"]
    if first is not None:
        changes = Change.objects.filter(minor=False, heard=None, at__gt=first, at__lte=at)
        for keys in portions(changes.order_by("at", "pk").values_list("pk", flat=True)):
            HeardChange.objects.bulk_create(HeardChange(change_id=key) for key in keys)
    return last_number()


def heard_between(after, until):
    """Heard ones with a number above `after` and up to `until`, the last first."""
    found = HeardChange.objects.filter(number__gt=after, number__lte=until).order_by("-number")
    columns = ("content_type", "object_id", "kind", "at")
    rows = found.values_list("number", *(f"change__{name}" for name in columns))
    return [Heard(*row) for row in rows]
