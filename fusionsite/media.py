"""Which uploaded files the public may have: those that a public record or version names."""

import re

from django.db.models import FileField
from django.utils import timezone

from publishing.models import Record, Version
from publishing.registry import content_of, versioned_models
from publishing.snapshots import child_relation, content_fields

# Stored names are generated; nothing else is ever looked up.
NAME = re.compile(r"[a-z]+/[0-9A-Za-z_-]{1,60}\.(png|jpe?g|webp|pdf)")
CONTENT_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "pdf": "application/pdf",
}


def content_type_of(name):
    """The type under which a file of that name is sent, or None when no file may be called so."""
    match = NAME.fullmatch(name)
    return CONTENT_TYPES[match[1]] if match else None


def is_public(name):
    return named_by_a_record(name) or named_by_a_version(name)


def named_by_a_record(name):
    return any(
        rows.filter(**{file_field: name}).exists()
        for model in versioned_models()
        for rows, file_field in places_of_files(model)
    )


def places_of_files(model):
    """(public rows, name of a file field of theirs) of a record and of its child rows."""
    public = model.objects.published()
    for found in file_fields(content_fields(model)):
        yield public, found
    for name in content_of(model).children:
        relation = child_relation(model, name)
        for found in file_fields(relation.fields):
            owner = relation.model.owner_field
            yield relation.model.objects.filter(**{f"{owner}__in": public}), found


def file_fields(fields):
    return [field.name for field in fields if isinstance(field, FileField)]


def named_by_a_version(name):
    """A public version can be read again for as long as its record is public."""
    versions = Version.objects.public().filter(snapshot__icontains=name)
    return any(is_readable(version) for version in versions)


def is_readable(version):
    record = version.record
    return isinstance(record, Record) and record.is_public_at(timezone.now())
