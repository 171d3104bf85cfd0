"""What a backup is called, who may read it, which are kept, and what is said when there is none."""

import os
import stat
import subprocess
import tarfile
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection

from fusionsite.backups.making import ENGINES
from fusionsite.backups.places import UNFINISHED, backups_in
from publishing.models import Change, FileUse, Step, Version
from publishing.stored_files import default_storage
from publishing.unused_files import delete_unused_files
from tests.factories import make_article
from tests.files import picture, set_modified

from .registers import PICTURE, back_up, empty, illustrated, refusal_of, restore

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def parts_of(path):
    with tarfile.open(path) as archive:
        return archive.getnames()


def test_it_is_for_its_owner_alone_and_taken_apart_without_the_register(folder, tmp_path):
    illustrated("Signed")
    back_up(folder)
    made = backups_in(folder)[0]
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    apart = tmp_path / "apart"
    apart.mkdir()
    subprocess.run(["tar", "-xf", made, "-C", apart], check=True)
    subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=apart, check=True
    )
    assert (apart / "media/news/signed-500x20.png").read_bytes() == picture(size=(500, 20))


def test_a_folder_keeps_the_newest_and_what_was_put_there_by_hand(folder):
    folder.mkdir()
    (folder / "by hand.tar").write_text("kept")
    for day in range(1, 5):
        with time_machine.travel(datetime(2026, 11, day, 2, 15, tzinfo=UTC)):
            said = back_up(folder, keep=2)
    assert "2 older ones" not in said
    assert "1 older ones were deleted" in said
    assert sorted(path.name for path in folder.iterdir()) == [
        "by hand.tar",
        "register-2026-11-03T021500Z.tar",
        "register-2026-11-04T021500Z.tar",
    ]
    empty()
    assert "2026-11-04T02:15:00+00:00" in restore(folder)


@pytest.mark.parametrize("keep", [0, -1])
def test_at_least_one_is_kept(folder, keep):
    assert "--keep needs a folder and a number" in refusal_of("backup", folder, 2, keep=keep)


def test_nothing_is_said_when_all_is_well(folder):
    assert back_up(folder, quiet=True) == ""


def test_what_a_killed_backup_left_is_cleared_away(folder):
    left = folder / f"{UNFINISHED}abc"
    left.mkdir(parents=True)
    (left / "register.tar").write_text("half")
    back_up(folder)
    assert left.exists()
    os.utime(left, (0, 0))
    back_up(folder)
    assert not left.exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    said = refusal_of("backup", tmp_path / "file" / "backups", 2)
    assert "The backup could not be written to" in said


def test_a_file_that_a_version_names_and_nobody_finds_is_told_of(folder):
    article = illustrated("Signed")
    default_storage.delete(article.lead_image.name)
    said = refusal_of("backup", folder, 1)
    assert "1 files that versions name are not among the uploaded files" in said
    assert len(backups_in(folder)) == 1


def test_what_came_with_forms_and_lies_about_is_left_out(folder):
    for name in (".kept/0123", "lost+found/x", "news/.hidden", "Notes/a.txt", "news/a.png"):
        default_storage.put(name, b"picture")
    back_up(folder)
    media = [name for name in parts_of(backups_in(folder)[0]) if name.startswith("media/")]
    assert media == ["media/news/a.png"]


def test_a_record_that_goes_with_its_files_meanwhile_is_whole_in_the_backup(folder, monkeypatch):
    """At the worst moment: the database is copied, its files are deleted before they are read."""
    article = illustrated("Signed")
    name = article.lead_image.name
    for each in (name, f"480/{name}"):
        set_modified(each, datetime.now(UTC) - timedelta(days=3))
    engine = ENGINES[connection.vendor]
    saved = engine.save

    def save_and_delete(archive, work):
        found = saved(archive, work)
        # By hand: the register itself deletes no version.
        for model in (FileUse, Change, Step, Version):
            model.objects.all()._raw_delete("default")
        article.delete()
        assert name in delete_unused_files()
        return found

    monkeypatch.setattr(engine, "save", save_and_delete)
    back_up(folder)
    empty()
    restore(folder)
    assert default_storage.exists(name)
    assert default_storage.exists(f"480/{name}")


def test_a_file_that_is_still_being_written_is_not_taken_half(folder, monkeypatch):
    """What is named by the time the database is copied is read after that."""
    default_storage.put("news/slow-500x20.png", b"ha")
    engine = ENGINES[connection.vendor]
    saved = engine.save

    def finish_and_save(archive, work):
        default_storage.delete("news/slow-500x20.png")
        name = default_storage.save("news/slow-500x20.png", ContentFile(picture(size=(500, 20))))
        make_article(lead_image=name, **PICTURE)
        return saved(archive, work)

    monkeypatch.setattr(engine, "save", finish_and_save)
    back_up(folder)
    empty()
    restore(folder)
    with default_storage.open("news/slow-500x20.png") as file:
        assert file.read() == picture(size=(500, 20))
