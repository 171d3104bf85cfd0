"""Versions, changes and steps of many records together."""

from django.contrib.contenttypes.models import ContentType

from publishing.bounded import portions
from publishing.file_uses import note_files_of_all
from publishing.going_live import keep_old_address
from publishing.history import tell_all
from publishing.inserting import insert
from publishing.models import Change, Step, Version
from publishing.steps import changes_in_words, new_step


def first_versions(model, prepared, telling, there):
    """{key: Version}: number 1 of records that readers see for the first time."""
    versions = {
        key: new_version(one, telling, state=Version.State.LIVE, number=1)
        for key, one in prepared.items()
    }
    write_versions(model, list(versions.values()))
    steps, changes = [], []
    for key, one in prepared.items():
        version, record = versions[key], one.record
        steps.append(step_of(record, Step.Verb.PUBLISHED, telling, version))
        changes.append(change_of(record, Change.Kind.PUBLISHED, telling, version))
        for other, sentence in record.mentions(None, one.snapshot, known=there):
            if other.pk not in prepared:
                changes.append(linked(other, sentence, telling))
    insert(Step, steps)
    tell_all(changes)
    return versions


def first_drafts(model, prepared, telling):
    """{key: Version}: drafts of records that readers have never seen."""
    versions = {
        key: new_version(one, telling, state=Version.State.DRAFT) for key, one in prepared.items()
    }
    write_versions(model, list(versions.values()))
    if telling.by:
        through = Version.writers.through
        through.objects.bulk_create(
            through(version_id=version.pk, user_id=telling.by.pk) for version in versions.values()
        )
    steps = [
        step_of(one.record, Step.Verb.SAVED, telling, versions[key], remark="")
        for key, one in prepared.items()
    ]
    insert(Step, steps)
    return versions


def next_versions(model, prepared, telling, live):
    """{key: Version}: the next number of records that readers see. `live`: what they see now."""
    versions = {
        key: new_version(
            one, telling, state=Version.State.LIVE, number=live[key].number + 1, base=live[key]
        )
        for key, one in prepared.items()
    }
    for some in portions(live[key].pk for key in prepared):
        Version.objects.filter(pk__in=some).update(state=Version.State.PAST)
    write_versions(model, list(versions.values()))
    steps, changes = [], []
    for key, one in prepared.items():
        version, record, before = versions[key], one.record, live[key].snapshot
        keep_old_address(record, live[key])
        said = changes_in_words(type(record), before, one.snapshot)
        steps.append(step_of(record, Step.Verb.PUBLISHED, telling, version, changes=said))
        changes.append(change_of(record, Change.Kind.CHANGED, telling, version))
        for other, sentence in record.mentions(before, one.snapshot):
            changes.append(linked(other, sentence, telling))
    insert(Step, steps)
    tell_all(changes)
    return versions


def new_version(prepared, telling, *, state, number=None, base=None):
    return Version(
        content_type=kind_of(prepared.record),
        object_id=prepared.key,
        state=state,
        number=number,
        base=base,
        snapshot=prepared.snapshot,
        digest=prepared.digest(),
        note=telling.note,
        minor=telling.minor,
        created_at=telling.at,
        created_by=telling.by,
        published_at=telling.at if number else None,
        published_by=telling.by if number else None,
        since=telling.at,
    )


def write_versions(model, versions):
    insert(Version, versions)
    note_files_of_all(model, versions)


def step_of(record, verb, telling, version, **more):
    words = {"remark": telling.note, "road": telling.road, **more}
    return new_step(record, verb, by=telling.by, at=telling.at, version=version, **words)


def change_of(record, kind, telling, version):
    return Change(
        content_type=kind_of(record), object_id=record.pk, kind=kind, version=version,
        **telling.words,
    )  # fmt: skip


def linked(other, sentence, telling):
    words = {**telling.words, "note": sentence, "minor": True}
    return Change(record=other, kind=Change.Kind.LINKED, **words)


def kind_of(record):
    return ContentType.objects.get_for_model(record)


def open_versions(model, keys):
    """{key: its open Version}"""
    return by_record(model, keys, Version.objects.open().select_related("created_by", "base"))


def live_versions(model, keys):
    """{key: its live Version}"""
    return by_record(model, keys, Version.objects.filter(state=Version.State.LIVE))


def by_record(model, keys, versions):
    kind = ContentType.objects.get_for_model(model)
    return {
        version.object_id: version
        for some in portions(keys)
        for version in versions.filter(content_type=kind, object_id__in=some)
    }
