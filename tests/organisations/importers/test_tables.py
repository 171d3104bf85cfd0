"""Organisations from tables, as an operator imports them."""

import json

import pytest

from imports.answering import call_same, leave_out
from imports.inputs import open_input
from imports.models import Question, Run
from imports.options import Options
from imports.readers import open_reader
from imports.running import Orders, run_import
from imports.undoing import undo
from organisations.importers import OrganisationTable
from organisations.models import Identifier, Organisation
from publishing.actions import publish_version
from publishing.drafts import open_version, save_draft
from publishing.models import Change, Version
from publishing.snapshots import take
from tests.factories import make_organisation, make_theme, make_user

from .bringing import bring, counts, edit, table

pytestmark = pytest.mark.django_db

LABORATORY = {
    "name": "Culham Laboratory",
    "acronym": "CUL",
    "native_name": "Labordy Culham",
    "native_name_language": "cy",
    "kind": "Research organisation",
    "country": "United Kingdom",
    "website": "https://culham.example/",
    "summary": "It studies plasma.",
    "aliases": "Culham Lab; The Lab",
    "former_names": "Culham Airfield",
    "place": "Culham",
    "latitude": "51.659",
    "longitude": "-1.228",
    "ror": "https://ror.org/0361bwx64",
    "isni": "0000 0001 2103 2683",
    "companies_house": "1234567",
    "source_url": "https://culham.example/about",
    "source_title": "About us",
}


def test_a_row_becomes_a_public_record_with_all_that_it_says(tmp_path):
    theme = make_theme(name="Materials")

    done = bring(table(tmp_path, {**LABORATORY, "themes": "materials"}))

    assert (done.code, done.tally) == (
        0, "1 created, 0 updated, 0 unchanged, 0 conflicts, 0 refused"
    )  # fmt: skip
    laboratory = Organisation.objects.published().get()
    assert (laboratory.identifier, laboratory.slug) == ("ORG-0001", "culham-laboratory")
    assert (laboratory.kind, laboratory.country.code) == ("research_organisation", "GB")
    assert {name.name: name.kind for name in laboratory.names.all()} == {
        "Culham Lab": "alias",
        "The Lab": "alias",
        "Culham Airfield": "former",
    }
    assert {one.scheme: one.value for one in laboratory.identifiers.all()} == {
        "ror": "0361bwx64",
        "isni": "0000000121032683",
        "companies_house": "GB-COH-01234567",
    }
    site = laboratory.sites.get()
    assert (site.place, str(site.latitude), site.kind) == ("Culham", "51.65900", "office")
    assert list(laboratory.themes.all()) == [theme]
    assert [str(citation) for citation in laboratory.citations.all()] == ["About us"]


def test_a_second_run_changes_nothing(tmp_path):
    path = table(tmp_path, LABORATORY)
    bring(path)
    before = counts()

    done = bring(path)

    assert done.tally == "0 created, 0 updated, 1 unchanged, 0 conflicts, 0 refused"
    assert counts() == {**before, "imports.Run": 2}


def test_what_an_editor_changed_stays_and_is_asked_about(tmp_path):
    bring(table(tmp_path, LABORATORY))
    edit(Organisation.objects.get(), summary="An editor's words.")

    changed = {**LABORATORY, "summary": "Other words.", "website": "https://new.example/"}
    done = bring(table(tmp_path, changed))

    laboratory = Organisation.objects.get()
    assert laboratory.summary == "An editor's words."
    assert laboratory.website == "https://new.example/"
    assert done.tally == "0 created, 0 updated, 0 unchanged, 1 conflicts, 0 refused"
    (question,) = Question.objects.open()
    assert (question.place, question.ours, question.theirs) == (
        "summary", {"summary": "An editor's words."}, {"summary": "Other words."}
    )  # fmt: skip


def test_an_alias_that_an_editor_took_out_does_not_come_back(tmp_path):
    bring(table(tmp_path, LABORATORY))
    laboratory = Organisation.objects.get()
    content = take(laboratory)
    names = content["children"]["names"]
    content["children"]["names"] = {k: v for k, v in names.items() if v["name"] != "The Lab"}
    publish_version(save_draft(laboratory, content, by=make_user("Authors"), minor=True), by=None)

    bring(table(tmp_path, {**LABORATORY, "website": "https://new.example/"}))

    names = Organisation.objects.get().names.values_list("name", flat=True)
    assert set(names) == {"Culham Lab", "Culham Airfield"}


def test_a_known_organisation_is_only_filled(tmp_path):
    ours = make_organisation("UK Atomic Energy Authority", acronym="UKAEA", country="GB")
    rows = {
        "name": "UKAEA",
        "country": "GB",
        "kind": "executive_agency",
        "aliases": "The Authority",
    }

    done = bring(table(tmp_path, rows))

    ours.refresh_from_db()
    assert ours.name == "UK Atomic Energy Authority"
    assert [name.name for name in ours.names.all()] == ["The Authority"]
    assert "1 conflicts" in done.tally
    assert [question.place for question in Question.objects.open()] == ["kind"]


def test_an_undone_import_leaves_the_register_as_it_was(tmp_path):
    ours = make_organisation("Agency", country="GB")
    bring(table(tmp_path, LABORATORY, {"name": "Agency", "country": "GB", "acronym": "AGY"}))

    undone = undo(Run.objects.get(), by=None)

    ours.refresh_from_db()
    assert undone.left == []
    assert ours.acronym == ""
    assert list(Organisation.objects.published()) == [ours]
    assert Organisation.objects.get(name="Culham Laboratory").identifier == "ORG-0002"
    assert Version.objects.of(ours).public().count() == 3
    assert Change.objects.filter(object_id=ours.pk).count() == 3


def test_rows_name_each_other_and_what_is_here(tmp_path):
    ministry = make_organisation("Ministry of Energy", acronym="MOE")
    rows = [
        {"name": "Branch", "kind": "other", "parent": "Centre", "members_of": "MOE; Centre"},
        {"name": "Centre", "kind": "other", "parent": ministry.identifier, "members_of": ""},
    ]

    done = bring(table(tmp_path, *rows))

    assert done.code == 0
    branch = Organisation.objects.get(name="Branch")
    assert branch.parent.name == "Centre"
    assert branch.parent.parent == ministry
    assert {str(one.body) for one in branch.memberships.all()} == {"Ministry of Energy", "Centre"}


def refusals(done):
    return [line for line in done.err.splitlines() if "row" in line]


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ({"country": "Narnia"}, "column country: “Narnia” No country has this name or code."),
        ({"ror": "0361bwx63"}, "column ror: “0361bwx63” The check digit is wrong"),
        ({"kind": "wizards"}, "column kind: “wizards”"),
        ({"identifier": "AG-0001"}, "column identifier: “AG-0001” Write it like ORG-0012."),
        ({"identifier": "ORG-0404"}, "No organisation here has the identifier ORG-0404."),
        ({"parent": "Nobody"}, "column parent: “Nobody” It names no organisation that is here."),
        ({"themes": "magic"}, "column themes: “magic” “magic” is not known."),
        ({"latitude": "51.6"}, "column latitude: Give both latitude and longitude, or neither."),
        ({"latitude": "95", "longitude": "1"}, "column latitude: “95” Degrees lie between"),
        ({"names": "alias"}, "column names: “alias” Write the kind of name"),
        (
            {"sites": "office | | | GB"},
            "column sites: “office | | | GB” Name the site or its place",
        ),
        ({"sites": "office | | A | Narnia"}, "No country has this name or code."),
        ({"memberships": "| 2020"}, "column memberships: “| 2020” Name the body."),
        ({"memberships": "Nobody"}, "column memberships: “Nobody” It names no organisation"),
        ({"identifiers": "Q1"}, "Write the register, a colon and the number."),
        ({"identifiers": "ror: 0361bwx63"}, "The check digit is wrong"),
        ({"sources": "a | b | c | d | e | f | g | h"}, "has more parts than title | address"),
        ({"website": "www.lab.example"}, "column website: “www.lab.example” Write the whole"),
        ({"name": "N" * 301}, "column name"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_with_its_place(tmp_path, cell, sentence):
    rows = [{"name": "Good", "kind": "other"}, {"name": "Bad", "kind": "other", **cell}]

    done = bring(table(tmp_path, *rows))

    assert done.code == 1
    (line,) = refusals(done)
    assert line.startswith("organisations.csv, row 3 (")
    assert sentence in line
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Good"]


def test_an_acronym_of_many_is_refused_with_its_owners(tmp_path):
    for number in range(3):
        make_organisation(f"University {number}", acronym="AU", country="US")

    done = bring(table(tmp_path, {"name": "AU", "country": "US", "kind": "university"}))

    assert done.code == 1
    assert "“AU”: 3 owners (ORG-0001 University 0; ORG-0002 University 1;" in done.err
    assert Organisation.objects.count() == 3


def test_two_rows_of_one_organisation_are_both_refused(tmp_path):
    make_organisation("Agency", acronym="AGY", country="GB")
    rows = [{"name": "Agency", "country": "GB"}, {"name": "AGY", "country": "GB"}]

    done = bring(table(tmp_path, *rows))

    assert [line.partition(": ")[2] for line in refusals(done)] == [
        "Row 3 speaks of the same record.",
        "Row 2 speaks of the same record.",
    ]


def test_a_near_name_is_a_question_to_an_editor(tmp_path):
    ours = make_organisation("Tokamak Energy", country="GB")

    done = bring(table(tmp_path, {"name": "Tokamak Energi", "country": "GB", "kind": "company"}))

    assert (done.code, Organisation.objects.count()) == (0, 1)
    (question,) = Question.objects.open()
    (candidate,) = question.candidates
    assert (question.sort, candidate["key"]) == ("match", str(ours.pk))
    assert candidate["score"] >= 75
    assert "names alike" in candidate["reason"]


def test_an_editor_says_that_it_is_the_same(tmp_path):
    ours = make_organisation("Tokamak Energy", country="GB")
    row = {"name": "Tokamak Energi", "country": "GB", "acronym": "TE", "aliases": "The Tokamaks"}
    bring(table(tmp_path, row))

    call_same(Question.objects.open().get(), ours.pk, by=make_user("Publishers"))

    draft = open_version(ours).snapshot
    names = {values["name"] for values in draft["children"]["names"].values()}
    assert (draft["fields"]["acronym"], names) == ("TE", {"The Tokamaks"})
    assert [question.place for question in Question.objects.open()] == ["name"]
    assert bring(table(tmp_path, row)).tally.startswith("0 created, 0 updated, 1 unchanged")


def test_a_row_that_an_editor_left_out_is_not_asked_about_again(tmp_path):
    make_organisation("Tokamak Energy", country="GB")
    path = table(tmp_path, {"name": "Tokamak Energi", "country": "GB"})
    bring(path)
    leave_out(Question.objects.open().get(), by=make_user("Publishers"))

    done = bring(path)

    assert done.tally == "0 created, 0 updated, 1 unchanged, 0 conflicts, 0 refused"
    assert not Question.objects.open().exists()


def test_scripts_are_text_like_any_other(tmp_path, client):
    script = "<script>alert(1)</script>"
    row = {"name": f"Lab {script}", "kind": "other", "aliases": script, "summary": script}

    bring(table(tmp_path, row))

    page = client.get(Organisation.objects.get().get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert script not in page


def test_a_dry_run_prints_the_plan_and_writes_nothing(tmp_path):
    make_organisation("Agency", country="GB")
    path = table(tmp_path, LABORATORY, {"name": "Agency", "country": "GB", "acronym": "AGY"})
    before = counts()

    done = bring(path, "--dry-run")

    assert counts() == before
    assert "created: row 2, Culham Laboratory" in done.out
    assert "updated: row 3, Agency – same name “Agency”, same country" in done.out
    assert "Acronym: – → AGY" in done.out
    assert done.tally == "1 created, 1 updated, 0 unchanged, 0 conflicts, 0 refused"


def test_a_report_holds_every_row(tmp_path):
    path = table(tmp_path, {"name": "Good", "kind": "other"}, {"name": "Bad", "country": "Narnia"})

    bring(path, "--report", str(tmp_path / "report.json"))

    report = json.loads((tmp_path / "report.json").read_text())
    assert [(one["row"], one["outcome"], one["column"]) for one in report] == [
        (2, "created", ""),
        (3, "refused", "country"),
    ]


@pytest.mark.parametrize(
    "content", ["", "<!doctype html><p>Sign in</p>", "acronym,kind\nX,other\n"]
)
def test_what_is_no_table_of_organisations_ends_with_two(tmp_path, content):
    path = tmp_path / "organisations.csv"
    path.write_text(content)

    done = bring(path)

    assert done.code == 2
    assert not Organisation.objects.exists()


def test_what_an_author_imports_is_a_draft(tmp_path):
    author = make_user("Authors")
    with open_input(table(tmp_path, LABORATORY)) as opened:
        importer = OrganisationTable(open_reader(opened), opened, Options())
        run_import(importer, Orders(by=author, publishes=False))

    assert not Organisation.objects.published().exists()
    assert Organisation.objects.get().name == "Culham Laboratory"


def test_an_identifier_of_another_organisation_is_refused(tmp_path):
    other = make_organisation("Other", country="FR")
    Identifier.objects.create(organisation=other, scheme="wikidata", value="Q42")
    ours = make_organisation("Agency", country="GB")

    done = bring(table(tmp_path, {"identifier": ours.identifier, "name": "A", "wikidata": "Q42"}))

    assert "Its numbers are those of several organisations" in done.err
    assert not ours.identifiers.exists()


def test_the_template_describes_every_column():
    template = OrganisationTable.apart().template()

    header = template.strip().splitlines()[-1].split(",")
    assert header == [column.name for column in OrganisationTable.columns]
    assert all(f"# {name}: " in template for name in header)


def test_a_plan_says_that_what_an_editor_wrote_stays(tmp_path):
    make_organisation("Culham", kind="company", country="GB", website="https://ours.example/")
    path = table(tmp_path, {"name": "Culham", "country": "GB", "website": "https://x.example/"})

    plan = bring(path, "--dry-run")

    stays = "Website: https://ours.example/ stays; the source says https://x.example/"
    assert stays in plan.said


def test_of_several_sources_the_one_that_cannot_be_read_is_named(tmp_path):
    good = table(tmp_path, {"name": "Culham", "kind": "company"})
    empty = tmp_path / "empty.csv"
    empty.touch()

    done = bring(good, str(empty))

    assert done.code == 2
    assert "empty.csv: " in done.said
    assert not Organisation.objects.exists()
