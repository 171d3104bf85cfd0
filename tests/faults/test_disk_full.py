"""The disk is full: for the database, for files, for the package and for what is kept meanwhile."""

import os
import random
import zipfile
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from django.core.files.storage import default_storage
from django.db import connection

from agreements.models.children import Document
from organisations.models import Organisation
from publishing.actions import publish
from publishing.models import Version
from publishing.whole_files import PASSING
from tests.admin_forms import add_row, address
from tests.factories import make_agreement, make_theme
from tests.files import PDF
from tests.publishing.drafting import draft_of

from .services import manage, service
from .state import wrong_in_register
from .test_killed_commands import ROWS, organisations
from .visiting import LONGEST_WAIT, MARKER, SOUGHT, Publisher, readers

pytestmark = [pytest.mark.drill, pytest.mark.usefixtures("production_settings")]

SECONDS_BACK = 5
# Bytes that are left on the disk: at each amount something else fails first.
LEFT = (0, 4_096, 16_384, 65_536, 262_144)


class Room:
    """Fills the disk, has something done, and makes room again."""

    def __init__(self, own_disk, serving, faults):
        self.disk, self.server = own_disk
        self.serving, self.faults = serving, faults

    def without(self, leave, act):
        self.give_back_room()
        self.disk.fill(leave)
        try:
            done = act()
        finally:
            self.disk.empty()
        self.faults.injections += 1
        with self.faults.recovery(within=SECONDS_BACK):
            if self.server:
                self.server.look_after()
            self.serving.wait_until_it_serves(SECONDS_BACK)
        connection.close()
        return done

    def give_back_room(self):
        """SQLite keeps the room that its log of changes once took, and writes there again."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


@pytest.fixture
def room(own_disk, tally, tmp_path):
    faults = tally("the disk full")
    draft_of(make_agreement("The other pact"), title=f"{MARKER} {SOUGHT}")
    temporary = str(own_disk[0].path / "files")
    with (
        service(tmp_path, TMPDIR=temporary, OWN_WORK="1") as serving,
        readers(serving, number=1) as reading,
    ):
        yield Room(own_disk, serving, faults)
    faults.early += reading.early
    faults.look_at(wrong_in_register())
    assert reading.faults == []
    assert not faults.harm


def files_of(storage):
    """Names of what is stored, but for what was left on its way."""
    top = storage.path("")
    found = [os.path.join(folder, name) for folder, _below, names in os.walk(top) for name in names]
    names = {os.path.relpath(path, top) for path in found}
    return {name for name in names if not name.startswith(PASSING)}


def test_a_publication_with_a_document_is_whole_or_not_at_all(room):
    publisher = Publisher(room.serving)
    agreement = make_agreement("The pact of the beginning")
    chance = random.Random(7)  # noqa: S311 - repeatable on purpose

    for number, leave in enumerate(LEFT):
        title = f"The pact {number}"
        draft_of(agreement, title=title)
        # Too large for memory: it is kept in a temporary file while it comes.
        content = PDF + chance.randbytes(2_500_000)
        form = add_row(
            publisher.form(agreement),
            "documents",
            kind="text",
            title=f"Text {number}",
            position="0",
        )
        name = f"documents-{int(form['documents-TOTAL_FORMS']) - 1}-file"

        def send(form=form, name=name, content=content):
            url = f"{room.serving.address}{address(agreement)}"
            files = {name: ("text.pdf", content, "application/pdf")}
            sent = {"data": form, "headers": publisher.headers, "timeout": LONGEST_WAIT}
            return httpx.post(url, files=files, **sent)

        before = files_of(default_storage)
        answer = room.without(leave, send)
        assert answer.status_code in (302, 503), answer.text[:2000]
        agreement.refresh_from_db()
        if answer.status_code == 503:
            assert "What you sent was not saved." in answer.text
            assert agreement.title != title
            assert files_of(default_storage) == before
            assert send().status_code == 302
        agreement.refresh_from_db()
        assert agreement.title == title
        stored = Document.objects.filter(agreement=agreement).order_by("pk").values_list("file")
        assert len(stored) == number + 1
        assert content in {Path(default_storage.path(name)).read_bytes() for (name,) in stored}
    assert Version.objects.of(agreement).public().count() == len(LEFT) + 1


def test_a_command_says_that_the_disk_is_full_and_is_run_again(room, tmp_path):
    table, folder = organisations(tmp_path), room.disk.path / "files"
    ended = room.without(0, lambda: manage("import_organisations", table, "--quiet"))
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False), ended.stderr
    assert Organisation.objects.filter(kind="company").count() == 0
    ended = room.without(0, lambda: manage("export_register", folder / "register.zip"))
    assert (ended.returncode, "No space left" in ended.stderr) == (2, True), ended.stderr
    assert list(folder.glob("*.zip")) + list(folder.glob("*.part")) == []
    assert manage("import_organisations", table, "--quiet").returncode == 0
    names = [f"Laboratory {number}" for number in range(ROWS)]
    assert Organisation.objects.published().filter(name__in=names).count() == ROWS


def test_the_package_that_there_was_stays(room):
    assert room.serving.get("/data/register.zip").status_code == 200
    for leave in (0, 4_096, 8_192):
        theme = make_theme()
        answer = room.without(leave, lambda: room.serving.get("/data/register.zip"))
        assert answer.status_code in (200, 503)
        if answer.status_code == 200:
            assert zipfile.ZipFile(BytesIO(answer.content)).testzip() is None
        publish(theme, by=None, note="Once more.")
        now = zipfile.ZipFile(BytesIO(room.serving.get("/data/register.zip").content))
        assert theme.name in now.read("themes.csv").decode()
    left = {path.suffix for path in (room.disk.path / "files" / "package").iterdir()}
    assert left <= {".zip", ".json", ".lock"}
