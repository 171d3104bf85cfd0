"""Where uploaded files are: a picture is stored, and deleted, together with its narrower ones."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.urls import reverse

from .pictures import narrower_names, narrower_pictures

_stored = ContextVar("stored", default=None)


class RegisterFiles(FileSystemStorage):
    def url(self, name):
        """In a preview it is the preview that serves it."""
        return reverse("media", args=[name])

    def _save(self, name, content):
        name = super()._save(name, content)
        try:
            for narrower, picture in narrower_pictures(name, content):
                super().delete(narrower)
                super()._save(narrower, picture)
        except BaseException:
            self.delete(name)
            raise
        if (stored := _stored.get()) is not None:
            stored[name] = getattr(content, "shown_name", "")
        return name

    def delete(self, name):
        for each in (name, *narrower_names(name)):
            super().delete(each)


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
