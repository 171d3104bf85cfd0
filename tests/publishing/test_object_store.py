"""Files in an object store: private there, and read for whoever may have them."""

import urllib.error
import urllib.request

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile

from publishing.stored_files import FilesAway, names_in, stored_names
from publishing.unused_files import delete_unused_files
from tests.admin_forms import address, read_form
from tests.factories import make_article, make_user
from tests.files import picture, read
from tests.object_store import BUCKET, MOST_IN_A_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("object_store")]
NAME = "news/0a1b-500x20.png"
PICTURE = {"lead_image_alt": "A hall", "lead_image_credit": "UKAEA"}


def store(name=NAME):
    return default_storage.save(name, ContentFile(picture(size=(500, 20))))


def test_readers_get_a_file_through_the_register_alone(client, object_store):
    make_article(lead_image=store(), **PICTURE)
    object_store.asked.clear()

    assert read(client.get(f"/media/{NAME}")) == picture(size=(500, 20))

    assert object_store.asked == [f"GET media/{NAME}"]
    with pytest.raises(urllib.error.HTTPError, match="403") as refusal:
        urllib.request.urlopen(f"http://{object_store.host}/{BUCKET}/media/{NAME}")
    refusal.value.close()


@pytest.mark.drill
def test_a_file_that_is_gone_is_not_found(client):
    make_article(lead_image=store(), **PICTURE)
    default_storage.delete(NAME)
    assert client.get(f"/media/{NAME}").status_code == 404
    with pytest.raises(FileNotFoundError):
        default_storage.size(NAME)
    with pytest.raises(FileNotFoundError):
        default_storage.get_modified_time(NAME)


@pytest.mark.drill
def test_while_the_store_does_not_answer_pages_do(client, object_store):
    article = make_article(lead_image=store(), **PICTURE)
    object_store.away = True

    response = client.get(f"/media/{NAME}")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "cannot be read just now" in response.content.decode()
    assert client.get(article.get_absolute_url()).status_code == 200
    with pytest.raises(OSError, match="The object store refused"):
        store("news/another-500x20.png")


@pytest.mark.drill
def test_an_editor_is_told_that_a_picture_could_not_be_kept(client, object_store):
    client.force_login(make_user("Authors"))
    client.raise_request_exception = False
    article = make_article(published=False)
    sent = read_form(client, address(article)) | {"lead_image_alt": "A hall"}
    object_store.away = True

    response = client.post(
        address(article), sent | {"lead_image": SimpleUploadedFile("hall.png", picture())}
    )

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "The register cannot reach its files for a moment" in response.text
    assert "What you sent was not saved." in response.text


@pytest.mark.drill
def test_wrong_settings_are_not_taken_for_a_store_that_is_away(object_store, monkeypatch):
    monkeypatch.setattr(storages["default"], "bucket_name", "no such name")
    with pytest.raises(OSError, match="could not be asked") as refusal:
        default_storage.exists("news/one-500x20.png")
    assert not isinstance(refusal.value, FilesAway)


@pytest.mark.drill
def test_a_store_without_the_bucket_is_not_taken_for_an_empty_one(monkeypatch):
    monkeypatch.setattr(storages["default"], "bucket_name", "another")
    with pytest.raises(OSError, match="NoSuchBucket"):
        list(stored_names())
    with pytest.raises(OSError, match="NoSuchBucket"):
        delete_unused_files()


@pytest.mark.drill
def test_a_folder_of_more_files_than_a_page_has_is_listed_whole(object_store):
    names = [f"news/{number:04}.png" for number in range(MOST_IN_A_PAGE + 1)]
    default_storage.put("480/news/0001.png", b"picture")
    stored = object_store.objects["media/480/news/0001.png"]
    object_store.objects |= {f"media/{name}": stored for name in names}
    assert names_in("news") == names
    assert len(list(stored_names())) == len(names) + 1
