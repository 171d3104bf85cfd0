"""Uploaded files: what they are is read from their bytes, and their stored name is generated."""

import re
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image

from .kept_uploads import KeptUploads, Upload
from .pictures import FORMATS, encoded, without_extras

MEGABYTE = 1024 * 1024
LARGEST_IMAGE = 10 * MEGABYTE
MOST_PIXELS = 40_000_000
LARGEST_PDF = 20 * MEGABYTE
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
ACTIVE_NAMES = ("JavaScript", "Launch", "EmbeddedFile")


def spellings(name):
    """A pattern for a name of a PDF, in which any letter may be hexadecimal: /Java#53cript."""
    return "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)


# The document is looked through as it is: a copy without escapes may take ten times its size.
ACTIVE = re.compile(f"/(?:{'|'.join(map(spellings, ACTIVE_NAMES))})(?![0-9A-Za-z_])".encode())


def clean_image(file):
    """The picture encoded afresh, upright and without metadata; ValidationError if it is none."""
    if file.size > LARGEST_IMAGE:
        raise ValidationError(_("The picture is too large: at most 10 MB."), code="size")
    image = decoded(file)
    format_name = FORMATS[image.format]
    plain = without_extras(image)
    content = encoded(plain, format_name)
    size = f"{plain.width}x{plain.height}"
    return Upload(content, f"{uuid.uuid4().hex}-{size}.{format_name.lower()}", file.name)


def decoded(file):
    try:
        opened(file).verify()
        image = opened(file)
        if image.format != "MPO" and getattr(image, "is_animated", False):
            message = _("The picture moves. Choose one that stands still.")
            raise ValidationError(message, code="moves")
        image.load()
    except ValidationError:
        raise
    except BOMBS as error:
        raise too_many_pixels() from error
    except Exception as error:
        # Pillow's readers raise whatever a broken file leads them to.
        message = _("This is not a picture that we can read. Use a JPEG, PNG or WEBP file.")
        raise ValidationError(message, code="not_an_image") from error
    return image


def opened(file):
    """The picture's head: its pixels are counted before any is decoded."""
    file.seek(0)
    image = Image.open(file, formats=["JPEG", "PNG", "WEBP"])
    if image.width * image.height > MOST_PIXELS:
        raise too_many_pixels()
    return image


def too_many_pixels():
    return ValidationError(_("The picture has too many pixels: at most 40 million."), code="pixels")


def clean_pdf(file):
    """The document under a generated name; ValidationError if it is no PDF or an active one."""
    if file.size > LARGEST_PDF:
        raise ValidationError(_("The document is too large: at most 20 MB."), code="size")
    file.seek(0)
    content = file.read()
    if not content.startswith(b"%PDF-"):
        raise ValidationError(_("This is not a PDF."), code="not_a_pdf")
    if ACTIVE.search(content):
        message = _("The PDF holds a script, a program call or a file inside it. Print it anew.")
        raise ValidationError(message, code="active")
    return Upload(content, f"{uuid.uuid4().hex}.pdf", file.name)


class UploadField(forms.FileField):
    """A file that is looked at once, and need not be chosen again when the form is refused."""

    accept = ""
    widget = KeptUploads

    def __init__(self, *, max_length=None, **kwargs):
        """The name that an upload comes with may be of any length: it is not the stored one."""
        super().__init__(**kwargs)

    def to_python(self, data):
        upload = super().to_python(data)
        if not upload:
            return upload
        if not isinstance(upload, Upload):
            upload = self.clean_upload(upload)
        self.widget.upload = upload
        return upload

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": self.accept}


class PictureField(UploadField):
    accept = "image/jpeg,image/png,image/webp"
    default_help_text = _("A JPEG, PNG or WEBP file of at most 10 MB.")

    def __init__(self, *, help_text="", **kwargs):
        super().__init__(help_text=help_text or self.default_help_text, **kwargs)

    def clean_upload(self, file):
        return clean_image(file)


class PDFField(UploadField):
    accept = "application/pdf"

    def clean_upload(self, file):
        return clean_pdf(file)
