"""The large files of bench/: the same each time, well formed, and as untidy as the real ones."""

import csv
import io
import json
from collections import Counter

import pytest

from agreements.vocabulary import Kind, LegalCharacter, Level
from bench import records
from dates.partial import validate_partial
from organisations.identifier_schemes import validate_identifier

COUNT = 600
INVERSE = {
    "parent": "child",
    "child": "parent",
    "successor": "predecessor",
    "predecessor": "successor",
    "related": "related",
}


def written(*arguments):
    file = io.StringIO()
    records.main([str(argument) for argument in arguments], file)
    return file.getvalue()


@pytest.fixture(scope="module")
def organisations():
    return json.loads(written("ror", COUNT))


@pytest.fixture(scope="module")
def agreements(tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "organisations.json"
    path.write_text(written("ror", COUNT), encoding="utf-8")
    return list(csv.DictReader(io.StringIO(written("agreements", 300, "--organisations", path))))


def test_the_same_seed_gives_the_same_bytes():
    assert written("ror", 50) == written("ror", 50)
    assert written("ror", 50) != written("ror", 50, "--seed", 2)


def test_every_record_stands_on_a_line_of_its_own():
    first, *lines, last = written("ror", 5).splitlines()
    assert (first, last, len(lines)) == ("[", "]", 5)
    assert all(json.loads(line.rstrip(",")) for line in lines)


@pytest.mark.drill
def test_a_changed_file_differs_in_about_as_many_records_as_asked_for(organisations):
    changed = json.loads(written("ror", COUNT, "--change", 5))
    pairs = [(old, new) for old, new in zip(organisations, changed, strict=True) if old != new]
    assert COUNT * 0.02 < len(pairs) < COUNT * 0.08
    assert all(old["id"] == new["id"] for old, new in pairs)
    assert all(len(old["names"]) < len(new["names"]) for old, new in pairs)


def test_identifiers_are_unique_and_their_check_digits_right(organisations):
    keys = [record["id"].removeprefix("https://ror.org/") for record in organisations]
    assert len(set(keys)) == COUNT
    for key in keys:
        validate_identifier("ror", key)
    external = [found for record in organisations for found in record["external_ids"]]
    for found in external:
        for value in found["all"]:
            validate_identifier(found["type"], value.replace(" ", ""))
    assert len({value for found in external for value in found["all"]}) == sum(
        len(found["all"]) for found in external
    )


def test_one_name_is_displayed_and_no_two_records_share_it(organisations):
    displayed = [
        name["value"]
        for record in organisations
        for name in record["names"]
        if "ror_display" in name["types"]
    ]
    assert len(displayed) == len(set(displayed)) == COUNT


@pytest.mark.drill
def test_what_two_records_say_of_each_other_agrees(organisations):
    by_id = {record["id"]: record for record in organisations}
    told = {
        (record["id"], found["type"], found["id"])
        for record in organisations
        for found in record["relationships"]
    }
    inside = {(one, kind, other) for one, kind, other in told if other in by_id}
    assert inside == {(other, INVERSE[kind], one) for one, kind, other in inside}
    assert told - inside, "some name a record that is not in the file"
    assert {kind for _one, kind, _other in told} == set(INVERSE)


def test_the_file_is_as_untidy_as_the_registry(organisations):
    names = [name for record in organisations for name in record["names"]]
    acronyms = Counter(name["value"] for name in names if name["types"] == ["acronym"])
    countries = Counter(
        record["locations"][0]["geonames_details"]["country_code"] for record in organisations
    )
    assert {record["status"] for record in organisations} == {"active", "inactive", "withdrawn"}
    assert {"ja", "zh", "ko", "ru", "de"} <= {name["lang"] for name in names}
    assert any(name["value"].endswith("(Japan)") for name in names)
    assert acronyms.most_common(1)[0][1] > 2
    assert {country for country, _times in countries.most_common(3)} <= {"US", "GB", "CN", "JP"}
    assert max(len(record["relationships"]) for record in organisations) > 20


def test_agreements_use_the_codes_and_dates_of_the_register(agreements):
    for row in agreements:
        assert row["kind"] in Kind.values
        assert row["legal_character"] in LegalCharacter.values
        assert row["level"] in Level.values
        for event in ("announced", "signed", "in_effect", "expires"):
            validate_partial(row[event])
    assert {len(row["signed"]) for row in agreements} == {0, 4, 7, 10}


def test_parties_are_organisations_of_the_file_few_as_a_rule(agreements, organisations):
    known = {name["value"] for record in organisations for name in record["names"]}
    parties = [row["parties"].split(";") for row in agreements]
    counts = Counter(map(len, parties))
    assert {name for names in parties for name in names} <= known
    assert all(len(set(names)) == len(names) for names in parties)
    assert counts.most_common(1)[0][0] == 2
    assert max(counts) == 30
