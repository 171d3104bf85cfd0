"""The report of files: where each is used, and by whom it was brought."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from news.models import Article
from publishing.actions import publish
from publishing.models import FileUse, StoredFile
from tests.admin_forms import address, read_form
from tests.factories import make_article, make_organisation, make_user
from tests.files import picture
from tests.publishing.drafting import draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.uploaded_files]
LIST = reverse("admin:publishing_storedfile_changelist")
PICTURE = {"lead_image_alt": "A hall", "lead_image_credit": "UKAEA"}


@pytest.fixture
def author(client):
    client.force_login(make_user("Authors", username="author"))
    return client


def store(name):
    return default_storage.save(name, ContentFile(picture()))


@pytest.fixture
def article():
    """Live with c.png; a.png was in its first version, b.png is in its draft."""
    article = make_article("Signed", lead_image=store("news/a.png"), **PICTURE)
    Article.objects.filter(pk=article.pk).update(lead_image=store("news/c.png"))
    publish(article, by=None, note="Another picture")
    draft_of(article, by=make_user("Authors", username="writer"), lead_image=store("news/b.png"))
    StoredFile.objects.create(name="news/d.png")
    return article


def names_in(response):
    return sorted(file.name for file in response.context["cl"].result_list)


@pytest.mark.parametrize(
    ("use", "names"),
    [
        ("", ["news/a.png", "news/b.png", "news/c.png", "news/d.png"]),
        ("live", ["news/c.png"]),
        ("draft", ["news/b.png"]),
        ("older", ["news/a.png"]),
        ("unused", ["news/d.png"]),
        ("nonsense", ["news/a.png", "news/b.png", "news/c.png", "news/d.png"]),
    ],
)
def test_files_are_found_by_where_they_are_used(author, article, use, names):
    assert names_in(author.get(LIST, {"use": use})) == names


@pytest.mark.parametrize(
    ("kind", "names"), [("picture", ["news/a.png"]), ("pdf", ["documents/a.pdf"])]
)
def test_files_are_found_by_their_kind(author, kind, names):
    for name in ("news/a.png", "documents/a.pdf"):
        StoredFile.objects.create(name=name)
    assert names_in(author.get(LIST, {"kind": kind})) == names


def test_a_file_is_found_by_what_the_record_is_called(author, article):
    assert len(names_in(author.get(LIST, {"q": "Signed"}))) == 3
    assert names_in(author.get(LIST, {"q": "Unheard"})) == []


def test_each_file_leads_to_the_records_that_name_it(author, article):
    shown = author.get(LIST, {"use": "draft"}).content.decode()
    assert f'href="{address(article)}"' in shown
    for words in ("writer", "In a draft", 'src="/media/news/b.png"'):
        assert words in shown


def test_the_page_of_a_file_names_the_versions(author, article):
    file = StoredFile.objects.get(name="news/a.png")
    shown = author.get(reverse("admin:publishing_storedfile_change", args=[file.pk]))
    assert "version 1" in shown.content.decode()
    assert "In older versions alone" in shown.content.decode()
    assert 'href="/media/news/a.png"' in shown.content.decode()


def test_a_file_of_a_deleted_record_says_so(author):
    article = make_article(published=False)
    sent = read_form(author, address(article)) | {"lead_image_alt": "A hall"}
    sent["lead_image"] = SimpleUploadedFile("The hall <b>.png", picture())
    author.post(address(article), sent)
    article.refresh_from_db()
    article.delete()
    file = StoredFile.objects.get()
    assert str(file) == "The hall <b>.png"
    shown = author.get(reverse("admin:publishing_storedfile_change", args=[file.pk]))
    assert "a deleted record" in shown.content.decode()
    assert "The hall &lt;b&gt;.png" in author.get(LIST).content.decode()


def test_who_may_not_see_a_kind_of_record_does_not_see_its_files(client, article):
    logo = store("logos/a.png")
    make_organisation(logo=logo, logo_credit="Ours")
    user = make_user()
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_storedfile", "view_organisation"])
    )
    client.force_login(user)
    assert names_in(client.get(LIST)) == ["logos/a.png", "news/d.png"]
    hidden = StoredFile.objects.get(name="news/b.png")
    page = client.get(reverse("admin:publishing_storedfile_change", args=[hidden.pk]))
    assert page.status_code == 302


def test_nobody_changes_or_deletes_a_file_here(client, article):
    client.force_login(make_user("Administrators"))
    file = StoredFile.objects.first()
    for page in ("change", "delete"):
        answer = client.post(reverse(f"admin:publishing_storedfile_{page}", args=[file.pk]), {})
        assert answer.status_code == 403
    assert client.get(reverse("admin:publishing_storedfile_add")).status_code == 403


def test_the_number_of_queries_does_not_grow(author, article, django_assert_max_num_queries):
    author.get(LIST)
    with django_assert_max_num_queries(12) as few:
        author.get(LIST)
    versions = FileUse.objects.values_list("version", flat=True)
    for number in range(60):
        file = StoredFile.objects.create(name=f"news/more-{number}.png")
        FileUse.objects.bulk_create(FileUse(file=file, version_id=version) for version in versions)
        make_article(lead_image=f"news/other-{number}.png", **PICTURE) if number < 5 else None
    with django_assert_max_num_queries(len(few.captured_queries)):
        shown = author.get(LIST)
    assert len(shown.context["cl"].result_list) == 50
    file = StoredFile.objects.get(name="news/more-1.png")
    with django_assert_max_num_queries(10):
        author.get(reverse("admin:publishing_storedfile_change", args=[file.pk]))
