"""A package with a fault: it says file, row, column and reason, and nothing is written."""

import json
import shutil
import uuid
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from agreements.models import Agreement
from organisations.models import Organisation
from publishing.actions import publish
from publishing.models import Source
from tests.factories import (
    add_link,
    add_signatory,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_source,
    make_theme,
)
from tests.files import picture

from .packages import content_of, export, put, read_in, refusal_of, rewrite, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.drill]


@pytest.fixture(scope="module")
def whole_package(tmp_path_factory, django_db_setup, django_db_blocker):
    """A package of two agreements; the register that it was written from is gone."""
    folder = tmp_path_factory.mktemp("whole")
    with django_db_blocker.unblock(), transaction.atomic():
        older = make_agreement("Older pact", themes=[make_theme(slug="magnets")])
        pact = make_agreement("Pact")
        add_link(pact, "builds_on", older)
        add_signatory(pact, pact.parties.first(), office="Minister")
        publish(pact, by=None, note="A link.")
        make_article(agreements=[pact])
        make_page()
        export(folder)
        transaction.set_rollback(True)
    return folder


@pytest.fixture
def package(whole_package, tmp_path):
    """A copy of it to damage."""
    return Path(shutil.copytree(whole_package, tmp_path / "package"))


# (table, column, what is written there, what the refusal says after "file, row 2, column …: ")
DAMAGED_CELLS = [
    ("agreements", "kind", "promise", "Value 'promise' is not a valid choice."),
    ("agreements", "kind", "", "Choose what kind of agreement it is."),
    ("agreements", "summary", "x" * 201, "It has 201 characters; 200 are allowed."),
    ("agreements", "summary", "a\0b", "It holds a NUL character."),
    ("agreements", "identifier", "AG-1", "“AG-1” is no identifier like AG-0001."),
    ("agreements", "identifier", "", "It is empty."),
    ("agreements", "slug", "Not a slug", "Enter a valid “slug”"),
    ("agreements", "slug", "", "It is empty."),
    ("agreements", "title", "", "This field cannot be blank."),
    ("agreements", "themes", "lasers", "“lasers” is not in themes.csv, nor public here."),
    ("agreements", "amount", "1,000", "“1,000” is no number."),
    ("agreements", "no_public_text", "perhaps", "“perhaps” is neither true nor false."),
    ("agreements", "place_country", "ZZ", "is not a valid choice"),
    ("agreements", "withdrawn_at", "2999-01-01T00:00:00Z", "is in the future"),
    ("agreements", "id", "seven", "“seven” is no key."),
    ("organisations", "website", "javascript:alert(1)", "Give an address that begins with"),
    ("organisations", "logo", "../../passwords.png", "is no name of a file of the register"),
    ("organisations", "logo", "logos/lost.png", "The package has no file media/logos/lost.png."),
    ("organisations", "parent", "ORG-0001", "This leads back to the organisation itself."),
    ("events", "date", "2025-02-30", "There is no 30 February 2025."),
    ("events", "date", "19 June 2025", "Write the date as 2025, 2025-06 or 2025-06-19."),
    ("events", "date_qualifier", "maybe", "Value 'maybe' is not a valid choice."),
    ("events", "position", "-1", "“-1” is no whole number."),
    ("events", "agreement", "AG-0099", "“AG-0099” is not in agreements.csv."),
    ("parties", "organisation", "ORG-0099", "“ORG-0099” is not in organisations.csv, nor"),
    ("parties", "organisation", "", "It is empty."),
    ("signatories", "party", str(uuid.UUID(int=1)), "is not in parties.csv."),
    ("citations", "record", "AG-0099", "“AG-0099” is no record of this package."),
    ("citations", "source", "a book", "“a book” is not in sources.csv, nor public here."),
    ("citations", "checked_on", "2026-13-01", "“2026-13-01” is not in the calendar."),
    ("versions", "number", "0", "Versions count from 1, each number once."),
    ("versions", "snapshot", "{", "It is no JSON that can be read."),
    ("versions", "snapshot", "[1]", "It is no snapshot of a record."),
    ("changes", "kind", "praised", "The register knows no such change."),
    ("changes", "version", "7", "Version 7 is not in versions.csv."),
]


@pytest.mark.drill
@pytest.mark.parametrize(("table", "column", "cell", "reason"), DAMAGED_CELLS)
def test_a_wrong_cell_is_named_and_nothing_is_written(package, table, column, cell, reason):
    put(package, table, column, cell)
    said = refusal_of(package)
    place, _colon, rest = said.splitlines()[1].partition(": ")
    assert place == f"{table}.csv, row 2, column {column}"
    assert reason in rest
    assert not Organisation.objects.exists()
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("table", "column", "said"),
    [
        ("events", "id", "events.csv, row 3, column id: Row 2 has the same."),
        ("agreements", "slug", "agreements.csv, row 3, column slug: Row 2 has the same."),
        ("sources", "url", "sources.csv, row 3, column url: Row 2 has the same."),
        ("organisations", "identifier", "row 3, column identifier: Row 2 has the same."),
    ],
)
def test_what_is_there_twice_names_both_rows(package, table, column, said):
    put(package, table, column, rows_of(package, table)[0][column], row=1)
    assert said in refusal_of(package)


def test_a_cell_of_several_lines_is_one_row(package):
    put(package, "agreements", "body", "<p>One</p>\n<p>Two</p>")
    put(package, "agreements", "level", "village", row=1)
    assert "agreements.csv, row 3, column level" in refusal_of(package)


@pytest.mark.parametrize(
    ("table", "changes", "said"),
    [
        (
            "citations",
            {"value": "Else", "fact": ""},
            "citations.csv, row 2: It breaks the rule “value needs a fact”.",
        ),
        (
            "signatories",
            {"office": ""},
            "signatories.csv, row 2: Give the name, the office, or both.",
        ),
        (
            "links",
            {"to_agreement": "AG-0002"},
            "links.csv, row 2: An agreement cannot be linked to itself.",
        ),
        (
            "agreements",
            {"withdrawn_at": "2020-01-01T00:00:00Z"},
            "agreements.csv, row 2, column withdrawn_reason: A withdrawn record says why.",
        ),
    ],
)
def test_a_rule_across_columns_names_the_row(package, table, changes, said):
    for column, cell in changes.items():
        put(package, table, column, cell)
    assert said in refusal_of(package)


def test_a_signatory_signs_for_a_party_of_the_same_agreement(package):
    put(package, "signatories", "agreement", "AG-0001")
    assert "signatories.csv, row 2, column party: It is a party of another" in refusal_of(package)


def test_all_faults_are_found_at_once_and_twenty_are_shown(package):
    rewrite(package, "citations", lambda rows: rows.extend(dict(rows[0]) for _ in range(30)))
    said = refusal_of(package).splitlines()
    assert len(said) == 22
    assert said[-1].startswith("… and ")


def damage_text(package, table, change):
    path = package / f"{table}.csv"
    path.write_bytes(change(path.read_bytes()))


TEXTS = [
    (lambda raw: raw.replace(b"Pact", "Pacté".encode("latin-1"), 1), "row 3, column title", "0xE9"),
    (lambda raw: raw[:-40], "row 3", "cut off"),
    (lambda raw: raw.rstrip(b"\n") + b",more\n", "row 3", "cells, the header has"),
    (lambda raw: raw.replace(b"title", b"heading", 1), "row 1, column heading", "no such column"),
    (lambda raw: raw.replace(b"title", b"heading", 1), "row 1, column title", "missing"),
    (lambda raw: raw.replace(b"title", b"kind", 1), "row 1, column kind", "twice"),
    (lambda raw: raw + b'"never closed\n', "row 4", "cannot be read as CSV"),
    (lambda raw: b"", "row 1", "no header"),
]


@pytest.mark.parametrize(("change", "place", "reason"), TEXTS)
def test_a_broken_table_is_named_with_the_place(package, change, place, reason):
    damage_text(package, "agreements", change)
    lines = [line for line in refusal_of(package).splitlines() if reason in line]
    assert lines
    assert lines[0].startswith(f"agreements.csv, {place}")
    assert not Organisation.objects.exists()


def test_a_missing_table_is_named(package):
    (package / "parties.csv").unlink()
    assert "parties.csv: The file is missing." in refusal_of(package)


def test_an_unknown_table_is_not_passed_over(package):
    descriptor = json.loads((package / "datapackage.json").read_text())
    descriptor["resources"].append({"name": "rumours", "path": "rumours.csv"})
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    assert "rumours.csv" in refusal_of(package)


def test_a_byte_order_mark_and_lines_of_windows_do_no_harm(package):
    text = (package / "themes.csv").read_text()
    (package / "themes.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert " 0 refused" in read_in(package)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"resources": 7}', '{"resources": [{}]}'])
def test_without_a_description_it_is_no_package(package, text):
    (package / "datapackage.json").write_text(text)
    assert "not the description" in refusal_of(package, code=2)


def test_an_empty_folder_and_a_missing_one_are_no_packages(tmp_path):
    assert "datapackage.json" in refusal_of(tmp_path, code=2)
    assert "There is nothing at" in refusal_of(tmp_path / "nowhere", code=2)


def zipped(package, path, **more):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**content_of(package), **more}.items():
            archive.writestr(name, content)
    return path


def test_a_zip_that_is_cut_off_is_no_package(package, tmp_path):
    path = zipped(package, tmp_path / "package.zip")
    path.write_bytes(path.read_bytes()[:-200])
    assert "not a whole zip" in refusal_of(path, code=2)


def test_a_format_that_the_path_has_not_is_said(package):
    assert "is no zip" in refusal_of(package, code=2, format="zip")


def test_a_zip_with_a_changed_byte_is_no_package(package, tmp_path):
    path = zipped(package, tmp_path / "package.zip")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 3] ^= 0xFF
    path.write_bytes(raw)
    refusal_of(path, code=2)


def test_a_zip_that_unpacks_to_too_much_is_not_unpacked(package, tmp_path, monkeypatch):
    monkeypatch.setattr("fusionsite.register.files.LARGEST_PACKAGE", 2 * 1024 * 1024)
    path = zipped(package, tmp_path / "bomb.zip", **{"pages.csv": b"x" * 3 * 1024 * 1024})
    assert "2 MB are allowed" in refusal_of(path, code=2)


def test_an_entry_with_a_path_of_its_own_is_not_read(package, tmp_path):
    path = zipped(package, tmp_path / "package.zip", **{"../outside.csv": b"outside"})
    read_in(path)
    assert not (tmp_path.parent / "outside.csv").exists()


def test_a_picture_that_is_none_is_refused(package):
    put(package, "organisations", "logo", "logos/cafe.png")
    (package / "media" / "logos").mkdir(parents=True)
    (package / "media" / "logos" / "cafe.png").write_bytes(b"<script>")
    assert "organisations.csv, row 2, column logo: This is not a picture" in refusal_of(package)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("cafe-9000x9.png", picture(), "The picture has another size than its name says."),
        (
            "cafe.webp",
            picture("WEBP", save_all=True, append_images=[Image.new("RGB", (4, 2))], duration=9),
            "The picture moves.",
        ),
    ],
)
def test_a_picture_that_is_not_as_it_should_be_is_refused(package, name, content, reason):
    put(package, "organisations", "logo", f"logos/{name}")
    put(package, "organisations", "logo_credit", "Ours")
    (package / "media" / "logos").mkdir(parents=True)
    (package / "media" / "logos" / name).write_bytes(content)
    assert f"organisations.csv, row 2, column logo: {reason}" in refusal_of(package)
    assert not default_storage.exists(f"logos/{name}")


def test_what_is_here_already_blocks_by_name(package):
    draft = make_organisation("Draft", published=False, slug=organisation(package)["slug"])
    assert "column slug: Another row here has the same" in refusal_of(package)
    assert list(Organisation.objects.all()) == [draft]


def test_an_identifier_of_another_record_here_is_refused(package):
    make_organisation("Another")
    assert "ORG-0001 is another record here" in refusal_of(package)


def test_a_source_of_the_same_address_here_is_refused(package):
    make_source(url=rows_of(package, "sources")[0]["url"])
    assert "sources.csv, row 2, column url: Another row here has the same" in refusal_of(package)


def test_a_row_of_another_record_here_is_not_taken(package):
    read_in(package)
    key = Agreement.objects.get(title="Pact").events.get().pk
    rewrite(package, "events", lambda rows: rows.pop())
    put(package, "events", "id", str(key))
    assert "events.csv, row 2, column id: A row of another record" in refusal_of(package)


def organisation(package):
    return rows_of(package, "organisations")[0]


def put_into_old_version(package, document):
    """An older version of an agreement with this document, which may be anything at all."""

    def change(rows):
        row = next(row for row in rows if row["snapshot"])
        snapshot = json.loads(row["snapshot"])
        snapshot["children"]["documents"] = {str(uuid.UUID(int=7)): document}
        row["snapshot"] = json.dumps(snapshot)

    rewrite(package, "versions", change)


@pytest.mark.parametrize("name", ["../../settings.pdf", "documents/" + "a" * 200 + ".pdf", "x"])
def test_an_old_version_names_files_by_names_of_the_register_alone(package, name):
    put_into_old_version(package, {"title": "Text", "file": name})
    assert "is no name of a file of the register." in refusal_of(package)
    assert not Agreement.objects.exists()


def test_what_stands_for_a_file_in_an_old_version_and_is_no_text_names_none(package):
    put_into_old_version(package, {"title": "Text", "file": ["documents/a.pdf"]})
    assert "0 refused" in read_in(package)
