"""The whole register as a package that visitors download, and the page that explains it."""

import hashlib
import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from fusionsite.register import kept
from publishing.actions import publish, withdraw
from publishing.preview import name_of
from tests.factories import make_agreement, make_page, make_user
from tests.head import canonical_in, structured_in
from tests.publishing.drafting import draft_of

from .packages import content_of, empty_register, export, read_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PACKAGE = "/data/register.zip"


def body_of(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def files_in(package):
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_package_is_the_export_with_what_one_needs_to_read_it(client, tmp_path):
    make_agreement("Pact", slug="pact")

    response = client.get(PACKAGE)
    files = files_in(body_of(response))

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="register.zip"'
    letters = {name: files.pop(name) for name in ("LICENCE.md", "README.md", "SHA256SUMS")}
    assert files == content_of(export(tmp_path / "folder"))
    assert b"| agreements.csv | 1 | Treaties, memoranda" in letters["README.md"]
    assert b"CC BY 4.0" in letters["LICENCE.md"]
    sums = dict(reversed(line.split("  ")) for line in letters["SHA256SUMS"].decode().splitlines())
    named = {**files, "LICENCE.md": letters["LICENCE.md"], "README.md": letters["README.md"]}
    assert sums == {name: hashlib.sha256(each).hexdigest() for name, each in named.items()}


def test_the_package_read_into_an_empty_register_gives_the_same_bytes(client, tmp_path, settings):
    agreement = make_agreement("Pact")
    withdraw(agreement, by=None, reason="It was not signed.")
    downloaded = body_of(client.get(PACKAGE))
    (tmp_path / "register.zip").write_bytes(downloaded)

    empty_register()
    settings.PACKAGE_ROOT = tmp_path / "elsewhere"
    read_in(tmp_path / "register.zip")

    assert body_of(client.get(PACKAGE)) == downloaded


def test_the_package_is_built_once_after_a_publication(client):
    agreement = make_agreement("Pact")
    first = body_of(client.get(PACKAGE))
    built = kept.current()
    assert body_of(client.get(PACKAGE)) == first
    assert kept.current() == built

    agreement.title = "Pact of another name"
    agreement.save()
    publish(agreement, by=None, note="It has another name.")

    assert b"Pact of another name" in files_in(body_of(client.get(PACKAGE)))["agreements.csv"]
    assert kept.current().since > built.since


def test_no_draft_changes_a_byte_of_the_package(client, settings, tmp_path):
    agreement = make_agreement("Pact")
    public = body_of(client.get(PACKAGE))

    draft_of(agreement, title="The words of a draft")
    make_agreement("A draft", published=False)
    settings.PACKAGE_ROOT = tmp_path / "elsewhere"

    assert body_of(client.get(PACKAGE)) == public


def test_a_source_that_was_corrected_is_in_the_next_package(client):
    source = make_agreement().citations.get().source
    body_of(client.get(PACKAGE))

    source.title = "A corrected title"
    source.save()

    assert b"A corrected title" in files_in(body_of(client.get(PACKAGE)))["sources.csv"]


def test_the_same_bytes_stay_the_same_file_when_they_are_looked_at_again(client):
    make_agreement()
    first = client.get(PACKAGE)
    body_of(first)
    a_day_later = timezone.now() + timedelta(days=1, seconds=1)

    looked_at = kept.for_visitors(a_day_later)

    assert looked_at.looked_at == a_day_later
    assert first["ETag"] == f'"{looked_at.sha256}"'
    assert looked_at.since == kept.current().since < a_day_later


def test_who_has_the_package_is_not_sent_it_again(client):
    make_agreement()
    response = client.get(PACKAGE)
    body = body_of(response)

    head = client.head(PACKAGE)
    by_tag = client.get(PACKAGE, headers={"If-None-Match": response["ETag"]})
    by_day = client.get(PACKAGE, headers={"If-Modified-Since": response["Last-Modified"]})
    other = client.get(PACKAGE, headers={"If-Match": '"another"'})

    assert (head.status_code, int(head["Content-Length"])) == (200, len(body))
    assert not b"".join(head.streaming_content)
    assert [(r.status_code, r.content) for r in (by_tag, by_day)] == [(304, b"")] * 2
    assert by_tag["ETag"] == response["ETag"]
    assert other.status_code == 412


def test_the_checksum_is_that_of_the_package(client):
    body = body_of(client.get(PACKAGE))

    line = client.get(f"{PACKAGE}.sha256").content.decode()

    assert line == f"{hashlib.sha256(body).hexdigest()}  register.zip\n"


def test_a_large_register_is_left_to_the_timer(client, monkeypatch, capsys):
    monkeypatch.setattr(kept, "MOST_CHANGES_AT_ONCE", 0)
    make_agreement("Pact")

    early = client.get(PACKAGE)
    assert (early.status_code, early["Retry-After"]) == (503, "60")
    assert "being put together" in client.get("/data/").content.decode()

    call_command("build_data_package")
    told = capsys.readouterr().out
    first = body_of(client.get(PACKAGE))
    assert hashlib.sha256(first).hexdigest() in told

    make_agreement("Later pact")
    assert body_of(client.get(PACKAGE)) == first

    call_command("build_data_package")
    assert b"Later pact" in files_in(body_of(client.get(PACKAGE)))["agreements.csv"]
    call_command("build_data_package")
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_while_another_process_builds_the_package_before_is_given(client):
    make_agreement("Pact")
    first = body_of(client.get(PACKAGE))
    make_agreement("Later pact")

    with kept.alone(wait=True):
        assert body_of(client.get(PACKAGE)) == first
        call_command("build_data_package")

    assert body_of(client.get(PACKAGE)) != first


def test_what_a_broken_off_build_left_is_passed_over_and_cleared_away(client, settings):
    settings.PACKAGE_ROOT.mkdir()
    for name in ("current.json", "one.part", "unnamed.zip"):
        (settings.PACKAGE_ROOT / name).write_text("{")

    package = body_of(client.get(PACKAGE))

    names = {path.name for path in settings.PACKAGE_ROOT.iterdir()}
    assert names == {"current.json", "build.lock", f"{hashlib.sha256(package).hexdigest()}.zip"}


def test_where_nothing_can_be_written_the_page_says_that_there_is_no_package(
    client, settings, tmp_path, caplog
):
    (tmp_path / "a-file").touch()
    settings.PACKAGE_ROOT = tmp_path / "a-file" / "below"

    assert client.get(PACKAGE).status_code == 503
    assert "being put together" in client.get("/data/").content.decode()
    assert "could not be written" in caplog.text
    with pytest.raises(CommandError) as refusal:
        call_command("build_data_package")
    assert refusal.value.returncode == 2


def test_a_preview_builds_no_package_and_gives_none(client):
    page = make_page(slug="data", title="Data", body="<p>For all.</p>")
    draft_of(page, title="The words of a draft")
    client.force_login(make_user("Authors"))

    shown = client.get(f"/preview/{name_of(page)}/data/")

    assert "The words of a draft" in shown.content.decode()
    assert kept.current() is None
    for name in ("register.zip", "register.zip.sha256"):
        assert client.get(f"/preview/{name_of(page)}/data/{name}").status_code == 404


def test_the_page_tells_what_there_is_with_the_editors_text_and_without(client):
    make_agreement(signed="2025-06-19")
    bare = client.get("/data/")
    make_page(slug="data", title="Our data", summary="What to take.", body="<p>Read this.</p>")

    response = client.get("/data/")
    html = response.content.decode()

    assert "<h1>Data</h1>" in bare.content.decode()
    assert "<h1>Our data</h1>" in html
    assert "What to take." in html
    assert "Read this." in html
    assert kept.current().sha256 in html
    assert f"{kept.current().size / 1024:.1f}\xa0KB" in html
    assert "<code>agreements.csv</code>" in html
    assert "<code>name_at_signing</code>" in html
    assert canonical_in(response).endswith("/data/")
    assert 'href="/data/catalog.jsonld"' in html
    told = structured_in(response)["Dataset"]
    assert told["distribution"][0]["sha256"] == kept.current().sha256
    assert told["temporalCoverage"] == "2025-06-19/2025-06-19"
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_withdrawn_text_leaves_the_rest_of_the_page(client):
    page = make_page(slug="data", title="Our data", body="<p>Read this.</p>")
    withdraw(page, by=None, reason="It was wrong.")

    html = client.get("/data/").content.decode()

    assert "Read this." not in html
    assert PACKAGE in html


def test_every_link_of_the_foot_and_of_the_page_opens(client):
    make_agreement("Pact", slug="pact")
    html = client.get("/data/").content.decode()
    kept_by_editors = {"/about/", "/contact/", "/accessibility/", "/privacy/"}
    linked = set(re.findall(r'href="(/[^"#]*)', html.partition('<main id="main"')[2]))
    mine = {a for a in linked if a not in kept_by_editors and not a.startswith("/about/")}

    assert {PACKAGE, "/data/", "/data/catalog.jsonld", "/agreements/"} <= mine
    statuses = {address: client.head(address).status_code for address in mine}
    assert {a: status for a, status in statuses.items() if status != 200} == {}
    anchors = re.findall(r'href="/data/#([^"]*)"', html)
    assert anchors
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in html] == []


def test_the_page_asks_the_same_of_the_database_whatever_it_holds(
    client, django_assert_max_num_queries
):
    for number in range(5):
        make_agreement(f"Pact {number}")
    client.get("/data/")
    with django_assert_max_num_queries(26):
        client.get("/data/")
