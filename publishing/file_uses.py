"""Which versions and rows name which uploaded files."""

from django.core.files.storage import default_storage

from .models import FileUse, StoredFile
from .pdfs import pages_of
from .registry import content_of, versioned_models
from .snapshots import child_relation, content_fields, file_fields


def note_files(version):
    """Write down which files a new version names."""
    named = files_named(version.content_type.model_class(), version.snapshot)
    if not named:
        return
    known = StoredFile.objects.in_bulk(named, field_name="name")
    new = [stored_file(name, version) for name in named if name not in known]
    if new:
        # Of two that note the same file, the first one tells who uploaded it.
        StoredFile.objects.bulk_create(new, ignore_conflicts=True)
        known = StoredFile.objects.in_bulk(named, field_name="name")
    FileUse.objects.bulk_create(
        FileUse(file=known[name], version=version, place=place, title=title)
        for name, (place, title) in named.items()
    )


def note_files_of_all(model, versions):
    """As note_files, for many new versions of one kind of record; few of them name any."""
    own = file_fields(content_fields(model))
    sorts = {
        name: file_fields(child_relation(model, name).fields) for name in content_of(model).children
    }
    for version in versions:
        found = [version.snapshot["fields"][name] for name in own]
        for sort, names in sorts.items():
            rows = version.snapshot["children"][sort].values() if names else ()
            found += [values[name] for values in rows for name in names]
        if any(found):
            note_files(version)


def stored_file(name, version):
    there = default_storage.exists(name)
    return StoredFile(
        name=name,
        size=default_storage.size(name) if there else None,
        pages=pages_of(name) if there and name.endswith(".pdf") else None,
        uploaded_at=version.created_at,
        uploaded_by=version.created_by,
    )


def files_named(model, snapshot):
    """{stored name: (where in the record, what it is called there)}."""
    found = {}
    content = content_of(model)
    take_files(found, model, content_fields(model), snapshot.get("fields", {}), content.renamed)
    for name in content.children:
        relation = child_relation(model, name)
        prefix = f"{name}."
        renamed = {
            old.removeprefix(prefix): new
            for old, new in content.renamed.items()
            if old.startswith(prefix)
        }
        for values in snapshot.get("children", {}).get(name, {}).values():
            take_files(found, relation.model, relation.fields, values, renamed, prefix)
    return found


def take_files(found, model, fields, values, renamed, prefix=""):
    values = {renamed.get(name, name): value for name, value in values.items()}
    title = values.get(getattr(model, "title_field", ""), "")
    for name in file_fields(fields):
        # A version that was made elsewhere may hold anything.
        if values.get(name) and isinstance(values[name], str):
            found.setdefault(values[name], (prefix + name, title))


def places_of_files(model, records):
    """(rows, name of a file field of theirs) of these records of a kind and of their child rows."""
    for found in file_fields(content_fields(model)):
        yield records, found
    for name in content_of(model).children:
        relation = child_relation(model, name)
        for found in file_fields(relation.fields):
            owner = relation.model.owner_field
            yield relation.model.objects.filter(**{f"{owner}__in": records}), found


def all_places_of_files():
    """(every row, name of a file field) of each sort of rows that may name a file."""
    for model in versioned_models():
        yield from places_of_files(model, model._base_manager.all())


def folders_of_files():
    """Where uploads are stored."""
    return sorted({rows.model._meta.get_field(f).upload_to for rows, f in all_places_of_files()})
