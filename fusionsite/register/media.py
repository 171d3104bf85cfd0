"""Pictures and documents of a package: checked like an upload, stored under their own names.

A package holds each picture in its one width; the narrower ones are made as it is stored.
"""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from publishing.file_uses import files_named
from publishing.pictures import size_of, without_extras
from publishing.uploads import clean_pdf, decoded

from .cells import MEDIA, shown
from .files import LARGEST_FILE
from .tables import CONTENT, VERSIONS

FOLDER = "media/"


def file_names(model, snapshot):
    """The files that an old version names; a text that reads like one is no file."""
    return set(files_named(model, snapshot))


def named_files(package):
    """(row, column, name) of each file that the package names."""
    for row in package.of(CONTENT):
        for column in row.table.columns:
            if column.sort == "file" and row.values.get(column.name):
                yield row, column.name, row.values[column.name]
    for row in package.of([VERSIONS]):
        if row.owner and row.values.get("snapshot"):
            for name in sorted(file_names(row.owner.table.model, row.values["snapshot"])):
                yield row, "snapshot", name


def check_files(package, problems):
    """Each file is in the package and what its name says, or here already."""
    checked = set()
    for row, column, name in named_files(package):
        if name in checked:
            continue
        checked.add(name)
        if not MEDIA.fullmatch(name):
            problems.at(row, column, f"“{shown(name)}” is no name of a file of the register.")
            continue
        if package.files.has(FOLDER + name):
            for reason in reasons_against(package, name):
                problems.at(row, column, reason)
        # An old version may name a file that is gone; it can be read without it.
        elif column != "snapshot" and not default_storage.exists(name):
            problems.at(row, column, f"The package has no file {FOLDER}{name}.")


def reasons_against(package, name):
    if package.files.size(FOLDER + name) > LARGEST_FILE:
        return ["The file is too large: at most 20 MB."]
    content = package.files.read(FOLDER + name)
    if default_storage.exists(name):
        with default_storage.open(name) as stored:
            same = stored.read() == content
        return [] if same else [f"Another file here is called {name}."]
    try:
        file = ContentFile(content, name=name)
        if name.endswith(".pdf"):
            clean_pdf(file)
        else:
            return reasons_against_picture(decoded(file), name)
    except ValidationError as error:
        return error.messages
    return []


def reasons_against_picture(image, name):
    """Narrower pictures are made by the size that the name tells."""
    told = size_of(name)
    if told and without_extras(image).size != told:
        return ["The picture has another size than its name says."]
    return []


@contextmanager
def stored_files(package, names):
    """Store the files; take them away again when what follows fails or is a dry run."""
    written = []

    def take_away():
        for name in written:
            default_storage.delete(name)

    try:
        for name in names:
            if package.files.has(FOLDER + name) and not default_storage.exists(name):
                content = ContentFile(package.files.read(FOLDER + name))
                written.append(default_storage.save(name, content))
        yield take_away
    except BaseException:
        take_away()
        raise
