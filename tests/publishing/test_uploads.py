"""Files are what their bytes are, whatever they are called."""

import io
from pathlib import PurePath

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from publishing import uploads
from publishing.uploads import clean_image, clean_pdf

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF"


def picture(format_name="PNG", size=(4, 2), mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size, "red").save(file, format_name, **options)
    return file.getvalue()


def upload(content, name="picture.png"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_picture_is_encoded_anew_under_a_generated_name(format_name):
    cleaned = clean_image(upload(picture(format_name), name="../../evil.html"))
    assert Image.open(cleaned).format == format_name
    name = PurePath(cleaned.name)
    assert (len(name.stem), name.suffix) == (32, f".{format_name.lower()}")


def test_picture_loses_its_metadata_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Taken at home"
    cleaned = Image.open(clean_image(upload(picture("JPEG", exif=exif))))
    assert cleaned.size == (2, 4)
    assert not cleaned.getexif()


def test_transparency_stays():
    cleaned = Image.open(clean_image(upload(picture("PNG", mode="RGBA"))))
    assert cleaned.mode == "RGBA"


@pytest.mark.parametrize(
    "content", [SVG, b"<html><script>", b"GIF89a", picture("GIF"), picture()[:40], b"x"]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError, match="not a picture that we can read"):
        clean_image(upload(content))


def test_picture_with_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_PIXELS", 7)
    with pytest.raises(ValidationError, match="too many pixels"):
        clean_image(upload(picture()))


def test_picture_that_unpacks_to_a_flood_is_refused():
    with pytest.raises(ValidationError, match="too many pixels"):
        clean_image(upload(picture(size=(20000, 20000), mode="1")))


def test_large_files_are_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_IMAGE", 10)
    monkeypatch.setattr(uploads, "LARGEST_PDF", 10)
    for clean, content in ((clean_image, picture()), (clean_pdf, PDF)):
        with pytest.raises(ValidationError, match="too large"):
            clean(upload(content))


def test_pdf_is_kept_as_it_is_under_a_generated_name():
    cleaned = clean_pdf(upload(PDF, name="memorandum.pdf"))
    assert cleaned.read() == PDF
    assert "memorandum" not in cleaned.name
    assert cleaned.name.endswith(".pdf")


@pytest.mark.parametrize("content", [SVG, b"<html>%PDF-1.7", picture()])
def test_what_is_no_pdf_is_refused(content):
    with pytest.raises(ValidationError, match="not a PDF"):
        clean_pdf(upload(content))


@pytest.mark.parametrize("name", [b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/Java#53cript"])
def test_active_pdf_is_refused(name):
    with pytest.raises(ValidationError, match="holds a script"):
        clean_pdf(upload(PDF + b"<< /S " + name + b" >>"))
