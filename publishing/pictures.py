"""Pictures in several widths: which there are of one follows from its stored name alone.

Beside "news/0a1b-1600x900.jpeg", which is 1600 pixels wide, stand the narrower "480/news/…" and
"960/news/…". A name without a size is that of a picture that is kept in its one width.
"""

import io
import re
from contextlib import suppress

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

WIDTHS = (480, 960, 1600)
USUAL_WIDTH = 960
# A JPEG with several pictures calls itself MPO; its first picture is kept.
FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP"}
SIZED = re.compile(
    r"[a-z]+/[0-9A-Za-z_-]{1,40}-([1-9][0-9]{0,7})x([1-9][0-9]{0,7})\.(?:png|jpe?g|webp)"
)
QUALITY = 88
WEB_COLOURS = ImageCms.createProfile("sRGB")
BROKEN_PROFILE = (ImageCms.PyCMSError, OSError, ValueError, TypeError)


def size_of(name):
    """(width, height) of the picture of that stored name, or None."""
    match = SIZED.fullmatch(name)
    return (int(match[1]), int(match[2])) if match else None


def widths_of(name):
    """The widths in which it is stored besides its own: the narrower ones."""
    size = size_of(name)
    return [width for width in WIDTHS if size and width < size[0]]


def narrower_name(name, width):
    """Stored names begin with a letter: no upload is ever called so."""
    return f"{width}/{name}"


def smallest_name(name):
    """The narrowest of a picture, for a list of them."""
    return next(iter(narrower_names(name)), name)


def narrower_names(name):
    return [narrower_name(name, width) for width in widths_of(name)]


def narrower_pictures(name, content):
    """(name, ContentFile) of each narrower picture, made from the bytes of the widest."""
    widths = widths_of(name)
    if not widths:
        return
    content.seek(0)
    with Image.open(content, formats=["JPEG", "PNG", "WEBP"]) as image:
        format_name = FORMATS[image.format]
        # A JPEG can be read at an eighth of its size: a large one is not unpacked whole.
        image.draft("RGB", (2 * widths[-1], 2 * widths[-1]))
        plain = without_extras(image)
    for width in reversed(widths):
        height = max(1, round(plain.height * width / plain.width))
        plain = plain.resize((width, height), Image.Resampling.LANCZOS)
        yield narrower_name(name, width), ContentFile(encoded(plain, format_name))


def encoded(image, format_name):
    file = io.BytesIO()
    image.save(file, format_name, quality=QUALITY)
    return file.getvalue()


def without_extras(image):
    """The picture upright, in the colours of the web, and without anything but its pixels."""
    ImageOps.exif_transpose(image, in_place=True)
    profile = image.info.get("icc_profile")
    see_through = image.has_transparency_data and FORMATS[image.format] != "JPEG"
    if image.mode.startswith("I"):
        # Grey in 16 bits: what is left of each value are its upper eight.
        image, see_through = image.point(lambda value: value * (1 / 256)).convert("L"), False
    plain = in_web_colours(image, profile, "RGBA" if see_through else "RGB")
    # What is left here would be written into the new file.
    plain.info = {}
    return plain


def in_web_colours(image, profile, mode):
    """A profile that is broken, or of other colours than the picture's, is passed over."""
    if image.mode not in (mode, "CMYK"):
        image = image.convert(mode)
    if profile:
        with suppress(*BROKEN_PROFILE):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, WEB_COLOURS, outputMode=mode)
    return image if image.mode == mode else image.convert(mode)
