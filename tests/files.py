"""Files for tests, and files that the site sends, read to their end."""

import io

from PIL import Image

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
