"""A file that came with a refused form need not be chosen again."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.models import Document
from news.models import Article
from publishing import kept_uploads
from publishing.kept_uploads import FOLDER, SALT, Upload, keep, kept_upload
from publishing.models import StoredFile
from tests.admin_forms import add_address, add_row, address, errors_in, messages_in, read_form
from tests.factories import make_agreement, make_article, make_user
from tests.files import PDF, picture

pytestmark = [pytest.mark.django_db, pytest.mark.uploaded_files]
SORT = "image/png"


@pytest.fixture
def author(client):
    client.force_login(make_user("Authors", username="author"))
    return client


def upload(content=b"picture", name="0" * 32 + "-4x2.png"):
    return Upload(content, name, "hall.png")


def chosen(name="The hall.png"):
    return SimpleUploadedFile(name, picture(size=(500, 20)))


def kept_in(response):
    """{name of a hidden field: what it sends}."""
    found = re.findall(r'name="([^"]+-kept)" value="([^"]+)"', response.content.decode())
    return dict(found)


def refused(author, article):
    """The form of an article sent with a picture and without a title."""
    sent = read_form(author, address(article)) | {"title": "", "lead_image_alt": "A hall"}
    return sent, author.post(address(article), sent | {"lead_image": chosen()})


def test_a_picture_is_kept_while_another_field_is_mended(author):
    article = make_article(published=False)
    sent, response = refused(author, article)
    assert errors_in(response) == ["This field is required."]
    assert "“The hall.png” is kept" in response.content.decode()

    author.post(address(article), sent | kept_in(response) | {"title": "A hall"})

    article.refresh_from_db()
    assert re.fullmatch(r"news/[0-9a-f]{32}-500x20\.png", article.lead_image.name)
    assert default_storage.exists(f"480/{article.lead_image.name}")
    assert StoredFile.objects.get().shown_name == "The hall.png"


@pytest.mark.drill
def test_a_picture_is_kept_through_a_second_mistake(author):
    article = make_article(published=False)
    sent, response = refused(author, article)
    again = author.post(address(article), sent | kept_in(response))
    assert kept_in(again) == kept_in(response)


@pytest.mark.drill
def test_another_picture_takes_the_place_of_the_one_that_is_kept(author):
    article = make_article(published=False)
    sent, response = refused(author, article)
    sent |= kept_in(response) | {"title": "A hall"}
    author.post(address(article), sent | {"lead_image": chosen("Another.png")})
    assert StoredFile.objects.get().shown_name == "Another.png"


def test_a_new_record_keeps_its_picture_too(author):
    sent = read_form(author, add_address(Article)) | {"lead_image_alt": "A hall"}
    response = author.post(add_address(Article), sent | {"lead_image": chosen()})
    author.post(add_address(Article), sent | kept_in(response) | {"title": "A hall"})
    assert Article.objects.get().lead_image


@pytest.mark.drill
def test_a_document_in_a_row_is_kept(author):
    agreement = make_agreement(published=False)
    sent = add_row(
        read_form(author, address(agreement)), "documents", kind="text", title="", url=""
    )
    file = {"documents-0-file": SimpleUploadedFile("Memorandum.pdf", PDF)}
    response = author.post(address(agreement), sent | file)
    assert "“Memorandum.pdf” is kept" in response.content.decode()

    author.post(address(agreement), sent | kept_in(response) | {"documents-0-title": "Text"})

    with Document.objects.get().file.open() as stored:
        assert stored.read() == PDF


def test_a_refused_publication_leaves_no_file_that_nothing_names(author):
    """The form is right, and saving refuses it: two tabs made the same record."""
    sent = read_form(author, add_address(Article)) | {"title": "A hall", "lead_image_alt": "A hall"}
    author.post(add_address(Article), sent)
    author.post(add_address(Article), sent | {"lead_image": chosen()})
    assert Article.objects.count() == 1
    assert not default_storage.exists("news") or default_storage.listdir("news")[1] == []


def test_a_save_that_the_rules_refuse_leaves_no_file(author):
    article = make_article(published=False)
    sent = read_form(author, address(article)) | {"opened_as": "0" * 64, "lead_image_alt": "A hall"}
    response = author.post(address(article), sent | {"lead_image": chosen()})
    assert "Nothing is saved" in response.content.decode()
    assert kept_in(response)
    assert not default_storage.exists("news") or default_storage.listdir("news")[1] == []


@pytest.mark.drill
def test_a_kept_picture_may_be_left_out_after_all(author):
    article = make_article(published=False)
    sent, response = refused(author, article)
    sent |= kept_in(response) | {"title": "A hall", "lead_image-left-out": "on"}
    author.post(address(article), sent)
    article.refresh_from_db()
    assert (article.title, article.lead_image.name) == ("A hall", "")


@pytest.mark.drill
@pytest.mark.parametrize("token", ["", "x", "x:y", "ü:1", "{}:1:2", "a" * 5000])
def test_what_no_form_gave_out_is_passed_over(author, token):
    article = make_article(published=False)
    sent = read_form(author, address(article)) | {"lead_image-kept": token}
    response = author.post(address(article), sent, follow=True)
    assert response.status_code == 200
    assert messages_in(response)
    article.refresh_from_db()
    assert not article.lead_image


def test_a_token_of_another_sort_is_passed_over():
    token = keep(upload(), SORT)
    assert kept_upload(token, "application/pdf") is None
    assert kept_upload(signing.dumps({"kept": "news/a.png"}), SORT) is None


def test_what_was_kept_is_gone_after_a_day():
    token = keep(upload(), SORT)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert kept_upload(token, SORT) is None
        keep(upload(b"another"), SORT)
    assert len(default_storage.listdir(FOLDER)[1]) == 1


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(kept_uploads, "MOST_KEPT", 3)
    tokens = [keep(upload(str(number).encode()), SORT) for number in range(5)]
    assert len(default_storage.listdir(FOLDER)[1]) == 3
    assert kept_upload(tokens[-1], SORT).read() == b"4"


def test_what_is_kept_has_no_address(client):
    token = keep(upload(), SORT)
    kept = signing.loads(token, salt=SALT)["kept"]
    client.force_login(make_user("Administrators"))
    assert client.get(f"/media/{kept}").status_code == 404
