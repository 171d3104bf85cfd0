"""Write down which files the versions name that were made before that was noted."""

import re

from django.core.files.storage import default_storage
from django.db import migrations

NAME = re.compile(r"(?:documents|logos|news)/[0-9A-Za-z_-]{1,60}\.(?:png|jpe?g|webp|pdf)")
BATCH = 500


def files_in(snapshot):
    """{stored name: (where, what it is called there)}, as snapshots are built at this migration."""
    rows = [("", snapshot.get("fields", {}))]
    for relation, children in snapshot.get("children", {}).items():
        rows += [(f"{relation}.", values) for values in children.values()]
    return {
        value: (prefix + field, values.get("title") or values.get("name") or "")
        for prefix, values in reversed(rows)
        for field, value in values.items()
        if field in ("lead_image", "logo", "file") and NAME.fullmatch(str(value))
    }


def note_files(apps, schema_editor):
    Version = apps.get_model("publishing", "Version")
    StoredFile = apps.get_model("publishing", "StoredFile")
    FileUse = apps.get_model("publishing", "FileUse")
    keys, uses = {}, []
    versions = Version.objects.order_by("created_at", "pk")
    for version in versions.iterator(chunk_size=BATCH):
        for name, (place, title) in files_in(version.snapshot).items():
            if name not in keys:
                keys[name] = stored_file(StoredFile, name, version).pk
            uses.append(
                FileUse(file_id=keys[name], version_id=version.pk, place=place, title=title[:300])
            )
        if len(uses) >= BATCH:
            FileUse.objects.bulk_create(uses)
            uses = []
    FileUse.objects.bulk_create(uses)


def stored_file(StoredFile, name, version):
    size = default_storage.size(name) if default_storage.exists(name) else None
    facts = {
        "size": size,
        "uploaded_at": version.created_at,
        "uploaded_by_id": version.created_by_id,
    }
    file, _created = StoredFile.objects.get_or_create(name=name, defaults=facts)
    return file


class Migration(migrations.Migration):
    dependencies = [("publishing", "0007_stored_files")]

    operations = [migrations.RunPython(note_files, migrations.RunPython.noop)]
