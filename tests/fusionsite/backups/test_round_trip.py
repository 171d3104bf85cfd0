"""A backup that was made while others wrote, brought back into an empty place."""

from threading import Event, Thread

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from news.models import Article
from publishing.models import Version
from publishing.stored_files import default_storage
from tests.deploying.site import Site
from tests.factories import make_agreement

from .registers import (
    all_files,
    all_rows,
    back_up,
    empty,
    exported,
    fill,
    illustrated,
    refusal_of,
    restore,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.drill
@pytest.mark.one_database
def test_what_migrate_made_is_an_empty_place(tmp_path):
    new = Site(tmp_path)
    new.manage("migrate", "--verbosity", "0")
    new.manage("backup", str(tmp_path / "nothing.tar"))

    new.manage("restore", str(tmp_path / "nothing.tar"))


class Writing:
    """Somebody who publishes one article with a picture after the other."""

    def __enter__(self):
        self.written, self.first, self.ended = 0, Event(), Event()
        self.thread = Thread(target=self.write)
        self.thread.start()
        assert self.first.wait(20)
        return self

    def write(self):
        while not self.ended.is_set() and self.written < 500:
            illustrated(f"Written{self.written}")
            self.written += 1
            self.first.set()
        connection.close()

    def __exit__(self, *_error):
        self.ended.set()
        self.thread.join()


def test_the_register_comes_back_as_it_was(tmp_path):
    fill()
    with Writing() as writing:
        back_up(tmp_path / "meanwhile.tar")
    back_up(tmp_path / "backups")
    rows, files, package = all_rows(), all_files(), exported(tmp_path / "before.zip")
    empty()

    assert "rows" in restore(tmp_path / "backups")

    assert all_rows() == rows
    assert all_files() == files
    assert exported(tmp_path / "after.zip") == package
    assert not Session.objects.exists()
    # Counters go on behind what was restored.
    assert make_agreement().identifier == "AG-0002"

    assert "The database is not empty" in refusal_of("restore", tmp_path / "meanwhile.tar", 1)
    restore(tmp_path / "meanwhile.tar", overwrite=True)

    found = Article.objects.filter(title__startswith="Written")
    # Those of a moment: none is missing before the last one.
    assert {article.title for article in found} == {f"Written{n}" for n in range(len(found))}
    assert 1 <= len(found) <= writing.written
    for article in Article.objects.all():
        assert Version.objects.of(article).filter(number=1).exists()
        assert default_storage.exists(article.lead_image.name)
        assert default_storage.exists(f"480/{article.lead_image.name}")
