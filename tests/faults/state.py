"""What holds of every register, whatever happened to the processes that wrote it."""

import re
from collections import Counter

from publishing import snapshots
from publishing.models import Change, IdentifierCounter, Version
from publishing.registry import versioned_models
from search.indexing import rebuild
from tests.fusionsite.packages import content_of, export

MOMENT = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")


def register_as_exported(path):
    """The lines of every file but for the moments at which things happened, and so their order."""
    return {
        name: sorted(MOMENT.sub(b"", content).splitlines())
        for name, content in content_of(export(path)).items()
    }


def wrong_in_register():
    """{"lost": sentences, "doubled": sentences} on what no register may be like."""
    wrong = {"lost": [], "doubled": []}
    for model in versioned_models():
        for record in model._base_manager.all():
            look_at_versions(record, wrong)
        if model.identifier_prefix:
            look_at_identifiers(model, wrong)
    return wrong


def look_at_versions(record, wrong):
    versions = list(Version.objects.of(record).public().order_by("number"))
    numbers = [version.number for version in versions]
    if numbers != list(range(1, len(numbers) + 1)):
        wrong["lost"].append(f"{record} has the versions {numbers}.")
    live = [version for version in versions if version.state == Version.State.LIVE]
    if record.published_at is None:
        if live:
            wrong["lost"].append(f"{record} is not public and has a live version.")
    elif len(live) != 1:
        wrong["lost"].append(f"{record} has {len(live)} live versions.")
    elif live[0].digest != snapshots.digest(snapshots.take(record)):
        wrong["lost"].append(f"{record} reads otherwise than its live version.")
    look_at_changes(record, versions, wrong)


def look_at_changes(record, versions, wrong):
    """Each version was told of once."""
    kinds = [Change.Kind.PUBLISHED, Change.Kind.CHANGED]
    told = Counter(
        Change.objects.of(record).filter(kind__in=kinds).values_list("version", flat=True)
    )
    for version in versions:
        if not told[version.pk]:
            wrong["lost"].append(f"Nobody was told of version {version.number} of {record}.")
        if told[version.pk] > 1:
            wrong["doubled"].append(f"Version {version.number} of {record} was told of twice.")


def look_at_identifiers(model, wrong):
    given = model._base_manager.exclude(identifier=None).values_list("identifier", flat=True)
    numbers = [int(identifier.partition("-")[2]) for identifier in given]
    counter = IdentifierCounter.objects.filter(prefix=model.identifier_prefix).first()
    if numbers and max(numbers) > counter.last:
        wrong["doubled"].append(f"{model.identifier_prefix}-{max(numbers)} would be given again.")


def missed_by_search():
    """How many entries of the index are not as the records are; they are afterwards."""
    tally = rebuild()
    return sum(each.written + each.removed for each in tally.values())
