"""What a reader gets who takes a list away as a table."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Agreement, Document, Milestone, Party
from agreements.tables import TABLE
from exports.answers import newest_source
from imports.inputs import input_of_bytes
from imports.readers.csv_tables import CsvReader
from publishing.actions import publish
from publishing.preview import name_of
from tests.factories import (
    add_event,
    add_link,
    add_party,
    add_signatory,
    make_agreement,
    make_organisation,
    make_user,
)
from tests.fusionsite.mixed_register import MixedRegister

from .formats import ROWS, download, rows

pytestmark = pytest.mark.django_db


def make_pact(**fields):
    """An agreement with something in every sort of row."""
    ministry = make_organisation("Ministry", slug="ministry", country="JP")
    older = make_agreement("Older pact", slug="older", parties=[ministry], signed="2019")
    pact = make_agreement(
        "Pact", slug="pact", parties=[], signed="by June 2025", published=False, **fields
    )
    party = add_party(pact, ministry, role="host", name_at_signing="Office", note="one | two")
    add_event(
        pact,
        "extended",
        "about 2030",
        date_note="soon",
        note="by five years",
        planned=True,
        position=1,
    )
    add_signatory(pact, party, name="Kerry; the elder", office="Minister", note="by proxy")
    add_link(pact, "builds_on", older, note="in its words")
    Document.objects.create(
        agreement=pact, kind="annex", title="A | B", url="https://x.example/a;b"
    )
    milestone = Milestone.objects.create(
        agreement=pact, kind="visit", text="They met.", date="2026", place="Naka"
    )
    milestone.organisations.add(ministry)
    return pact


def published(record):
    publish(record, by=None, at=timezone.now(), note="First publication")
    return record


def test_a_row_says_what_the_register_knows(client):
    published(make_pact(amount="1234.50", currency="GBP", amount_qualifier="about"))

    found = rows(client, "agreements", "json", {"organisation": "ministry", "year_from": "2024"})

    [row] = found
    ministry = row["parties"][0].partition(" | ")[0].removeprefix("host: ")
    assert row["url"].endswith("/agreements/pact/")
    assert (row["signed"], row["signed_qualifier"], row["status"]) == ("2025-06", "by", "signed")
    assert (row["announced"], row["announced_qualifier"]) == (None, None)
    assert row["events"] == [
        "signed | by 2025-06",
        "extended | about 2030 | soon | by five years | planned",
    ]
    assert row["amount"] == 1234.5
    assert row["no_public_text"] is False
    assert row["parties"] == [f"host: {ministry} | Office | one \\| two"]
    assert (row["party_names"], row["countries"]) == (["Office"], ["JP"])
    assert row["signatories"] == [f"Kerry; the elder | Minister | {ministry} | by proxy"]
    assert row["links"][0].endswith(" | in its words")
    assert row["link_titles"] == ["Older pact"]
    assert row["milestones"] == [f"visit | 2026 | They met. | Naka | {ministry}"]
    assert row["documents"] == []
    assert (row["document_kind"], row["document_url"]) == ("annex", "https://x.example/a;b")


def test_a_spreadsheet_shows_the_same_as_text(client):
    published(make_pact(summary="=SUM(1)", place="#N/A"))
    query = {"year_from": "2024"}

    [in_csv] = rows(client, "agreements", "csv", query)
    [in_xlsx] = rows(client, "agreements", "xlsx", query)

    assert in_csv["summary"] == "'=SUM(1)"
    assert (in_xlsx["summary"], in_xlsx["place"]) == ("=SUM(1)", "#N/A")
    assert in_csv["signatories"].startswith('["Kerry; the elder | Minister | ORG-')
    assert {name: value or "" for name, value in in_xlsx.items()} == {
        **in_csv,
        "summary": "=SUM(1)",
    }


def test_an_undated_signing_is_told_from_none(client):
    make_agreement("Pact", signed="date not known")

    [row] = rows(client, "agreements", "csv")

    assert (row["signed"], row["signed_qualifier"]) == ("", "not_known")
    assert (row["expires"], row["expires_qualifier"]) == ("", "")


def test_on_an_earlier_day_nothing_is_known_that_came_later(client):
    published(make_pact())
    add_event(make_agreement("Old pact", signed="2020"), "terminated", "2024-05-01")

    [older, old] = rows(client, "agreements", "json", {"as_of": "2023-01-01", "sort": "date"})

    assert (older["title"], old["title"]) == ("Older pact", "Old pact")
    assert (old["status"], old["terminated"], older["links"]) == ("signed", None, [])


@pytest.mark.parametrize(
    ("section", "most"), [("agreements", 26), ("organisations", 20), ("news", 20)]
)
def test_many_rows_take_few_queries(client, django_assert_max_num_queries, section, most):
    MixedRegister(seed=3)

    with django_assert_max_num_queries(most):
        found = rows(client, section, "json")

    assert len(found) > 10


@pytest.mark.parametrize("day", [None, date(2022, 1, 1)])
def test_days_are_those_by_which_the_list_is_in_order(client, day):
    MixedRegister(seed=3, articles=0)
    listed = Agreement.objects.published().not_withdrawn().stood_by(day).with_days(day)
    days = {a.identifier: [a.day and str(a.day), a.last_day and str(a.last_day)] for a in listed}

    found = rows(client, "agreements", "json", {"as_of": day} if day else {})

    assert {r["identifier"]: [r["earliest_day"], r["latest_day"]] for r in found} == days


def test_a_file_has_a_name_and_says_what_it_is(client):
    answer = client.get("/agreements.csv?as_of=2024-03-01")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="fusion-cooperation-register-agreements-2024-03-01.csv"'
    )
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "agreements.csv-metadata.json" in answer.headers["Link"]


@pytest.mark.parametrize("ending", ROWS)
def test_an_empty_list_is_a_whole_file(client, ending):
    assert rows(client, "agreements", ending) == []


@pytest.mark.parametrize("ending", ROWS)
def test_who_has_the_newest_is_told_so_until_something_changes(client, ending):
    agreement = make_agreement("Pact")
    address = f"/agreements.{ending}"
    etag = client.get(address).headers["ETag"]

    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    assert client.get(f"{address}?level=agency", headers={"if-none-match": etag}).status_code == 200
    agreement.citations.get().source.save()
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200
    etag = client.get(address).headers["ETag"]
    make_agreement("Another pact")
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


def test_what_breaks_off_is_not_taken_for_whole(client, monkeypatch):
    make_agreement("Pact")
    monkeypatch.setattr("agreements.table_rows.derive", lambda events, day: 1 / 0)
    chunks = []

    with pytest.raises(ZeroDivisionError):
        chunks.extend(client.get("/agreements.csv").streaming_content)
    with pytest.raises(ZeroDivisionError):
        list(client.get("/agreements.json").streaming_content)

    content = b"".join(chunks)
    assert content.decode().startswith(",".join(TABLE.names))
    [broken] = CsvReader(input_of_bytes("agreements.csv", content)).rows()
    assert "not closed" in broken.problem


def test_a_preview_shows_the_draft_in_its_file(client):
    agreement = make_agreement("Draft pact", published=False)
    client.force_login(make_user("Publishers"))

    answer = client.get(f"/preview/{name_of(agreement)}/agreements.csv")

    assert "Draft pact" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert rows(client, "agreements", "csv") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=none", "Kind: the register has no “none”."),
        ("colour=red", "“colour” is no parameter of this list."),
        ("as_of=tomorrow", "give a day"),
        ("year_from=0", "give a year"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_the_list_does_not_know_is_answered_with_a_sentence(client, query, sentence, ending):
    answer = client.get(f"/agreements.{ending}?{query}")

    assert answer.status_code == 400
    assert sentence in answer.text


def test_a_party_that_nobody_may_see_is_not_named(client):
    pact = make_agreement("Pact")
    hidden = make_organisation("Hidden body", published=False)
    Party.objects.create(agreement=pact, organisation=hidden)

    assert b"Hidden body" not in download(client, "agreements", "json")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite's own planner")
def test_the_citations_of_each_source_are_found_by_the_source():
    with CaptureQueriesContext(connection) as asked:
        newest_source(Agreement)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[-1]['sql']}")
        plan = [row[-1] for row in cursor.fetchall()]

    assert any("publishing_citation_source_id" in step for step in plan), plan
