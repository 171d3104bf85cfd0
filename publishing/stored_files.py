"""Where uploaded files are: a picture is stored, and deleted, together with its narrower ones."""

import re
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from .pictures import narrower_names, narrower_pictures
from .whole_files import WholeFiles

_stored = ContextVar("stored", default=None)
FOLDER, WIDTH = re.compile(r"[a-z]+"), re.compile(r"[1-9][0-9]*")


class FilesAway(OSError):
    """The place of uploaded files does not answer; that passes."""


class WithNarrowerPictures:
    """Goes before a storage of Django's."""

    def url(self, name):
        """In a preview it is the preview that serves it."""
        return reverse("media", args=[name])

    def _save(self, name, content):
        name = super()._save(name, content)
        try:
            for narrower, picture in narrower_pictures(name, content):
                self.delete_alone(narrower)
                super()._save(narrower, picture)
        except BaseException:
            self.delete(name)
            raise
        if (stored := _stored.get()) is not None:
            stored[name] = getattr(content, "shown_name", "")
        return name

    def delete(self, name):
        for each in (name, *narrower_names(name)):
            self.delete_alone(each)

    def delete_alone(self, name):
        super().delete(name)


class RegisterFiles(WithNarrowerPictures, WholeFiles):
    def put(self, name, content):
        """Store these bytes, alone and under this very name: whoever reads gets all or none."""
        WholeFiles._save(self, name, ContentFile(content))


def names_in(folder):
    """The stored names of the files in a folder, in order; none where there is no such folder."""
    with suppress(FileNotFoundError):
        return [f"{folder}/{name}" for name in sorted(default_storage.listdir(folder)[1])]
    return []


def folders_in(folder):
    with suppress(FileNotFoundError):
        return sorted(default_storage.listdir(folder)[0])
    return []


def stored_names():
    """Every picture in every width, and every document."""
    for folder in folders_in(""):
        if FOLDER.fullmatch(folder):
            yield from names_in(folder)
        elif WIDTH.fullmatch(folder):
            for below in folders_in(folder):
                if FOLDER.fullmatch(below):
                    yield from names_in(f"{folder}/{below}")


def whole_address(name):
    """Where others find the file."""
    return f"{settings.SITE_URL}{default_storage.url(name)}"


@contextmanager
def deleted_if_refused():
    """Gives {stored name: the name that an editor chose it by} of what is stored inside.

    When that raises, the files are deleted again: what named them is undone as well.
    """
    stored = {}
    token = _stored.set(stored)
    try:
        yield stored
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise
    finally:
        _stored.reset(token)
