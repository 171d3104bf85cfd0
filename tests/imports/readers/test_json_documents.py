"""JSON is read record by record, exactly, and refused with the place where it is none."""

import json
import tracemalloc
from decimal import Decimal

import pytest

from imports.inputs import input_of_bytes
from imports.problems import Unreadable
from imports.readers.json_documents import JsonLinesReader, JsonReader
from imports.readers.json_text import CHUNK
from imports.readers.rows import RawRow


def rows_of(content, reader=JsonReader, **options):
    if not isinstance(content, bytes):
        content = (content if isinstance(content, str) else json.dumps(content)).encode()
    return list(reader(input_of_bytes("rows.json", content), **options).rows())


def lines_of(content, **options):
    return rows_of(content, JsonLinesReader, **options)


def refusal_of(content, reader=JsonReader, **options):
    with pytest.raises(Unreadable) as refusal:
        rows_of(content, reader, **options)
    return str(refusal.value)


def test_a_list_of_objects_gives_them_under_their_positions():
    assert rows_of([{"a": 1}, {"b": [{}]}]) == [RawRow(1, {"a": 1}), RawRow(2, {"b": [{}]})]


def test_the_rows_can_be_read_again_from_the_beginning():
    reader = JsonReader(input_of_bytes("rows.json", b'[{"a": 1}, {"a": 2}]'))
    next(reader.rows())

    assert list(reader.rows()) == list(reader.rows()) != []


@pytest.mark.parametrize(
    "document",
    [
        {"agreements": [{"a": 1}]},
        {"count": 1, "results": [{"a": 1}], "meta": {"types": [{"id": "x"}]}},
        {"count": 1, "codes": ["x"], "data": [{"a": 1}]},
    ],
)
def test_the_list_in_an_object_around_it_gives_the_rows(document):
    assert rows_of(document) == [RawRow(1, {"a": 1})]


@pytest.mark.parametrize(
    "document",
    [
        {"title": "A", "parties": [{"name": "B"}]},
        {"items": [{"a": 1}], "results": [{"b": 1}]},
        {"title": "A", "data": ["x"]},
        {},
    ],
)
def test_another_object_is_a_record_itself(document):
    assert rows_of(document) == [RawRow(1, document)]


def test_an_empty_list_has_no_rows():
    assert rows_of([]) == rows_of({"items": []}) == []


def test_numbers_are_kept_exact():
    (row,) = rows_of('[{"a": 410000000.10, "b": 12345678901234567890, "c": 1e2, "d": -0.5}]')

    assert row.values == {
        "a": Decimal("410000000.10"),
        "b": 12345678901234567890,
        "c": Decimal("1e2"),
        "d": Decimal("-0.5"),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_unicode_is_read_with_and_without_a_mark(encoding):
    text = json.dumps([{"name": "文部科学省 🎌"}], ensure_ascii=False)

    assert rows_of(text.encode(encoding))[0].values == {"name": "文部科学省 🎌"}


def test_values_across_the_edges_of_the_window_are_read_whole():
    records = [{"number": number, "text": "ü" * (number % 700)} for number in range(9000)]
    content = json.dumps(records, ensure_ascii=False)
    assert len(content.encode()) > 2 * CHUNK

    assert [row.values for row in rows_of(content)] == records


def test_a_number_at_the_edge_of_the_window_is_not_cut():
    content = "[" + " " * (CHUNK - 4) + "1234, {}]"

    assert [row.problem for row in rows_of(content)] == ["It is no object.", ""]


DEEP = '{"a":' * 20 + "1" + "}" * 20


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "“c” stands twice in one object."),
        ('{"a": NaN}', "NaN is no number."),
        ('{"a": [-Infinity]}', "-Infinity is no number."),
        ('{"a": 1e9999999999999999999}', "A number has more figures than are read."),
        ('{"a": 1e999}', "A number has more figures than are read."),
        ('{"a": 0.' + "1" * 50 + "}", "A number has more figures than are read."),
        ('{"a": "\\ud83c"}', "A text in it holds half a character."),
        ('{"\\udc00": 1}', "A text in it holds half a character."),
        (f'{{"a": {DEEP}}}', "It is nested more than 20 levels deep."),
        ('{"a": "' + "x" * 1_100_000 + '"}', "A text in it has more than 1,000,000 characters."),
        ('"text"', "It is no object."),
        ("null", "It is no object."),
        ("[1]", "It is no object."),
    ],
    ids=range(13),
)
def test_a_value_that_is_not_taken_is_told_and_the_rest_is_read(value, problem):
    first, second = rows_of(f'[{value}, {{"b": 1}}]')

    assert first == RawRow(1, first.values, problem)
    assert second == RawRow(2, {"b": 1})


def test_what_is_as_deep_as_allowed_and_a_whole_pair_are_taken():
    assert rows_of(f"[{DEEP}]")[0].problem == ""
    assert rows_of('[{"a": "\\ud83c\\udf8c"}]') == [RawRow(1, {"a": "🎌"})]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        (" \n ", "The file is empty."),
        ('[{"a": 1},\n {"b": "te', "Line 2, character 11: The file ends before the JSON does."),
        ('[{"a": 1}\n', "Line 2, character 1: The file ends before the JSON does."),
        ("[", "Line 1, character 2: The file ends before the JSON does."),
        ('[{"a": 1}\n{"b": 2}]', "Line 2, character 1: It is no JSON from here on."),
        ('[{"a" 1}]', "Line 1, character 7: It is no JSON from here on."),
        ("[{'a': 1}]", "Line 1, character 3: It is no JSON from here on."),
        ('[{"a": 1},]', "Line 1, character 11: It is no JSON from here on."),
        ('[{"a": 1}] x', "Line 1, character 12: It is no JSON from here on."),
        ('{"a": 1, "a": 2}', "“a” stands twice in one object."),
        ("<!DOCTYPE html><html>", "It is a web page or XML, not JSON."),
        ("Fusion", "Line 1, character 1: It is no JSON from here on."),
        ("[" * 100_000, "Line 1, character 2: It is nested without end."),
        ('[{"a": ' + "9" * 5000 + "}]", "A number has more figures than are read."),
    ],
    ids=range(15),
)
def test_what_is_no_whole_json_is_refused_with_the_place(text, sentence):
    assert refusal_of(text).endswith(sentence)


def test_bytes_that_are_no_unicode_are_refused_with_the_line():
    content = '[{"a": 1},\n{"a": "Jülich"}]'.encode("latin-1")

    assert refusal_of(content) == "Line 2 is not encoded in UTF-8."


def test_the_place_counts_what_has_left_the_window():
    content = "[" + '{"a": 1},\n' * 110_000 + "{]"

    assert refusal_of(content).startswith("Line 110,001, character 2:")


@pytest.mark.parametrize("content", [b'[{"a": "' + b"x" * 9_000_000, b'["' + b"x" * 9_000_000])
def test_a_value_without_end_is_refused_before_it_fills_the_memory(content):
    source = input_of_bytes("rows.json", content)
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="It has more than 4,000,000 characters"):
            list(JsonReader(source).rows())
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 40_000_000


def test_more_records_than_are_read_are_refused():
    assert refusal_of([{}, {}, {}], most_rows=2) == "There are more than 2 rows."
    assert refusal_of("{}\n{}\n{}", JsonLinesReader, most_rows=2) == "There are more than 2 rows."


def test_an_object_a_line_is_read_under_its_line():
    assert lines_of('{"a": 1}\n\r\n{"a": 2.5}') == [
        RawRow(1, {"a": 1}),
        RawRow(3, {"a": Decimal("2.5")}),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"a": 1', "The line is no JSON."),
        ('{"a": 1} x', "The line is no JSON."),
        ("[" * 100_000, "The line is no JSON."),
        ('{"a": NaN}', "NaN is no number."),
        ('{"a": 1, "a": 1}', "“a” stands twice in one object."),
        ("[1]", "It is no object."),
    ],
    ids=range(6),
)
def test_a_line_that_is_not_taken_is_told_and_the_rest_is_read(line, problem):
    first, second = lines_of(f'{line}\n{{"b": 1}}\n')

    assert first.problem == problem
    assert second == RawRow(2, {"b": 1})


def test_lines_that_are_cut_off_are_refused():
    refused = refusal_of('{"a": 1}\n{"a": ', JsonLinesReader)

    assert refused == "Line 2: The file ends before the JSON does."
