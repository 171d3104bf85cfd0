"""Addresses for many new records of a kind, in a number of queries that does not grow with them."""

from itertools import islice

from publishing.bounded import portions
from publishing.models import Redirect

# Few titles are taken; those that are get more to try at a time.
NUMBERS_TRIED = (1, 20, 200, 1000)


def free_slugs(model, records, taken=()):
    """An address for each of the unsaved records, as Record.free_slug makes them.

    `taken`: addresses that no record has yet and that are given already.
    """
    given, used = {}, set(taken)
    waiting = {record: record.possible_slugs() for record in records}
    for number in NUMBERS_TRIED:
        tried = {record: list(islice(slugs, number)) for record, slugs in waiting.items()}
        used |= had(model, {slug for slugs in tried.values() for slug in slugs})
        for record, slugs in tried.items():
            slug = next((slug for slug in slugs if slug not in used), None)
            if slug:
                used.add(slug)
                given[record] = slug
                del waiting[record]
        if not waiting:
            break
    return [given.get(record, str(record.pk)) for record in records]


def had(model, slugs):
    """Those that a record of the kind has or had."""
    found = set(Redirect.objects.owners(model, slugs))
    for some in portions(slugs):
        found.update(model._base_manager.filter(slug__in=some).values_list("slug", flat=True))
    return found
