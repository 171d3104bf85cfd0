"""Stored snapshots outlive the fields that they name: a rename must say what the old name became.

snapshot_fields.json holds every name that a stored snapshot may hold. A name stays in it for good:
a renamed field gets an entry in `renamed` beside its model, a dropped one in “dropped” of the file.
"""

import json
from pathlib import Path

import pytest

from agreements.models import Agreement
from publishing.registry import content_of, versioned_models
from publishing.snapshots import child_relation, content_fields

STORED_NAMES = Path(__file__).with_name("snapshot_fields.json")


def content_names(model):
    """The fields of a snapshot of the record; those of its rows as "parties.role"."""
    names = [field.name for field in content_fields(model)]
    for relation in content_of(model).children:
        names += [f"{relation}.{f.name}" for f in child_relation(model, relation).fields]
    return names


def forgotten(label, stored, now, *, renamed, dropped):
    """A sentence for each name that stored snapshots hold and nothing explains, or that is new."""
    gone = [
        name
        for name in stored
        if name not in now
        and f"{label}.{name}" not in dropped
        and new_name(name, renamed) not in now
    ]
    return [
        *(f"{label}.{name} is gone: add it to renamed={{}} or to “dropped”." for name in gone),
        *(f"{label}.{n} is new: add it to {STORED_NAMES.name}." for n in now if n not in stored),
    ]


def new_name(name, renamed):
    relation, dot, _old = name.rpartition(".")
    return f"{relation}{dot}{renamed[name]}" if name in renamed else None


def test_every_name_in_stored_snapshots_has_a_field():
    stored = json.loads(STORED_NAMES.read_text(encoding="utf-8"))
    models = {model._meta.label_lower: model for model in versioned_models()}
    problems = []
    for label in sorted({*stored["models"], *models}):
        now = content_names(models[label]) if label in models else []
        renamed = content_of(models.get(label)).renamed
        names = stored["models"].get(label, [])
        problems += forgotten(label, names, now, renamed=renamed, dropped=stored["dropped"])
    assert problems == []


@pytest.mark.parametrize(
    ("old", "renamed", "dropped", "found"),
    [
        ("heading", {}, [], True),
        ("heading", {"heading": "title"}, [], False),
        ("heading", {"heading": "nowhere"}, [], True),
        ("heading", {}, ["agreements.agreement.heading"], False),
        ("parties.remark", {}, [], True),
        ("parties.remark", {"remark": "note"}, [], True),
        ("parties.remark", {"parties.remark": "note"}, [], False),
    ],
)
def test_a_forgotten_rename_is_found(old, renamed, dropped, found):
    now = content_names(Agreement)
    label = "agreements.agreement"
    problems = forgotten(label, [*now, old], now, renamed=renamed, dropped=dropped)
    words = f"agreements.agreement.{old} is gone: add it to renamed={{}} or to “dropped”."
    assert problems == ([words] if found else [])


def test_a_field_that_the_file_lacks_is_found():
    problems = forgotten("themes.theme", ["name"], ["name", "icon"], renamed={}, dropped=[])
    assert problems == ["themes.theme.icon is new: add it to snapshot_fields.json."]
