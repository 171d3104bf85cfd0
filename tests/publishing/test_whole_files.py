import errno
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

NAME = "documents/4b1d.pdf"


class BrokenOff(ContentFile):
    """Gives a piece, and then the disk is full."""

    def chunks(self, chunk_size=None):
        yield b"%PDF-"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def everything(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_of_a_file_that_was_broken_off_nothing_is_left(settings):
    with pytest.raises(OSError, match="No space left"):
        default_storage.save(NAME, BrokenOff(b""))
    assert not default_storage.exists(NAME)
    assert everything(settings.MEDIA_ROOT) == []


def test_a_whole_file_stands_under_its_name_alone(settings):
    assert default_storage.save(NAME, ContentFile(b"%PDF-1.7")) == NAME
    assert everything(settings.MEDIA_ROOT) == [settings.MEDIA_ROOT / NAME]


def test_a_file_of_the_same_name_stays():
    default_storage.save(NAME, ContentFile(b"first"))
    second = default_storage.save(NAME, ContentFile(b"second"))
    assert second != NAME
    with default_storage.open(NAME) as file:
        assert file.read() == b"first"
