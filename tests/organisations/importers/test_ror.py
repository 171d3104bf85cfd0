"""Organisations from records of ROR: what is here is enriched, the rest when it is asked for."""

import pytest

from imports.models import Question
from organisations.models import Identifier, Organisation
from publishing.models import Source
from tests.factories import make_organisation

from .bringing import bring, counts, document, edit

pytestmark = pytest.mark.django_db

KYOTO = "https://ror.org/02kpeqv85"
CULHAM = "https://ror.org/0361bwx64"
OTHER = "https://ror.org/020rbyg91"


def name(text, *types, lang=None):
    return {"value": text, "types": list(types), "lang": lang}


def record(number=CULHAM, *names, country="GB", place="Culham", **more):
    names = names or (name("Culham Laboratory", "ror_display", "label", lang="en"),)
    details = {"country_code": country, "name": place, "lat": 51.659, "lng": -1.228}
    return {
        "id": number,
        "names": list(names),
        "locations": [{"geonames_id": 1, "geonames_details": details}],
        "types": ["facility", "funder"],
        "status": "active",
        "established": 1960,
        "external_ids": [],
        "links": [],
        "relationships": [],
        **more,
    }


def relation(kind, number):
    return {"type": kind, "id": number, "label": "Somebody"}


def bring_records(folder, *records, words=("--all",)):
    return bring(document(folder, list(records)), *words)


def names_of(organisation):
    return {one.name: one.kind for one in organisation.names.all()}


def test_only_what_is_here_is_enriched(tmp_path):
    ours = make_organisation("Culham Laboratory")
    Identifier.objects.create(organisation=ours, scheme="ror", value="0361bwx64")
    isni = {"type": "isni", "all": ["0000 0001 2103 2683"], "preferred": None}
    culham = record(
        CULHAM,
        name("Culham Laboratory", "ror_display", "label", lang="en"),
        name("CUL", "acronym"),
        name("Culham Science Centre", "alias", lang="en"),
        external_ids=[isni],
        links=[{"type": "website", "value": "https://culham.example"}],
    )

    done = bring_records(tmp_path, culham, record(OTHER), words=())

    assert (done.code, Organisation.objects.count()) == (0, 1)
    assert "1 rows were not asked for." in done.out
    ours.refresh_from_db()
    assert (ours.acronym, ours.website) == ("CUL", "https://culham.example")
    assert names_of(ours) == {"Culham Science Centre": "alias"}
    assert ours.sites.get().place == "Culham"
    assert {one.scheme for one in ours.identifiers.all()} == {"ror", "isni"}
    source = Source.objects.get(url="https://ror.org/")
    assert (source.publisher, source.citations.get().place) == ("ROR", CULHAM)


def test_all_brings_new_records_with_status_kind_and_place(tmp_path):
    done = bring_records(tmp_path, record(status="inactive", types=["education"]))

    assert done.tally == "1 created, 0 updated, 0 unchanged, 0 conflicts, 0 refused"
    laboratory = Organisation.objects.published().get()
    assert (laboratory.status, laboratory.kind) == ("dissolved", "university")
    assert (laboratory.country.code, str(laboratory.sites.get().longitude)) == ("GB", "-1.22800")


@pytest.mark.parametrize("only", [CULHAM, "0361bwx64", "Japan", "jp"])
def test_only_chooses_numbers_and_countries(tmp_path, only):
    japanese = record(
        KYOTO, name("Kyoto University", "ror_display", "label", lang="en"), country="JP"
    )

    bring_records(tmp_path, record(), japanese, words=("--only", only))

    expected = "Kyoto University" if "j" in only.lower() else "Culham Laboratory"
    assert Organisation.objects.get().name == expected


def test_what_is_neither_a_number_nor_a_country_is_refused(tmp_path):
    done = bring_records(tmp_path, record(), words=("--only", "Narnia"))

    assert "“Narnia” is neither a ROR number nor a country." in done.err


def test_the_english_label_is_the_name_and_the_local_one_stands_beside_it(tmp_path):
    names = [
        name("京都大学", "ror_display", "label", lang="ja"),
        name("Kyoto University", "label", lang="en"),
        name("Université de Kyoto", "label", lang="fr"),
        name("Kyodai", "alias"),
    ]

    bring_records(tmp_path, record(KYOTO, *names, country="JP"))

    kyoto = Organisation.objects.get()
    assert (kyoto.name, kyoto.native_name) == ("Kyoto University", "京都大学")
    assert kyoto.native_name_language == "ja"
    assert names_of(kyoto) == {"Université de Kyoto": "translation", "Kyodai": "alias"}


def test_the_country_behind_a_name_is_left_out(tmp_path):
    names = [
        name("Fusion Works (United Kingdom)", "ror_display", "label"),
        name("Fusion Works Ltd", "alias"),
    ]

    bring_records(tmp_path, record(CULHAM, *names))

    works = Organisation.objects.get()
    assert (works.name, names_of(works)) == ("Fusion Works", {})


def test_another_name_is_a_further_name_and_no_conflict(tmp_path):
    ours = make_organisation("Culham Centre for Fusion Energy", acronym="CCFE", kind="company")
    Identifier.objects.create(organisation=ours, scheme="ror", value="0361bwx64")
    names = [name("Culham Laboratory", "ror_display", "label", lang="en"), name("CUL", "acronym")]

    done = bring_records(tmp_path, record(CULHAM, *names))

    ours.refresh_from_db()
    assert (ours.name, ours.acronym) == ("Culham Centre for Fusion Energy", "CCFE")
    assert (ours.kind, names_of(ours)) == (
        "company",
        {"Culham Laboratory": "alias", "CUL": "acronym"},
    )
    assert done.tally == "0 created, 1 updated, 0 unchanged, 0 conflicts, 0 refused"


def test_a_new_name_in_ror_renames_what_came_from_there(tmp_path):
    bring_records(tmp_path, record())

    renamed = name("Culham Fusion Laboratory", "ror_display", "label", lang="en")
    bring_records(tmp_path, record(CULHAM, renamed))

    assert Organisation.objects.get().name == "Culham Fusion Laboratory"


def test_what_an_editor_changed_stays(tmp_path):
    website = {"links": [{"type": "website", "value": "https://old.example"}]}
    bring_records(tmp_path, record(**website))
    edit(Organisation.objects.get(), website="https://ours.example")

    website = {"links": [{"type": "website", "value": "https://new.example"}]}
    done = bring_records(tmp_path, record(**website))

    assert Organisation.objects.get().website == "https://ours.example"
    assert [question.place for question in Question.objects.open()] == ["website"]
    assert "1 conflicts" in done.tally


def test_a_record_that_ended_is_asked_about(tmp_path):
    ours = make_organisation("Culham Laboratory")
    Identifier.objects.create(organisation=ours, scheme="ror", value="0361bwx64")

    bring_records(tmp_path, record(status="inactive"))

    ours.refresh_from_db()
    assert ours.status == "active"
    (question,) = Question.objects.open()
    assert question.theirs == {"status": "dissolved"}


def test_an_international_body_keeps_no_country(tmp_path):
    ours = make_organisation("International Agency", country="XX")
    Identifier.objects.create(organisation=ours, scheme="ror", value="0361bwx64")
    names = [
        name("International Agency", "ror_display", "label", lang="en"),
        name("Internationale Behörde", "label", lang="de"),
    ]

    done = bring_records(tmp_path, record(CULHAM, *names, country="AT", place="Vienna"))

    ours.refresh_from_db()
    assert (ours.country.code, ours.native_name) == ("XX", "")
    assert names_of(ours) == {"Internationale Behörde": "translation"}
    assert "0 conflicts" in done.tally


def test_parents_and_successors_are_found_in_the_file_and_in_the_register(tmp_path):
    ministry = make_organisation("Ministry")
    Identifier.objects.create(organisation=ministry, scheme="ror", value="02kpeqv85")
    heir = name("Heir", "ror_display", "label", lang="en")
    links = [relation("parent", KYOTO), relation("successor", OTHER)]

    done = bring_records(tmp_path, record(relationships=links), record(OTHER, heir))

    culham = Organisation.objects.get(name="Culham Laboratory")
    assert done.code == 0
    assert (culham.parent, culham.successor.name) == (ministry, "Heir")


def test_a_parent_that_is_not_here_or_is_one_of_several_is_left_out(tmp_path):
    two = [relation("parent", CULHAM), relation("parent", KYOTO)]
    other = name("Other", "ror_display", "label", lang="en")

    bring_records(
        tmp_path,
        record(relationships=[relation("parent", KYOTO)]),
        record(OTHER, other, relationships=two),
    )

    assert set(Organisation.objects.values_list("parent", flat=True)) == {None}


def test_a_number_that_two_records_share_stays_with_the_first(tmp_path):
    shared = {"external_ids": [{"type": "wikidata", "all": ["Q42"], "preferred": None}]}
    other = name("Other", "ror_display", "label", lang="en")

    done = bring_records(tmp_path, record(**shared), record(OTHER, other, **shared))

    assert done.tally == "2 created, 0 updated, 0 unchanged, 0 conflicts, 0 refused"
    assert Identifier.objects.get(scheme="wikidata").organisation.name == "Culham Laboratory"
    again = bring_records(tmp_path, record(**shared), record(OTHER, other, **shared))
    assert "2 unchanged" in again.tally


def test_a_withdrawn_record_is_left_out_and_said_of_one_that_is_here(tmp_path):
    done = bring_records(tmp_path, record(status="withdrawn"))
    assert (done.code, Organisation.objects.count()) == (0, 0)

    ours = make_organisation("Culham Laboratory")
    Identifier.objects.create(organisation=ours, scheme="ror", value="0361bwx64")
    done = bring_records(tmp_path, record(status="withdrawn"))
    assert done.code == 1
    assert "ROR has withdrawn this record" in done.err


def test_a_near_name_in_the_same_country_is_a_question(tmp_path):
    make_organisation("Culham Laboratories", country="GB")
    make_organisation("Culhem Laboratory", country="JP")

    bring_records(tmp_path, record(), words=())

    (question,) = Question.objects.open()
    assert [one["label"] for one in question.candidates] == ["ORG-0001 Culham Laboratories"]


def test_the_same_name_without_a_country_is_a_question(tmp_path):
    make_organisation("Culham Laboratory", country="")

    bring_records(tmp_path, record(), words=())

    (question,) = Question.objects.open()
    assert "same name" in question.candidates[0]["reason"]


def test_the_same_acronym_alone_is_no_match(tmp_path):
    make_organisation("Colossal Utilities", acronym="CUL", country="GB")
    names = [name("Culham Laboratory", "ror_display", "label", lang="en"), name("CUL", "acronym")]

    bring_records(tmp_path, record(CULHAM, *names), words=())

    assert not Question.objects.exists()
    assert Organisation.objects.get().name == "Colossal Utilities"


@pytest.mark.parametrize(
    "damage",
    [
        {"id": "https://ror.org/0361bwx63"},
        {"names": []},
        {"names": [{"value": 5, "types": None}, 7]},
        {"status": "asleep"},
    ],
)
def test_a_record_that_cannot_be_read_is_refused(tmp_path, damage):
    done = bring_records(tmp_path, record(OTHER), {**record(), **damage})

    assert done.code == 1
    assert "source.json, row 2" in done.err
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "damage",
    [
        {"locations": [{"geonames_details": {"lat": "x", "lng": None, "name": 4}}]},
        {"locations": None, "links": [{"type": "website", "value": "javascript:alert(1)"}]},
        {"external_ids": [{"type": "isni", "all": ["0000 0000 0000 0000"]}, {"all": 3}]},
        {"relationships": [{"type": "parent", "id": 7}], "types": "facility"},
    ],
)
def test_values_that_cannot_be_right_are_left_out(tmp_path, damage):
    done = bring_records(tmp_path, record(**damage))

    assert done.tally == "1 created, 0 updated, 0 unchanged, 0 conflicts, 0 refused"
    laboratory = Organisation.objects.get()
    assert laboratory.website == ""
    assert [one.scheme for one in laboratory.identifiers.all()] == ["ror"]


def test_a_second_run_changes_nothing(tmp_path):
    ours = make_organisation("Culham Centre", country="GB")
    Identifier.objects.create(organisation=ours, scheme="ror", value="0361bwx64")
    records = [record(relationships=[relation("parent", OTHER)]), record(OTHER, country="FR")]
    bring_records(tmp_path, *records)
    before = counts()

    done = bring_records(tmp_path, *records)

    assert done.tally == "0 created, 0 updated, 2 unchanged, 0 conflicts, 0 refused"
    assert counts() == {**before, "imports.Run": 2}
