"""Which versions name which files: written when a version is made."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from agreements.models import Agreement, Document
from publishing import drafts
from publishing.file_uses import files_named
from publishing.models import FileUse, StoredFile, Version
from publishing.registry import versioned
from tests.factories import make_agreement, make_article, make_organisation, make_user
from tests.files import PDF, picture
from tests.publishing.drafting import draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.uploaded_files]
PICTURE = {"lead_image_alt": "A hall", "lead_image_credit": "UKAEA"}


def make_article_with(name, **fields):
    default_storage.save(name, ContentFile(picture()))
    return make_article("Signed", lead_image=name, **PICTURE, **fields)


def uses():
    found = FileUse.objects.order_by("version__created_at", "file__name")
    return list(found.values_list("file__name", "place", "title", "version__state"))


def test_a_version_notes_its_picture():
    make_article_with("news/a.png")
    assert uses() == [("news/a.png", "lead_image", "Signed", "live")]
    file = StoredFile.objects.get()
    assert (file.size, file.pages) == (len(picture()), None)


def test_a_draft_notes_the_picture_that_it_brings_and_who_wrote_it():
    article = make_article_with("news/a.png")
    author = make_user("Authors")
    default_storage.save("news/b.png", ContentFile(picture()))
    draft_of(article, by=author, lead_image="news/b.png")
    assert [(name, state) for name, _place, _title, state in uses()] == [
        ("news/a.png", "live"),
        ("news/b.png", "draft"),
    ]
    assert StoredFile.objects.get(name="news/b.png").uploaded_by == author


def test_the_file_of_a_row_is_noted_under_the_title_of_the_row():
    agreement = make_agreement(published=False)
    default_storage.save("documents/a.pdf", ContentFile(PDF))
    Document.objects.create(agreement=agreement, title="The text", file="documents/a.pdf")
    drafts.save_draft(agreement, drafts.snapshots.take(agreement), by=None)
    assert uses() == [("documents/a.pdf", "documents.file", "The text", "draft")]


def test_a_version_without_files_asks_nothing_more(django_assert_num_queries):
    organisation = make_organisation()
    version = Version(record=organisation, state="past", number=7, snapshot={"fields": {}})
    version.published_at = version.created_at
    with django_assert_num_queries(1):
        version.save()


def test_a_lost_file_is_noted_without_its_size():
    make_article(lead_image="news/lost.png", **PICTURE)
    assert StoredFile.objects.get().size is None


def test_an_old_snapshot_names_its_file_by_the_old_name_of_the_field(monkeypatch):
    content = versioned(children=["documents"], renamed={"documents.pdf": "file"})
    monkeypatch.setattr("publishing.registry._content", {})
    content(Agreement)
    row = {"title": "Text", "pdf": "documents/a.pdf"}
    snapshot = {"fields": {}, "children": {"documents": {"1": row}}}
    assert files_named(Agreement, snapshot) == {"documents/a.pdf": ("documents.file", "Text")}


def test_what_was_made_before_is_written_down_once():
    """What the migration writes is what is written at every save."""
    article = make_article_with("news/a.png")
    draft_of(article, by=make_user("Authors"), lead_image="news/lost.png")
    agreement = make_agreement(published=False)
    Document.objects.create(agreement=agreement, title="Text", file="documents/b.pdf")
    drafts.save_draft(agreement, drafts.snapshots.take(agreement), by=None)
    noted, files = uses(), list(StoredFile.objects.order_by("name").values("name", "size"))
    StoredFile.objects.all().delete()
    assert uses() == []

    import_module("publishing.migrations.0008_note_stored_files").note_files(apps, None)

    assert uses() == noted
    assert list(StoredFile.objects.order_by("name").values("name", "size")) == files
