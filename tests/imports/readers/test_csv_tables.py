"""CSV as people write it: told from its content, read whole or refused with the line."""

import csv
import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.inputs import input_of_bytes
from imports.problems import Unreadable
from imports.readers.csv_tables import CsvReader
from imports.readers.formulas import BEGINS_A_FORMULA, NUMBER
from imports.readers.rows import RawRow


def reader_of(content, **options):
    if isinstance(content, str):
        content = content.encode()
    return CsvReader(input_of_bytes("rows.csv", content), **options)


def rows_of(content, **options):
    return list(reader_of(content, **options).rows())


def cells_of(content, **options):
    return [list(row.values.values()) for row in rows_of(content, **options)]


def refusal_of(content, **options):
    with pytest.raises(Unreadable) as refusal:
        rows_of(content, **options)
    return str(refusal.value)


def test_each_row_has_its_cells_under_the_headings_and_its_line():
    reader = reader_of('name,place\nAlpha,"Culham\nOxfordshire"\nBeta,Naka\n')

    assert reader.columns == ("name", "place")
    assert list(reader.rows()) == [
        RawRow(2, {"name": "Alpha", "place": "Culham\nOxfordshire"}),
        RawRow(4, {"name": "Beta", "place": "Naka"}),
    ]


def test_the_rows_can_be_read_again_from_the_beginning():
    reader = reader_of("name\nAlpha\nBeta\n")
    next(reader.rows())

    assert list(reader.rows()) == list(reader.rows()) != []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_sort_of_line_end_is_read(end):
    text = end.join(["name,place", '"a,b",c', "d,e", ""])

    assert [row.number for row in rows_of(text)] == [2, 3]
    assert cells_of(text) == [["a,b", "c"], ["d", "e"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_utf_8_and_utf_16_are_told_from_the_bytes(encoding):
    reader = reader_of("name,place\n文部科学省,Tōkyō\n".encode(encoding))

    assert reader.columns == ("name", "place")
    assert next(reader.rows()).values == {"name": "文部科学省", "place": "Tōkyō"}


@pytest.mark.parametrize("encoding", ["windows-1252", "latin-1", "Latin1", "cp1252", "ISO_8859-1"])
def test_other_encodings_are_read_when_they_are_named(encoding):
    assert cells_of("name\nJülich\n".encode("latin-1"), encoding=encoding) == [["Jülich"]]


def test_bytes_of_another_encoding_are_refused_with_the_line_and_what_helps():
    refused = refusal_of("name\nCulham\nJülich\n".encode("latin-1"))

    assert refused.startswith("Line 3 is not encoded in UTF-8.")
    assert "--encoding windows-1252" in refused


def test_a_utf_16_file_that_is_cut_off_is_refused():
    assert "is not encoded in UTF-16" in refusal_of("name\nAlpha\n".encode("utf-16")[:-1])


@pytest.mark.parametrize("name", ["klingon", "zlib", "rot13", "idna", "unicode_escape", "a\0"])
def test_an_encoding_that_is_none_of_texts_is_refused_with_those_that_are(name):
    assert "Name one of these: utf-8, utf-16, windows-1252" in refusal_of("a\n", encoding=name)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_content(delimiter):
    text = f'name{delimiter}money\n"a,b;c\td|e"{delimiter}1\n'

    assert cells_of(text) == [["a,b;c\td|e", "1"]]


def test_the_rows_decide_where_the_header_could_be_cut_in_two_ways():
    text = "name, given;place, country\nA, B, C;Naka\nD;Culham, UK\n"

    assert cells_of(text) == [["A, B, C", "Naka"], ["D", "Culham, UK"]]


def test_a_single_column_needs_no_delimiter():
    assert cells_of("value\n01\n002\n") == [["01"], ["002"]]


def test_blank_lines_and_comments_before_the_header_are_left_out_and_told():
    reader = reader_of("\n# Collected in May\n,,\n#\nname,place\n# kept,x\n")

    assert [(row.number, row.values["name"]) for row in reader.rows()] == [(6, "# kept")]
    assert reader.notes == ["2 lines of comment before the header were left out."]


def test_the_line_by_which_a_spreadsheet_names_the_delimiter_is_left_out():
    assert rows_of("sep=;\r\nname;place\r\nAlpha;Naka\r\n") == [
        RawRow(3, {"name": "Alpha", "place": "Naka"})
    ]


def test_a_number_sign_alone_is_a_heading():
    assert reader_of("#;name\n1;Alpha\n").columns == ("#", "name")


def test_blank_rows_are_left_out_and_counted():
    reader = reader_of('name,place\n\nAlpha,x\n,\n" ",\n')

    assert [row.number for row in reader.rows()] == [3]
    assert reader.notes == ["3 blank rows were left out."]


def test_a_header_alone_is_a_table_without_rows():
    assert rows_of("name,place\n") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        ("\n \n\r\n", "The file holds blank lines alone."),
        ("name,,place\nx,y,z\n", "Column 2 has no heading."),
        ("name,place, name\n", "2 columns are headed “name”."),
        (f"a,{'x' * 201}\n", "The heading of column 2 has more than 200 characters."),
        ('""\nx\n', "The table has no headings."),
        ('"name\nAlpha\n', "Line 1: A quotation mark is not closed"),
    ],
)
def test_a_file_without_a_header_that_can_be_used_is_refused(text, sentence):
    assert refusal_of(text).startswith(sentence)


def test_empty_columns_at_the_end_are_dropped():
    reader = reader_of("name,place,,\nAlpha,Naka,,\nBeta,Culham\n")

    assert reader.columns == ("name", "place")
    assert [row.problem for row in reader.rows()] == ["", ""]


def test_a_row_with_more_cells_than_headings_is_told_and_the_rest_is_read():
    first, second = rows_of("name,place\na,b,c\nd,e\n")

    assert first.problem == "The row has 3 cells under 2 headings."
    assert second == RawRow(3, {"name": "d", "place": "e"})


def test_cells_that_a_short_row_does_not_have_are_none():
    assert rows_of("name,place\nAlpha\n") == [RawRow(2, {"name": "Alpha", "place": None})]


def test_text_after_a_closed_quotation_mark_is_told_and_the_rest_is_read():
    first, second = rows_of('name,place\n"a" b,c\nd,e\n')

    assert first.problem.startswith("A quotation mark is not closed, or text follows one")
    assert (second.number, second.problem) == (3, "")


def test_a_quotation_mark_inside_a_bare_cell_is_text():
    assert cells_of("where,x\n37°36'37.8\"N,1\n") == [["37°36'37.8\"N", "1"]]


@pytest.mark.parametrize(
    "text",
    [
        'name,place\na,"b\nc,d\ne,f\n',
        'name,place\na,"b\nc" x,d\ne,f\n',
        'name,place\n"a" b,"c\nd",e\nf,g\n',
    ],
)
def test_a_row_whose_end_is_in_doubt_makes_the_file_unreadable(text):
    assert refusal_of(text).startswith("Line 2: A quotation mark is not closed")


def test_an_open_quotation_mark_in_the_last_line_swallows_nothing():
    first, last = rows_of('name,place\na,b\nc,"d')

    assert (first.problem, last.number) == ("", 3)
    assert last.problem.startswith("A quotation mark is not closed")


def test_a_cell_of_too_many_characters_is_told_and_the_rest_is_read():
    first, second = rows_of(f"name,place\na,{'x' * 150_000}\nb,c\n")

    assert first.problem == ("The cell under “place” has 150,000 characters; 100,000 are allowed.")
    assert second.problem == ""


def test_more_rows_than_are_read_make_the_file_unreadable():
    assert refusal_of("a\n1\n2\n3\n", most_rows=2) == "There are more than 2 rows."


@pytest.mark.parametrize("content", [b"\n" * 99, b"name\n" + b"\n" * 99, b"name\n" + b",,\n" * 99])
def test_blank_lines_without_end_are_refused(monkeypatch, content):
    monkeypatch.setattr("imports.readers.lines.MOST_LINES", 50)
    with pytest.raises(Unreadable, match="more than 50 lines"):
        list(CsvReader(input_of_bytes("rows.csv", content)).rows())


@pytest.mark.parametrize(
    "content",
    [
        b"x" * 2_500_000,
        b"name,place\n" + b"a" * 2_500_000,
        b'name,place\n"' + (b"a" * 99 + b"\n") * 25_000,
        b'name,place\n"a\n"' + b',"aaaaaaaaaaaaaaaaaaaa\n"' * 90_000,
        b",".join(b"c%d" % number for number in range(100_000)) + b"\n",
    ],
    ids=["one line", "long line", "open mark", "cells over lines", "columns"],
)
def test_floods_are_refused_before_they_fill_the_memory(content):
    source = input_of_bytes("rows.csv", content)
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            list(CsvReader(source).rows())
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 40_000_000


def exported(text):
    """As the register's export writes it."""
    bare = text.lstrip("'")
    return f"'{text}" if BEGINS_A_FORMULA.match(bare) and not NUMBER.fullmatch(bare) else text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+44 (0)", "-5", "-x", "@sum", "\tx", "\uff1dx", "'quoted'", "'=x", "''-x", "'-5"],
)
def test_what_the_export_made_harmless_reads_as_it_was(text):
    file = io.StringIO()
    csv.writer(file).writerows([["name", "place"], [exported(text), "x"]])

    assert cells_of(file.getvalue()) == [[text, "x"]]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="'"), max_size=8)


# Python 3.11 leaves a line end bare in a cell unless it ends the lines of the file too.
DIALECTS = [
    ("\n", csv.QUOTE_ALL),
    ("\r", csv.QUOTE_ALL),
    ("\n", csv.QUOTE_NONNUMERIC),
    ("\r\n", csv.QUOTE_MINIMAL),
]


@pytest.mark.drill
@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(DIALECTS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_any_dialect_writes_is_read_back(rows, delimiter, dialect, encoding):
    file = io.StringIO(newline="")
    end, quoting = dialect
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([["name", "place", "note"], *rows])

    read = cells_of(file.getvalue().encode(encoding))

    assert read == [list(row) for row in rows if any(cell.strip() for cell in row)]
