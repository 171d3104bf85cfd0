"""Which uploaded files the public may have: those that a public record or version names."""

import re
from contextlib import suppress

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.utils.text import slugify

from publishing.file_uses import places_of_files
from publishing.models import FileUse
from publishing.pictures import WIDTHS, narrower_names
from publishing.registry import versioned_models

# Stored names are generated; nothing else is ever looked up.
NAME = re.compile(r"[a-z]+/[0-9A-Za-z_-]{1,60}\.(png|jpe?g|webp|pdf)")
NARROWER = re.compile(rf"(?:{'|'.join(map(str, WIDTHS))})/(.+)", re.DOTALL)
CONTENT_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "pdf": "application/pdf",
}
LONGEST_TITLE = 80


def named_in(address):
    """The stored name of the file that an address of it, or of a narrower picture, asks for.

    None when no file may be called so.
    """
    narrower = NARROWER.fullmatch(address)
    name = narrower[1] if narrower else address
    if not NAME.fullmatch(name) or (narrower and address not in narrower_names(name)):
        return None
    return name


def opened(address, name):
    """What is sent: the picture itself where a narrower one was never made, None where none is."""
    for each in dict.fromkeys([address, name]):
        with suppress(FileNotFoundError):
            return default_storage.open(each)
    return None


def content_type_of(name):
    return CONTENT_TYPES[NAME.fullmatch(name)[1]]


def download_name(name):
    """What the file is saved as: a document as readers know it, anything else as it is stored."""
    uses = FileUse.objects.of(name).public().order_by("-version__published_at", "pk")
    title = uses.values_list("title", flat=True).first() if name.endswith(".pdf") else ""
    shown = slugify(title or "", allow_unicode=True)[:LONGEST_TITLE].strip("-")
    return f"{shown}.pdf" if shown else name.rpartition("/")[2]


def is_public(name):
    return named_by_a_version(name) or named_by_a_record(name)


def named_by_a_version(name):
    """A public version can be read again for as long as its record is public."""
    keys = {}
    for kind, key in FileUse.objects.of(name).public().records():
        keys.setdefault(kind, []).append(key)
    return any(public_records(kind).filter(pk__in=found).exists() for kind, found in keys.items())


def public_records(kind):
    return ContentType.objects.get_for_id(kind).model_class().objects.published()


def named_by_a_record(name):
    """As its rows stand: what is changed by another road, and in a preview the draft."""
    return any(
        rows.filter(**{file_field: name}).exists()
        for model in versioned_models()
        for rows, file_field in places_of_files(model, model.objects.published())
    )
