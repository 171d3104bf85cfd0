"""Which files, and which widths of them, readers get from the site."""

import io

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from agreements.models import Document
from news.models import Article
from publishing import sharing
from publishing.actions import publish, publish_version, unpublish
from publishing.drafts import open_version
from publishing.models import FileUse, Version
from publishing.preview import name_of
from tests.admin_forms import address, read_form
from tests.factories import make_agreement, make_article, make_user
from tests.files import PDF, picture, read
from tests.publishing.drafting import draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.uploaded_files]
OLD, NEW = "news/old-1000x500.png", "news/new-1000x500.png"
PICTURE = {"lead_image_alt": "A hall", "lead_image_credit": "UKAEA"}


def store(name):
    return default_storage.save(name, ContentFile(picture(size=(1000, 500))))


@pytest.fixture
def article():
    """Live with one picture; its draft has another."""
    article = make_article("Signed", slug="signed", lead_image=store(OLD), **PICTURE)
    draft_of(article, lead_image=store(NEW))
    cache.clear()
    return article


def widths_seen(client, name, start="/media/"):
    found = {}
    for address_of in (name, f"480/{name}", f"960/{name}", f"1600/{name}"):
        response = client.get(f"{start}{address_of}")
        if response.status_code == 200:
            found[address_of.partition("/")[0]] = Image.open(io.BytesIO(read(response))).width
    return found


def test_readers_get_every_width_of_a_public_picture(client, article):
    assert widths_seen(client, OLD) == {"news": 1000, "480": 480, "960": 960}


def test_readers_get_no_width_of_the_picture_of_a_draft(client, article):
    assert widths_seen(client, NEW) == {}


@pytest.mark.drill
def test_editors_get_every_width_of_the_picture_of_a_draft(client, article):
    client.force_login(make_user("Authors"))
    assert widths_seen(client, NEW) == {"news": 1000, "480": 480, "960": 960}
    response = client.get(f"/media/480/{NEW}")
    assert response.headers["Cache-Control"] == "private, no-store"
    read(response)


@pytest.mark.drill
def test_who_has_the_link_gets_every_width_in_the_preview(client, article):
    link = sharing.share(article, by=make_user("Authors"))
    start = f"/preview/{link.token}/"
    page = client.get(f"{start}news/signed/").content.decode()
    assert f"{start}media/480/{NEW} 480w" in page
    assert '"/media/' not in page
    assert widths_seen(client, NEW, f"{start}media/") == {"news": 1000, "480": 480, "960": 960}


def test_an_editors_preview_shows_the_picture_of_the_draft(client, article):
    client.force_login(make_user("Authors"))
    page = client.get(f"/preview/{name_of(article)}/news/signed/").content.decode()
    assert f"/preview/{name_of(article)}/media/960/{NEW}" in page


@pytest.mark.drill
def test_a_replaced_picture_keeps_its_address_and_the_old_version_shows_it(client, article):
    author, publisher = make_user("Authors"), make_user("Publishers")
    client.force_login(author)
    sent = read_form(client, address(article)) | {"lead_image_alt": "Another hall"}
    sent["lead_image"] = SimpleUploadedFile("hall.png", picture(size=(600, 300)))
    client.post(address(article), sent | {"change_note": "Another picture"})
    publish_version(open_version(article), by=publisher)
    client.logout()

    article.refresh_from_db()
    assert widths_seen(client, article.lead_image.name) == {"news": 600, "480": 480}
    assert article.lead_image.name in client.get("/news/signed/").content.decode()
    assert widths_seen(client, OLD) == {"news": 1000, "480": 480, "960": 960}
    old_page = client.get("/news/signed/versions/1/").content.decode()
    assert f"/media/480/{OLD} 480w" in old_page
    assert 'alt="A hall"' in old_page
    # The draft that came between was never public.
    assert widths_seen(client, NEW) == {}


def test_nothing_of_a_record_that_was_taken_back_is_found(client, article):
    unpublish(article, by=None, reason="A mistake")
    assert widths_seen(client, OLD) == {}


def test_a_width_that_was_never_made_is_the_picture_itself(client, article):
    """After a restore from a copy that held the pictures alone."""
    default_storage.delete(f"480/{OLD}")
    assert widths_seen(client, OLD) == {"news": 1000, "480": 1000, "960": 960}


def test_a_picture_of_one_width_is_found_under_its_own_address_alone(client):
    name = default_storage.save("news/older.png", ContentFile(picture()))
    make_article(lead_image=name, **PICTURE)
    assert widths_seen(client, name) == {"news": 4}


@pytest.mark.drill
@pytest.mark.parametrize(
    "name",
    [
        f"1600/{OLD}",
        f"481/{OLD}",
        f"480/480/{OLD}",
        f"480//{OLD}",
        f"960/../{OLD}",
        "480/",
        "480/news",
        f"480/{OLD}%0a",
        f"٤٨٠/{OLD}",
        ".kept/0123456789abcdef",
        "480/.kept/0123456789abcdef",
    ],
)
def test_no_other_width_has_an_address(client, article, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_a_draft_cannot_be_asked_for_as_a_width_of_something_public(client, article):
    """A file of a draft that is called as a narrower picture would be."""
    name = default_storage.save(f"480/{OLD}".replace("/old", "/new"), ContentFile(picture()))
    assert client.get(f"/media/{name}").status_code == 404


def test_a_document_is_downloaded_under_the_title_that_readers_know(client):
    agreement = make_agreement(published=False)
    name = default_storage.save("documents/0a1b.pdf", ContentFile(PDF))
    document = Document(agreement=agreement, title="Accord: “a/b” été", kind="text", file=name)
    document.save()
    publish(agreement, by=None)
    Document.objects.filter(pk=document.pk).update(title="Secret working title")

    response = client.get(f"/media/{name}")

    assert read(response) == PDF
    disposition = response.headers["Content-Disposition"]
    assert disposition == "attachment; filename*=utf-8''accord-ab-%C3%A9t%C3%A9.pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_tells_the_size_of_a_document(client):
    agreement = make_agreement(published=False)
    pdf = b"%PDF-1.4\n2 0 obj << /Type /Pages /Kids [] /Count 12 >> endobj\n%%EOF"
    name = default_storage.save("documents/0a1b.pdf", ContentFile(pdf))
    Document.objects.create(agreement=agreement, title="The text", kind="text", file=name)
    publish(agreement, by=None)
    page = client.get(agreement.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert f"PDF, {len(pdf)} bytes, 12 pages" in page


def test_a_file_is_found_without_reading_snapshots(client, article, django_assert_max_num_queries):
    version = Version.objects.of(article).public().get()
    for number in range(2, 30):
        version.pk, version.number, version.state = None, number, Version.State.PAST
        version._state.adding = True
        version.save()
    Article.objects.filter(pk=article.pk).update(lead_image="")
    assert FileUse.objects.of(OLD).public().count() == 29
    with django_assert_max_num_queries(3) as queries:
        read(client.get(f"/media/480/{OLD}"))
    assert not any("snapshot" in query["sql"] for query in queries.captured_queries)
