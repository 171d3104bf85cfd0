"""Files that nothing names are deleted when they are old, and no others."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from news.models import Article
from publishing.actions import publish
from publishing.models import FileUse, StoredFile
from tests.factories import make_article
from tests.files import picture, set_modified
from tests.publishing.drafting import draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.uploaded_files]
PICTURE = {"lead_image_alt": "A hall", "lead_image_credit": "UKAEA"}


def store(name, content=None, *, age=timedelta(days=2)):
    name = default_storage.save(name, ContentFile(content or picture()))
    grow_old(name, age)
    return name


def grow_old(name, age=timedelta(days=2)):
    set_modified(name, timezone.now() - age)


def delete_unused(*options):
    said = StringIO()
    call_command("delete_unused_files", *options, stdout=said)
    return said.getvalue().splitlines()


def test_an_old_file_that_nothing_names_is_deleted_with_its_narrower_ones():
    name = store("news/a-500x5.png", picture(size=(500, 5)))
    assert delete_unused() == [name, "1 deleted"]
    assert not default_storage.exists(name)
    assert not default_storage.exists(f"480/{name}")


def test_a_dry_run_deletes_nothing():
    name = store("news/a.png")
    assert delete_unused("--dry-run") == [name, "1 would be deleted"]
    assert default_storage.exists(name)


def test_a_file_of_today_is_kept():
    """Its form may be on its way."""
    name = store("news/a.png", age=timedelta(hours=23))
    assert delete_unused() == []
    assert default_storage.exists(name)


def test_what_a_record_a_draft_or_an_older_version_names_is_kept():
    names = [store(f"news/{letter}.png") for letter in "abcd"]
    article = make_article(lead_image=names[0], **PICTURE)
    Article.objects.filter(pk=article.pk).update(lead_image=names[1])
    publish(article, by=None)
    draft_of(article, lead_image=names[2])
    Article.objects.filter(pk=article.pk).update(lead_image=names[3])
    assert delete_unused() == []


def test_what_a_version_names_is_kept_even_where_that_was_not_noted():
    name = store("news/a.png")
    article = make_article(lead_image=name, **PICTURE)
    Article.objects.filter(pk=article.pk).update(lead_image="", lead_image_alt="")
    FileUse.objects.all().delete()
    assert delete_unused() == []


def test_what_is_known_of_a_deleted_file_goes_with_it():
    StoredFile.objects.create(name=store("news/a.png"))
    delete_unused()
    assert not StoredFile.objects.exists()


def test_a_narrower_picture_without_its_picture_is_deleted():
    name = store("480/news/a-500x5.png")
    assert delete_unused() == [name, "1 deleted"]


def test_files_beside_the_registers_own_are_left_alone():
    name = store("letters/a.png")
    assert delete_unused() == []
    assert default_storage.exists(name)


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    for number in range(3):
        make_article(lead_image=store(f"news/{number}.png"), **PICTURE)
    with django_assert_max_num_queries(8) as few:
        delete_unused("--dry-run")
    for number in range(3, 9):
        make_article(lead_image=store(f"news/{number}.png"), **PICTURE)
    with django_assert_max_num_queries(len(few.captured_queries)):
        delete_unused("--dry-run")
