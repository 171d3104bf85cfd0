"""Files for tests, and files that the site sends, read to their end."""

import io
import os

from django.core.files.storage import FileSystemStorage, default_storage
from PIL import Image

from .object_store import stores

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF"


def read(response):
    """Its bytes. Closing the whole response would close the database of the test too."""
    body = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return body


def picture(format_name="PNG", size=(4, 2), mode="RGB", colour="red", **options):
    """The bytes of a picture of one colour."""
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, format_name, **options)
    return file.getvalue()


def set_modified(name, at):
    """The stored file is as old as if it had been written at that moment."""
    if isinstance(default_storage, FileSystemStorage):
        os.utime(default_storage.path(name), (at.timestamp(), at.timestamp()))
    else:
        key = f"{default_storage.location}/{name}"
        stores[default_storage.endpoint_url].objects[key].modified = at
