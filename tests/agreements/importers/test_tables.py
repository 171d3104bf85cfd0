"""Agreements from tables, through the command that an operator types."""

import json

import pytest
from django.apps import apps

from agreements.models import Agreement, Link
from imports.models import Question, Run
from imports.undoing import undo
from organisations.models import Name
from publishing.actions import publish_version
from publishing.drafts import save_draft
from publishing.models import Version
from publishing.snapshots import take
from tests.factories import (
    add_event,
    add_signatory,
    make_agreement,
    make_organisation,
    make_theme,
    make_user,
)

pytestmark = pytest.mark.django_db

ROW = {
    "key": "1",
    "title": "UK–Japan Memorandum on Fusion",
    "kind": "Memorandum of cooperation",
    "level": "government",
    "summary": "They work together.",
    "signed": "19 June 2025",
    "parties": "DESNZ; lead: MEXT",
}


@pytest.fixture(autouse=True)
def parties(db):
    department = make_organisation("Department for Energy Security", acronym="DESNZ")
    ministry = make_organisation("Ministry of Education", acronym="MEXT", country="JP")
    return department, ministry


def edit(agreement, **fields):
    """Change a published agreement as an editor and a publisher do."""
    content = take(agreement)
    content["fields"] |= fields
    publish_version(save_draft(agreement, content, by=make_user("Authors"), minor=True), by=None)


def counts():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_a_row_becomes_a_published_agreement(bring, parties):
    make_theme(name="Fuel cycle", slug="fuel_cycle")
    first = make_agreement("First statement")

    code, printed = bring(
        {
            **ROW,
            "legal_character": "non-binding",
            "body": "One paragraph.\n\nAnother.",
            "announced": "by May 2025 (in Tokyo)",
            "expires": "2030",
            "place": "Tokyo",
            "place_country": "Japan",
            "duration_stated": "5 years",
            "amount": "410,000,000",
            "currency": "gbp",
            "amount_qualifier": "about",
            "no_public_text": "yes",
            "end_statement": "Not stated",
            "signatories": "Kerry McCarthy | Minister for Climate | DESNZ; | Minister | MEXT",
            "links": f"builds_on: {first.identifier}",
            "themes": "fuel cycle",
            "document_url": "https://notices.example/text.pdf",
            "identifiers": "UKTS: 12/2025",
            "source_url": "https://notices.example/news",
            "source_title": "A notice",
        }
    )

    assert (code, printed) == (0, "1 created, 0 updated, 0 unchanged, 0 conflicts, 0 refused\n")
    agreement = Agreement.objects.published().get(title=ROW["title"])
    fields = take(agreement)["fields"]
    assert (
        fields
        | {
            "kind": "memorandum_of_cooperation",
            "legal_character": "non_binding",
            "body": "<p>One paragraph.</p><p>Another.</p>",
            "place_country": "JP",
            "amount": "410000000.00",
            "currency": "GBP",
            "no_public_text": True,
        }
        == fields
    )
    events = {event.code: str(event.partial_date) for event in agreement.events.all()}
    assert events == {"announced": "by May 2025", "signed": "19 June 2025", "expires": "2030"}
    roles = {party.organisation.acronym: party.role for party in agreement.parties.all()}
    assert roles == {"DESNZ": "party", "MEXT": "lead"}
    signatories = [(s.name, s.office, s.party.organisation) for s in agreement.signatories.all()]
    assert signatories == [
        ("Kerry McCarthy", "Minister for Climate", parties[0]),
        ("", "Minister", parties[1]),
    ]
    assert [str(link) for link in agreement.links.all()] == ["Builds on First statement"]
    assert [theme.name for theme in agreement.themes.all()] == ["Fuel cycle"]
    assert agreement.documents.get().url == "https://notices.example/text.pdf"
    assert str(agreement.identifiers.get()) == "UK Treaty Series 12/2025"
    assert agreement.citations.get().source.title == "A notice"


def test_a_second_run_of_the_same_file_changes_nothing(bring):
    bring(ROW)
    before = counts()

    code, printed = bring(ROW)

    assert (code, printed) == (0, "0 created, 0 updated, 1 unchanged, 0 conflicts, 0 refused\n")
    assert counts() == {**before, "imports.Run": 2}


def test_a_dry_run_prints_the_plan_and_writes_nothing(bring):
    before = counts()

    code, printed = bring(ROW, dry_run=True)

    assert code == 0
    assert "created: row 2, UK–Japan Memorandum on Fusion" in printed
    assert "Party: Ministry of Education (added)" in printed
    assert counts() == before


def test_what_the_source_changed_is_changed(bring):
    bring(ROW)

    _code, printed = bring({**ROW, "signed": "20 June 2025", "expires": "2030"})

    assert "0 created, 1 updated" in printed
    agreement = Agreement.objects.get(title=ROW["title"])
    assert {str(event) for event in agreement.events.all()} == {
        "Signed, 20 June 2025",
        "Expires, 2030",
    }
    assert Version.objects.of(agreement).public().count() == 2


def test_what_an_editor_wrote_stands_and_is_asked_about(bring):
    bring(ROW)
    agreement = Agreement.objects.get(title=ROW["title"])
    edit(agreement, summary="We say it better.")

    code, printed = bring({**ROW, "summary": "They say something else.", "place": "Tokyo"})

    assert code == 0
    assert "1 conflicts" in printed
    agreement.refresh_from_db()
    assert (agreement.summary, agreement.place) == ("We say it better.", "Tokyo")
    question = Question.objects.open().get()
    assert (question.ours, question.theirs) == (
        {"summary": "We say it better."},
        {"summary": "They say something else."},
    )


def test_an_import_is_undone_record_by_record(bring):
    bring(ROW)
    agreement = Agreement.objects.get(title=ROW["title"])
    before = take(agreement)
    bring({**ROW, "place": "Tokyo"}, {**ROW, "key": "2", "title": "Another statement"})

    undo(Run.objects.newest_first().first(), by=None)

    assert take(agreement) == before
    assert not Agreement.objects.published().filter(title="Another statement").exists()


REFUSED = [
    ("signed", "03/04/2025", "This can be 3 April 2025 or 4 March 2025."),
    ("signed", "31/02/2025", "There is no 31 February 2025."),
    ("signed", "1.2.25", "Write the year of “1.2.25” with four figures."),
    ("kind", "memorandom", "“memorandom” is not known. The nearest are memorandum_of_"),
    ("parties", "DESNZ; Nobody Ltd", "It names no organisation that is here."),
    ("parties", "DESNZ; DESNZ", "stands here twice"),
    ("themes", "alchemy", "“alchemy” is not known."),
    ("links", "builds_on: AG-9999", "No agreement here has this identifier or title."),
    ("links", "builds on nothing", "Write the link, a colon and the other agreement."),
    ("links", "refers_to: Statement 9", "An agreement cannot be linked to itself."),
    ("signatories", "A | B | C | D | E", "Write it as: name | office | party | note."),
    ("signatories", " | | DESNZ", "Give the name, the office, or both."),
    ("signatories", "Somebody | Minister | Nobody Ltd", "It names no organisation"),
    ("signatories", "Somebody | Minister | Third Laboratory", "It is not among the parties."),
    ("amount", "some millions", "Write the amount in figures"),
    ("amount", "5", "Give the currency of the amount."),
    ("currency", "GBP", "There is no amount."),
    ("document_title", "A text", "There is no address of a document."),
    ("document_url", "javascript:alert(1)", "Give an address that begins with https://"),
    ("identifiers", "12/2025", "Write the series, a colon and the number."),
    ("place_country", "Atlantis", "This is no country that is known here."),
    ("identifier", "AG-9999", "No agreement here has this identifier."),
    ("summary", "x" * 201, "there is room for 200"),
    ("signed_qualifier", "perhaps", "“perhaps” is not known."),
    ("expires_qualifier", "by", "There is no date."),
    ("signed", "2025", "The column “events” gives another date."),
    ("events", "signed | 2025 | | | maybe", "At the end stands “planned” or nothing"),
    ("events", "| 2025", "Something stands before the first upright stroke."),
    ("milestones", "visit | 2025", "Say what happened."),
    ("milestones", "visit | 2025 | They came | | Nobody Ltd", "It names no organisation"),
    ("documents", "text | A title", "There is no address of a document."),
    ("sources", "T | P | 2025", "Give an address that begins with https://"),
    ("title", "", "It is empty."),
]


def test_rows_that_cannot_be_right_are_refused_with_their_places(bring):
    make_organisation("Third Laboratory")
    rows = [
        {
            **ROW,
            "key": f"{number}",
            "title": f"Statement {number}",
            **({"events": "signed | 2024"} if value == "2025" else {}),
            column: value,
        }
        for number, (column, value, _reason) in enumerate(REFUSED)
    ]

    code, printed = bring(*rows)

    assert code == 1
    lines = [line for line in printed.splitlines() if line.startswith("agreements.csv, row")]
    for number, (column, _value, reason) in enumerate(REFUSED):
        assert lines[number].startswith(f"agreements.csv, row {number + 2}")
        assert f", column {column}:" in lines[number]
        assert reason in lines[number]
    assert not Agreement.objects.filter(title__startswith="Statement").exists()


def test_the_order_of_day_and_month_can_be_said(bring):
    code, _printed = bring({**ROW, "signed": "03/04/2025"}, day_first=True)

    assert code == 0
    assert str(Agreement.objects.get(title=ROW["title"]).events.get()) == "Signed, 3 April 2025"


def test_what_publication_asks_for_is_asked_of_a_row(bring):
    code, printed = bring({"title": "A bare title"})

    assert code == 1
    assert "Choose the level. Write a summary of one sentence. Name at least one party." in printed


def test_a_file_without_titles_is_refused_as_a_whole(bring):
    code, printed = bring({"name": "A treaty"})

    assert "agreements.csv: There is no column “title”. Its columns are: name." in printed

    assert code == 2


def test_two_rows_of_one_agreement_are_both_refused(bring):
    make_agreement("A treaty", signed="2020")

    code, printed = bring(
        {**ROW, "title": "A treaty", "signed": "2020"},
        {**ROW, "key": "2", "title": "The Treaty", "signed": "March 2020"},
        {**ROW, "key": "3"},
    )

    assert code == 1
    assert "row 2 (A treaty): Row 3 speaks of the same record." in printed
    assert "1 created, 0 updated, 0 unchanged, 0 conflicts, 2 refused" in printed


def test_rows_name_one_another_in_any_order_and_over_batches(bring):
    rows = [
        {**ROW, "title": "Arrangement", "links": "implements: Frame; related_to: 3"},
        {**ROW, "key": "2", "title": "Frame"},
        {**ROW, "key": "3", "title": "Third", "links": "builds_on: 1"},
    ]

    code, printed = bring(*rows, batch=1)

    assert (code, printed.strip()) == (
        0,
        "3 created, 0 updated, 0 unchanged, 0 conflicts, 0 refused",
    )
    links = {
        (str(link.agreement), link.kind, str(link.to_agreement)) for link in Link.objects.all()
    }
    assert links == {
        ("Arrangement", "implements", "Frame"),
        ("Arrangement", "related_to", "Third"),
        ("Third", "builds_on", "Arrangement"),
    }
    assert "3 unchanged" in bring(*rows)[1]


def test_a_link_to_a_title_of_two_rows_is_refused(bring):
    _code, printed = bring(
        {**ROW, "title": "Arrangement", "links": "implements: Frame"},
        {**ROW, "key": "2", "title": "Frame", "signed": "2020"},
        {**ROW, "key": "3", "title": "Frame", "signed": "2021"},
    )

    assert "Several rows have this title. Give a key." in printed


def test_a_party_without_a_role_is_the_one_that_stands(bring):
    bring(ROW)

    bring({**ROW, "parties": "DESNZ; MEXT"})

    agreement = Agreement.objects.get(title=ROW["title"])
    assert sorted(party.role for party in agreement.parties.all()) == ["lead", "party"]


def test_what_a_row_only_writes_otherwise_is_no_question(bring):
    money = {"amount": "410000000", "currency": "GBP"}
    bring({**ROW, **money, "amount_qualifier": "about"})

    code, printed = bring({**ROW, **money, "title": "UK-Japan Memorandum on Fusion"})

    assert (code, printed) == (0, "0 created, 0 updated, 1 unchanged, 0 conflicts, 0 refused\n")
    agreement = Agreement.objects.get()
    assert (agreement.title, agreement.amount_qualifier) == (ROW["title"], "about")


def test_a_party_is_printed_under_the_name_that_it_had(bring, parties):
    Name.objects.create(organisation=parties[0], kind="former", name="Department for Industry")

    bring({**ROW, "parties": "department for industry; MEXT"})

    printed = [party.printed_name for party in Agreement.objects.get().parties.all()]
    assert printed == ["Department for Industry", "Ministry of Education"]


def test_another_name_for_the_same_office_is_a_question(bring, parties):
    agreement = make_agreement("A treaty", parties=parties)
    add_signatory(agreement, name="Hiroshi", office="Minister")

    bring({**ROW, "title": "A treaty", "signatories": "Hitoshi | Minister | MEXT"})

    assert [signatory.name for signatory in agreement.signatories.all()] == ["Hiroshi"]
    asked = Question.objects.open().get(place__startswith="signatories")
    assert (asked.ours, asked.theirs) == ({"name": "Hiroshi"}, {"name": "Hitoshi"})


def test_the_name_of_a_signatory_fills_the_office_that_stands_without_one(bring):
    bring({**ROW, "signatories": "| Minister | MEXT"})

    bring({**ROW, "signatories": "Hiroshi | Minister | MEXT"})

    agreement = Agreement.objects.get(title=ROW["title"])
    assert [signatory.name for signatory in agreement.signatories.all()] == ["Hiroshi"]


def test_scripts_in_a_field_are_words(bring, client):
    script = "<script>alert(1)</script>"

    bring({**ROW, "title": f"Statement {script}", "body": f"<p>Text</p>{script}"})

    agreement = Agreement.objects.get(title=f"Statement {script}")
    assert agreement.body == "<p>Text</p>"
    assert script not in client.get(agreement.get_absolute_url()).content.decode()


def test_each_row_is_reported_as_json(bring, tmp_path):
    report = tmp_path / "report.json"

    bring(ROW, {**ROW, "key": "2", "title": "Bad", "signed": "31/02/2025"}, report=str(report))

    created, refused = json.loads(report.read_text())
    assert (created["outcome"], created["row"], created["record"]) == ("created", 2, ROW["title"])
    assert (refused["column"], refused["value"]) == ("signed", "31/02/2025")


def test_a_file_in_json_has_the_same_columns(bring, tmp_path, capsys):
    from django.core.management import call_command

    path = tmp_path / "agreements.json"
    path.write_text(json.dumps([{**ROW, "parties": ["DESNZ", "lead: MEXT"]}]))

    call_command("import_agreements", str(path))

    assert Agreement.objects.get(title=ROW["title"]).parties.count() == 2


def test_events_of_one_sort_are_told_apart_by_their_dates(bring):
    agreement = make_agreement("A treaty", signed="2020-01-01")
    add_event(agreement, "signed", "2020-03-03")

    bring({**ROW, "title": "A treaty", "signed": "1 January 2020"})

    assert agreement.events.count() == 2
    assert not Question.objects.filter(place__startswith="events").exists()
