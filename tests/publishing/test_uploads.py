"""Files are what their bytes are, whatever they are called."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from publishing import uploads
from publishing.uploads import clean_image, clean_pdf
from tests.files import PDF, picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def upload(content, name="picture.png"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_picture_is_encoded_anew_under_a_generated_name(format_name):
    cleaned = clean_image(upload(picture(format_name), name="../../evil.html"))
    assert Image.open(cleaned).format == format_name
    assert re.fullmatch(rf"[0-9a-f]{{32}}-4x2\.{format_name.lower()}", cleaned.name)


def test_picture_loses_its_metadata_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Taken at home"
    cleaned = Image.open(clean_image(upload(picture("JPEG", exif=exif))))
    assert cleaned.size == (2, 4)
    assert not cleaned.getexif()


def exif_of_a_camera():
    exif = Image.Exif()
    exif[0x010F] = "Camera of A. Person"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 39.0, 30.0), 3: "W", 4: (1.0, 14.0, 0.0)})
    return exif


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_not_a_byte_of_where_and_by_whom_it_was_taken_is_kept(format_name):
    sent = picture(format_name, exif=exif_of_a_camera())
    assert b"A. Person" in sent
    kept = clean_image(upload(sent)).read()
    for secret in (b"A. Person", b"Exif", b"eXIf", b"EXIF"):
        assert secret not in kept
    assert not Image.open(io.BytesIO(kept)).getexif().get_ifd(0x8825)


def test_text_beside_the_pixels_is_not_kept():
    notes = PngInfo()
    notes.add_text("Comment", "Not for readers")
    assert b"Not for readers" not in clean_image(upload(picture(pnginfo=notes))).read()


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_on_a_picture_is_not_kept(format_name):
    sent = picture(format_name) + b"<script>alert(1)</script>PK\x03\x04"
    assert b"<script>" not in clean_image(upload(sent)).read()


@pytest.mark.parametrize("format_name", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused_with_a_sentence(format_name):
    second = Image.new("RGB", (4, 2), "blue")
    sent = picture(format_name, save_all=True, append_images=[second], duration=100)
    with pytest.raises(ValidationError, match="The picture moves"):
        clean_image(upload(sent))


def test_of_a_jpeg_with_several_pictures_the_first_is_kept():
    second = Image.new("RGB", (4, 2), "blue")
    cleaned = Image.open(clean_image(upload(picture("MPO", save_all=True, append_images=[second]))))
    assert cleaned.format == "JPEG"
    assert cleaned.getpixel((0, 0))[0] > 250


def test_grey_in_sixteen_bits_keeps_its_lightness():
    cleaned = Image.open(clean_image(upload(picture(mode="I;16", colour=40_000))))
    assert cleaned.getpixel((0, 0)) == (156, 156, 156)


def test_the_colours_of_print_become_those_of_the_web():
    sent = picture("JPEG", mode="CMYK", colour=(0, 255, 255, 0))
    cleaned = Image.open(clean_image(upload(sent)))
    red, green, blue = cleaned.getpixel((0, 0))
    assert (cleaned.mode, red > 230, green < 30, blue < 30) == ("RGB", True, True, True)


def wide_gamut():
    """The profile of a screen whose green is greener than the web's, made of the web's own."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # The tone curve of every colour becomes a straight line: the same value is a lighter colour.
    begin = profile.index(b"para")
    return (
        profile[:begin]
        + b"para"
        + bytes(4)
        + bytes(4)
        + b"\x00\x01\x00\x00"
        + (profile[begin + 16 :])
    )


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_colour_profile_is_applied_and_left_out(mode):
    colour = (128, 128, 128) if mode == "RGB" else (128, 128, 128, 200)
    sent = picture(mode=mode, colour=colour, icc_profile=wide_gamut())
    cleaned = Image.open(clean_image(upload(sent)))
    assert "icc_profile" not in cleaned.info
    assert 184 <= cleaned.getpixel((0, 0))[0] <= 192
    assert cleaned.getpixel((0, 0))[3:] == colour[3:]


def test_a_broken_colour_profile_is_passed_over():
    sent = picture(colour=(128, 0, 0), icc_profile=b"no profile")
    assert Image.open(clean_image(upload(sent))).getpixel((0, 0)) == (128, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_sort_of_png_is_read(mode):
    colour = {"RGBA": (200, 0, 0, 9), "LA": (200, 9)}.get(mode, 1)
    assert Image.open(clean_image(upload(picture(mode=mode, colour=colour)))).size == (4, 2)


def test_transparency_stays():
    cleaned = Image.open(clean_image(upload(picture("PNG", mode="RGBA"))))
    assert cleaned.mode == "RGBA"


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        b"<html><script>",
        b"GIF89a",
        picture("GIF"),
        picture("TIFF"),
        picture("BMP"),
        picture()[:40],
        picture("JPEG", size=(400, 400))[:-200],
        picture("WEBP", size=(400, 400))[:60],
        PDF,
        b"x",
    ],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError, match="not a picture that we can read"):
        clean_image(upload(content))


def test_picture_with_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_PIXELS", 7)
    with pytest.raises(ValidationError, match="too many pixels"):
        clean_image(upload(picture()))


@pytest.mark.drill
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


@pytest.mark.parametrize(
    "name", [b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/Java#53cript", b"/#4cau#6Ech"]
)
def test_active_pdf_is_refused(name):
    with pytest.raises(ValidationError, match="holds a script"):
        clean_pdf(upload(PDF + b"<< /S " + name + b" >>"))
