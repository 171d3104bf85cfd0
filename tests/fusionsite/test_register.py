"""The register as a package: written, read into an empty database, written again."""

import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from agreements.models import Agreement
from agreements.models.children import Document
from fusionsite.register import public_rows
from news.models import Article
from organisations.models import Name, Organisation
from publishing.actions import publish, reinstate, unpublish, withdraw
from publishing.hooks import on_public_change
from publishing.models import (
    Change,
    FileUse,
    IdentifierCounter,
    Page,
    Redirect,
    StoredFile,
    Version,
)
from tests.factories import (
    add_link,
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_source,
    make_theme,
    make_user,
)
from tests.files import picture

from .packages import (
    content_of,
    empty_register,
    export,
    read_in,
    refusal_of_export,
    rows_of,
    without_history,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    """A register with something in every table; returns its chief agreement."""
    theme = make_theme(name="Magnets")
    make_theme(name="Coils", parent=theme)
    ministry = make_organisation("Ministry", country="JP", acronym="M")
    Name.objects.create(organisation=ministry, kind="former", name="Agency", held_until="2001")
    publish(ministry, by=None, note="A former name.")
    lab = make_organisation("Laboratory", parent=ministry)
    older = make_agreement("Older pact", parties=[ministry, lab], signed="by June 2020")
    pact = make_agreement("Pact", parties=[ministry, lab], themes=[theme], published=False)
    pact.body = "<p>First line</p>\n<p>“Second”, with a comma</p>"
    pact.amount, pact.currency, pact.amount_qualifier = 410_000_000, "GBP", "exactly"
    pact.save()
    add_link(pact, "builds_on", older)
    add_signatory(pact, pact.parties.first(), office="Minister")
    cite(pact, fact="place", value="Culham", checked_on="2026-01-31")
    Document.objects.create(agreement=pact, title="Text", url="https://texts.example/1")
    publish(pact, by=None, note="First publication")
    make_article("Signed today", agreements=[pact], publisher_organisation=lab)
    make_page()
    pact.refresh_from_db()
    return pact


def test_the_second_export_has_the_bytes_of_the_first(register, tmp_path):
    first = export(tmp_path / "first")
    empty_register()
    read_in(first)
    assert content_of(export(tmp_path / "second")) == content_of(first)


def test_what_is_read_in_parts_is_the_same(register, tmp_path, monkeypatch):
    whole = export(tmp_path / "whole")
    monkeypatch.setattr(public_rows, "SETS_AT_ONCE", 1)
    assert content_of(export(tmp_path / "parts")) == content_of(whole)


@pytest.mark.drill
def test_a_package_without_history_comes_back_the_same_too(register, tmp_path):
    first = without_history(export(tmp_path / "first"))
    empty_register()
    read_in(first)
    second = export(tmp_path / "second")
    assert set(content_of(first).items()) <= set(content_of(second).items())
    assert {change.note for change in Change.objects.all()} == {"First publication"}


@pytest.mark.drill
@pytest.mark.parametrize("ending", ["\r", "\r\n", "\n", "\u2028", "\x85"])
def test_every_sort_of_line_ending_stays_in_its_cell(ending, tmp_path):
    make_article("Signed today", publisher=f"Ministry{ending}of Energy")
    first = export(tmp_path / "first")
    empty_register()
    read_in(first)
    assert Article.objects.get().publisher == f"Ministry{ending}of Energy"
    assert content_of(export(tmp_path / "second")) == content_of(first)


def test_reading_it_again_changes_nothing(register, tmp_path):
    package = export(tmp_path / "package")
    assert read_in(package) == (
        f"0 created, 0 updated, {len(rows_of(package, 'sources')) + 8} unchanged, "
        "0 conflicts, 0 refused"
    )


def test_the_tally_counts_what_is_new(register, tmp_path):
    package = export(tmp_path / "package")
    empty_register()
    assert read_in(package).startswith(f"{len(rows_of(package, 'sources')) + 8} created, 0 updated")


@pytest.mark.drill
def test_keys_of_rows_are_kept(register, tmp_path):
    package = export(tmp_path / "package")
    keys = set(register.parties.values_list("pk", flat=True))
    empty_register()
    read_in(package)
    assert set(Agreement.objects.get(title="Pact").parties.values_list("pk", flat=True)) == keys


@pytest.mark.drill
def test_a_zip_holds_the_same_and_is_the_same_each_time(register, tmp_path):
    folder, first, second = (export(tmp_path / n) for n in ("folder", "first.zip", "second.zip"))
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        entries = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    assert entries == content_of(folder)
    empty_register()
    read_in(first)
    assert content_of(export(tmp_path / "again")) == content_of(folder)


def test_every_column_is_described(register, tmp_path):
    package = export(tmp_path / "package")
    descriptor = json.loads((package / "datapackage.json").read_text())
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in descriptor["resources"]:
        header = (package / resource["path"]).read_text().splitlines()[0]
        assert header.split(",") == [f["name"] for f in resource["schema"]["fields"]]


def test_drafts_editors_and_unused_sources_stay_at_home(tmp_path):
    publish(make_organisation("Open", published=False), by=make_user("Publishers", username="zoe"))
    make_organisation("Secret", published=False)
    make_source(title="Unread")
    written = b"".join(content_of(export(tmp_path / "package")).values())
    assert b"Open" in written
    assert not any(word in written for word in (b"Secret", b"zoe", b"Unread"))


def test_old_versions_and_their_notes_travel(register, tmp_path):
    register.place = "Culham"
    register.save()
    publish(register, by=None, note="The place is known.", minor=True)
    package = export(tmp_path / "package")
    told = list(Version.objects.of(register).order_by("number").values_list("number", "note"))
    empty_register()
    read_in(package)
    copy = Agreement.objects.get(identifier=register.identifier)
    past, live = Version.objects.of(copy).order_by("number")
    assert [(past.number, past.note), (live.number, live.note)] == told
    assert (past.state, past.snapshot["fields"]["place"]) == ("past", "")
    assert (live.state, live.minor) == ("live", True)
    assert content_of(export(tmp_path / "second")) == content_of(package)


def test_what_is_withdrawn_stays_withdrawn(register, tmp_path):
    withdraw(register, by=None, reason="It repeats another.")
    package = export(tmp_path / "package")
    empty_register()
    read_in(package)
    copy = Agreement.objects.get(identifier=register.identifier)
    assert (copy.withdrawn_reason, copy.is_published) == ("It repeats another.", True)
    assert content_of(export(tmp_path / "second")) == content_of(package)


@pytest.mark.drill
def test_a_withdrawal_elsewhere_is_taken_over_and_so_is_its_end(register, tmp_path):
    before = export(tmp_path / "before")
    withdraw(register, by=None, reason="By mistake.")
    withdrawn = export(tmp_path / "withdrawn")
    reinstate(register, by=None, note="It was right.")
    after = export(tmp_path / "after")
    empty_register()
    read_in(before)
    assert read_in(withdrawn).startswith("0 created, 1 updated")
    assert Agreement.objects.get(title="Pact").is_withdrawn
    assert read_in(after).startswith("0 created, 1 updated")
    assert content_of(export(tmp_path / "copy")) == content_of(after)
    assert read_in(withdrawn).startswith("0 created, 0 updated")


def test_what_was_taken_back_is_never_given_again(register, tmp_path):
    gone = make_article("A secret")
    unpublish(gone, by=None, reason="Too early.")
    make_page(slug="about/terms", title="Terms")
    unpublish(Page.objects.get(slug="about/terms"), by=None, reason="Wrong.")
    package = export(tmp_path / "package")
    assert b"A secret" not in b"".join(content_of(package).values())
    empty_register()
    read_in(package)
    assert content_of(export(tmp_path / "second")) == content_of(package)
    new = make_article("A secret")
    assert new.slug == "a-secret-2"
    assert new.identifier == "NEWS-0003"
    assert read_in(package).startswith("0 created, 0 updated")


def test_old_addresses_lead_on(register, tmp_path):
    register.slug = "new-address"
    register.save()
    publish(register, by=None, note="A shorter address.")
    package = export(tmp_path / "package")
    empty_register()
    read_in(package)
    moved = Redirect.objects.get(slug="pact")
    assert moved.record.slug == "new-address"
    assert content_of(export(tmp_path / "second")) == content_of(package)


@pytest.mark.drill
@pytest.mark.parametrize("address", ["new_coils", "New-Coils_2"])
def test_an_old_address_is_any_that_a_record_may_have(address, tmp_path):
    theme = make_theme(slug=address)
    theme.slug = "coils"
    theme.save()
    publish(theme, by=None, note="A shorter address.")
    package = export(tmp_path / "package")
    empty_register()
    read_in(package)
    assert Redirect.objects.get().slug == address
    assert content_of(export(tmp_path / "second")) == content_of(package)


@pytest.mark.drill
def test_counters_go_on_after_the_highest_number(register, tmp_path):
    package = export(tmp_path / "package")
    empty_register()
    read_in(package)
    assert IdentifierCounter.objects.get(prefix="AG").last == 2
    assert make_agreement().identifier == "AG-0003"


def test_a_dry_run_counts_and_writes_nothing(register, tmp_path):
    package = export(tmp_path / "package")
    empty_register()
    assert " created, 0 updated" in read_in(package, dry_run=True)
    assert not Organisation.objects.exists()
    assert not Change.objects.exists()


def test_an_import_if_empty_leaves_a_register_alone(tmp_path):
    make_page()
    package = export(tmp_path / "package")
    assert "already" in read_in(package, if_empty=True)
    assert read_in(package, if_empty=True, quiet=True) == ""
    empty_register()
    assert read_in(package, if_empty=True).startswith("1 created")


def test_listeners_hear_of_what_was_read_in(register, tmp_path, django_capture_on_commit_callbacks):
    package = export(tmp_path / "package")
    empty_register()
    heard = []
    on_public_change(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        read_in(package)
    told = Change.objects.values_list("content_type", "object_id")
    assert sorted(heard) == sorted(told)


@pytest.mark.uploaded_files
def test_pictures_travel_with_their_records(tmp_path):
    content = picture()
    name = default_storage.save("news/cafe.png", ContentFile(content))
    make_article(lead_image=name, lead_image_alt="A square.", lead_image_credit="Ours")
    package = export(tmp_path / "package.zip")
    empty_register()
    default_storage.delete(name)
    read_in(package, dry_run=True)
    assert not default_storage.exists(name)
    read_in(package)
    with default_storage.open(name) as stored:
        assert stored.read() == content
    assert Article.objects.get().lead_image.name == name
    assert export(tmp_path / "second.zip").read_bytes() == package.read_bytes()


def test_a_text_that_reads_like_a_file_takes_no_file_along(tmp_path):
    name = default_storage.save("news/secret.png", ContentFile(picture()))
    make_article(publisher=name)
    package = export(tmp_path / "package")
    assert not (package / "media").exists()


@pytest.mark.uploaded_files
def test_the_narrower_pictures_are_made_anew_and_not_exported(tmp_path):
    content = picture(size=(500, 4))
    name = default_storage.save("logos/cafe-500x4.png", ContentFile(content))
    make_organisation(logo=name, logo_credit="Ours")
    package = export(tmp_path / "package")
    assert [path.name for path in (package / "media").rglob("*.png")] == ["cafe-500x4.png"]
    empty_register()
    default_storage.delete(name)
    StoredFile.objects.all().delete()

    read_in(package)

    assert default_storage.exists(f"480/{name}")
    assert FileUse.objects.of(name).public().exists()
    assert StoredFile.objects.get().size == len(content)


@pytest.mark.drill
def test_an_export_does_not_mix_with_other_files(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear editors")
    assert "not empty" in refusal_of_export(tmp_path)


@pytest.mark.drill
def test_an_export_over_an_old_one_takes_old_pictures_away(tmp_path):
    package = export(tmp_path / "package")
    (package / "media" / "news").mkdir(parents=True)
    (package / "media" / "news" / "old.png").write_bytes(b"old")
    assert not (export(package) / "media" / "news" / "old.png").exists()


def test_a_spreadsheet_runs_nothing_of_a_package_and_it_comes_back_as_it_was(tmp_path):
    strange = "\u202e文部科学省 \U0001f680"
    titles = ["=SUM(1)", "+44 20 7946 0000", "@x", "-2+3", "'=1", "''", strange]
    for title in titles:
        make_article(title)

    first = export(tmp_path / "first")

    written = {row["title"] for row in rows_of(first, "articles")}
    neutral = {"'=SUM(1)", "+44 20 7946 0000", "'@x", "'-2+3", "''=1", "''", strange}
    assert written == neutral
    empty_register()
    read_in(first)
    assert {article.title for article in Article.objects.all()} == set(titles)
    assert content_of(export(tmp_path / "second")) == content_of(first)
