"""The widths of a picture: which there are, and what is printed of them."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template import Context, Template
from PIL import Image

from publishing.pictures import narrower_names, size_of, widths_of
from publishing.stored_files import deleted_if_refused
from publishing.whole_files import WholeFiles
from tests.files import picture

NAME = "news/cafe-1200x600.png"


def store(size, format_name="PNG", **options):
    name = "news/cafe-{}x{}.{}".format(*size, format_name.lower())
    content = picture(format_name, size, **options)
    return default_storage.save(name, ContentFile(content))


def opened(name):
    with default_storage.open(name) as file:
        return Image.open(io.BytesIO(file.read()))


@pytest.mark.parametrize(
    ("name", "widths"),
    [
        ("news/cafe-479x10.png", []),
        ("news/cafe-480x10.png", []),
        ("news/cafe-481x10.jpeg", [480]),
        ("news/cafe-1600x9.webp", [480, 960]),
        ("news/cafe-4000x9.png", [480, 960, 1600]),
        ("news/cafe.png", []),
        ("news/cafe-0x9.png", []),
        ("news/cafe-4000x9.pdf", []),
        ("480/news/cafe-4000x9.png", []),
    ],
)
def test_a_picture_is_only_made_narrower(name, widths):
    assert widths_of(name) == widths


def test_the_size_stands_in_the_name():
    assert size_of(NAME) == (1200, 600)
    assert size_of("news/cafe.png") is None


@pytest.mark.uploaded_files
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_stored_with_its_narrower_ones(format_name):
    name = store((2000, 1000), format_name)
    found = {opened(narrower).size for narrower in narrower_names(name)}
    assert found == {(480, 240), (960, 480), (1600, 800)}
    assert {opened(narrower).format for narrower in narrower_names(name)} == {format_name}


@pytest.mark.parametrize("size", [(10_000, 1), (500, 9000)])
def test_a_picture_of_an_odd_shape_is_stored(size):
    name = store(size)
    assert opened(f"480/{name}").size == (480, max(1, round(size[1] * 480 / size[0])))


def test_narrower_pictures_stay_see_through():
    assert opened(f"480/{store((500, 500), mode='RGBA')}").mode == "RGBA"


@pytest.mark.uploaded_files
def test_a_picture_is_deleted_with_its_narrower_ones():
    name = store((2000, 10))
    default_storage.delete(name)
    assert not any(default_storage.exists(each) for each in (name, *narrower_names(name)))


@pytest.mark.uploaded_files
def test_of_a_picture_that_cannot_be_made_narrower_nothing_is_left():
    with pytest.raises(OSError, match="cannot identify"):
        default_storage.save(NAME, ContentFile(b"no picture"))
    assert not default_storage.exists(NAME)


def test_a_full_disk_leaves_no_half_picture(monkeypatch):
    write = WholeFiles._save

    def full(self, name, content):
        if name.startswith("480/"):
            raise OSError("No space left on device")
        return write(self, name, content)

    monkeypatch.setattr("publishing.whole_files.WholeFiles._save", full)
    with pytest.raises(OSError, match="No space"):
        store((1200, 600))
    assert not any(default_storage.exists(each) for each in (NAME, *narrower_names(NAME)))


@pytest.mark.uploaded_files
def test_what_is_stored_for_nothing_is_deleted_again():
    with pytest.raises(ValueError, match="refused"):
        store_and_refuse()
    assert not any(default_storage.exists(each) for each in (NAME, *narrower_names(NAME)))


@deleted_if_refused()
def store_and_refuse():
    store((1200, 600))
    raise ValueError("refused")


def printed(name, **context):
    template = Template("{% load publishing %}{% picture name alt '50rem' first=first %}")
    return template.render(Context({"name": name, "alt": "A hall", "first": False, **context}))


def test_the_reader_is_offered_every_width():
    tag = printed("news/cafe-2400x1200.png")
    assert re.search(r'srcset="(.*?)"', tag)[1].split(", ") == [
        "/media/480/news/cafe-2400x1200.png 480w",
        "/media/960/news/cafe-2400x1200.png 960w",
        "/media/1600/news/cafe-2400x1200.png 1600w",
    ]
    assert 'src="/media/960/news/cafe-2400x1200.png"' in tag
    assert 'width="2400" height="1200"' in tag
    assert 'sizes="50rem"' in tag
    assert 'alt="A hall"' in tag
    assert 'loading="lazy"' in tag


def test_the_picture_itself_is_the_widest_where_it_is_not_too_wide():
    assert printed(NAME).count("w, ") == 2
    assert "/media/news/cafe-1200x600.png 1200w" in printed(NAME)
    assert 'src="/media/news/cafe-100x50.png"' in printed("news/cafe-100x50.png")


def test_an_older_picture_has_its_one_width():
    tag = printed("news/cafe.png", first=True)
    assert tag.strip() == '<img src="/media/news/cafe.png" alt="A hall">'


def test_the_words_of_an_editor_are_escaped():
    assert "&quot;&gt;&lt;script&gt;" in printed(NAME, alt='"><script>')
