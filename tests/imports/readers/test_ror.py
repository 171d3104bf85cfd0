"""Records of the Research Organization Registry, as its API, its site and its dumps give them."""

import io
import json
import zipfile

import pytest

from imports.inputs import input_of_bytes
from imports.problems import Unreadable
from imports.readers import open_reader

ALPHA = {"id": "https://ror.org/000000101", "names": [{"value": "Alpha", "types": ["ror_display"]}]}
BETA = {"id": "https://ror.org/000000202", "names": [{"value": "Beta", "types": ["ror_display"]}]}
OLD = {"id": "https://ror.org/000000101", "name": "Alpha", "labels": [], "acronyms": ["A"]}


def reader_of(content, **options):
    return open_reader(input_of_bytes("ror", content), **options)


def zipped(**files):
    """A zip of files, by name without its ending: {"a_json": text}."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_json", ".json").replace("_csv", ".csv"), text)
    return file.getvalue()


def refusal_of(content, **options):
    with pytest.raises(Unreadable) as refusal:
        list(reader_of(content, **options).rows())
    return str(refusal.value)


BOTH = json.dumps([ALPHA, BETA])


@pytest.mark.parametrize(
    "content",
    [
        BOTH.encode(),
        json.dumps({"number_of_results": 2, "items": [ALPHA, BETA], "meta": {}}).encode(),
        f"{json.dumps(ALPHA)}\n{json.dumps(BETA)}\n".encode(),
        zipped(**{"v2.1-ror-data_json": BOTH, "v2.1-ror-data_csv": "id,name\n"}),
        zipped(**{"v1.74-ror-data_json": json.dumps([OLD]), "v1.74-ror-data_schema_v2_json": BOTH}),
    ],
    ids=["list", "answer of the API", "lines", "dump", "dump of both schemas"],
)
def test_records_are_read_in_each_form(content):
    reader = reader_of(content)

    assert reader.format == "ror"
    assert [(row.number, row.values) for row in reader.rows()] == [(1, ALPHA), (2, BETA)]
    assert list(reader.rows()) == list(reader.rows())


def test_one_record_is_read():
    assert [row.values for row in reader_of(json.dumps(ALPHA).encode()).rows()] == [ALPHA]


def test_records_of_schema_1_are_refused_with_the_schemas_that_are_read():
    assert refusal_of(json.dumps([OLD]).encode()) == (
        "Record 1 follows schema 1 of ROR, which ended in 2025. Schemas 2.0 and 2.1 are read."
    )


def test_what_is_no_record_is_told_and_the_rest_is_read():
    first, second = reader_of(json.dumps([ALPHA, {"title": "x"}]).encode()).rows()

    assert (first.problem, second.problem) == ("", "It is no record of ROR.")


def test_a_zip_with_two_lists_of_records_is_refused():
    assert refusal_of(zipped(a_json=BOTH, b_json=BOTH)).startswith("The zip holds 2 files of JSON")


def test_a_zip_that_unpacks_to_far_more_is_refused():
    assert "far more than it seems" in refusal_of(zipped(a_json=" " * 30_000_000))


def test_a_zip_whose_content_is_broken_is_refused():
    content = zipped(a_json=json.dumps([ALPHA] * 50))
    place = content.index(b"a.json") + 30

    refused = refusal_of(content[:place] + b"\xff" * 9 + content[place + 9 :], format="ror")

    assert refused == "It is a zip, but broken or cut off."
