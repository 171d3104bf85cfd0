"""Workbooks are bounded before anything is built of them, and read as a person sees them."""

import io
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.inputs import input_of_bytes
from imports.problems import Unreadable
from imports.readers.rows import RawRow
from imports.readers.xlsx_cells import unescaped
from imports.readers.xlsx_tables import XlsxReader

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(*rows, change=lambda workbook: None):
    """The bytes of a workbook with these rows in its first sheet."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def with_part(content, **parts):
    """The workbook with some parts replaced: {"sheet1": text}."""
    names = {"sheet1": SHEET, "theme": "xl/theme/theme1.xml", "styles": "xl/styles.xml"}
    replaced = {names[name]: text for name, text in parts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, replaced.get(name, old.read(name)))
    return file.getvalue()


def sheet_of(data):
    return with_part(workbook(["name"]), sheet1=f"<worksheet {MAIN}>{data}</worksheet>")


def reader_of(content, **options):
    return XlsxReader(input_of_bytes("rows.xlsx", content), **options)


def rows_of(content, **options):
    return list(reader_of(content, **options).rows())


def refusal_of(content, **options):
    with pytest.raises(Unreadable) as refusal:
        rows_of(content, **options)
    return str(refusal.value)


def text_of(value, number_format=None):
    def change(made):
        if number_format:
            made.active["A2"].number_format = number_format

    return rows_of(workbook(["value"], [value], change=change))[0].values["value"]


def test_each_row_has_its_cells_under_the_headings_and_its_number():
    reader = reader_of(workbook(["name", "place"], ["Alpha", None], [None], ["Beta", "Naka"]))

    assert reader.columns == ("name", "place")
    assert list(reader.rows()) == [
        RawRow(2, {"name": "Alpha", "place": ""}),
        RawRow(4, {"name": "Beta", "place": "Naka"}),
    ]
    assert reader.notes == ["1 blank row was left out."]


def test_the_rows_can_be_read_again_from_the_beginning():
    reader = reader_of(workbook(["name"], ["Alpha"], ["Beta"]))
    next(reader.rows())

    assert list(reader.rows()) == list(reader.rows()) != []


def test_blank_rows_before_the_header_are_passed_over():
    assert [row.number for row in rows_of(workbook([], [" "], ["name"], ["Alpha"]))] == [4]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (5.0, "5"),
        (0.1 + 0.2, "0.3"),
        (-1.25, "-1.25"),
        (1e15, "1000000000000000"),
        (0.0000001, "0.0000001"),
        (True, "true"),
        (False, "false"),
        (date(2025, 6, 19), "2025-06-19"),
        (datetime(2025, 6, 19), "2025-06-19"),  # noqa: DTZ001 - spreadsheets know no zones
        (datetime(2025, 6, 19, 14, 30), "2025-06-19T14:30:00"),  # noqa: DTZ001
        (time(14, 30), "14:30:00"),
        (timedelta(hours=36), "1 day, 12:00:00"),
        ("0123", "0123"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_typed_cells_become_text(value, text):
    assert text_of(value) == text


def test_texts_that_several_cells_share_are_read():
    types = "[Content_Types].xml"
    content = sheet_of(
        '<sheetData><row><c t="s"><v>1</v></c></row><row><c t="s"><v>0</v></c></row></sheetData>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if name != types:
                new.writestr(name, old.read(name))
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        listed = old.read(types).decode().replace("</Types>", part)
        new.writestr(types, listed)
        strings = "<si><t>two_x000D_\nlines</t></si><si><t>name</t></si>"
        new.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{strings}</sst>")

    assert rows_of(file.getvalue()) == [RawRow(2, {"name": "two\nlines"})]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("_x000D_", "\n"),
        ("_x000D_\n", "\n"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x0009_a", "\ta"),
        ("_xD800_", "_xD800_"),
        ("_x00_", "_x00_"),
    ],
)
def test_characters_that_xml_has_not_are_read(written, text):
    assert unescaped(written) == text


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("mmm yyyy", "2025-06"),
        ("[$-809]mmmm\\ yyyy;@", "2025-06"),
        ("yyyy", "2025"),
        ('d "June" yyyy', "2025-06-19"),
        ("mm-dd-yy", "2025-06-19"),
        ("[$-407]mmm. yy", "2025-06"),
    ],
)
def test_a_date_is_as_exact_as_the_cell_shows_it(number_format, text):
    assert text_of(date(2025, 6, 19), number_format) == text


def test_a_formula_gives_the_value_that_was_saved_with_it():
    cells = '<c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>""</f><v></v></c>'
    header = '<c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="str"><v>b</v></c>'
    content = sheet_of(f'<sheetData><row r="1">{header}</row><row r="2">{cells}</row></sheetData>')

    assert rows_of(content) == [RawRow(2, {"a": "2", "b": ""})]


def test_a_formula_without_a_value_is_told_with_its_cell_and_the_rest_is_read():
    first, second = rows_of(workbook(["a", "b"], ["x", "=1+1"], ["y", "z"]))

    assert first.number == 2
    assert first.problem.startswith("Cell B2 holds a formula without its value.")
    assert second == RawRow(3, {"a": "y", "b": "z"})


def test_an_error_is_told_with_its_cell():
    first, second = rows_of(workbook(["a", "b"], ["x", "#REF!"], ["y", "z"]))

    assert first.problem == "Cell B2 holds the error #REF!."
    assert second.problem == ""


def test_merged_cells_are_told():
    reader = reader_of(
        workbook(["a", "b"], ["x", None], change=lambda made: made.active.merge_cells("A2:B2"))
    )

    assert [row.values for row in reader.rows()] == [{"a": "x", "b": ""}]
    assert reader.notes == ["1 group of cells is merged: its value counts in the first of them."]


def with_sheets(made):
    made.active.title = "Empty"
    made.create_sheet("Agreements").append(["title"])
    made.create_sheet("3").append(["number"])
    made.create_sheet("Last").append(["name"])


@pytest.mark.parametrize(
    ("sheet", "columns"),
    [
        (None, ("title",)),
        ("Agreements", ("title",)),
        ("2", ("title",)),
        ("3", ("number",)),
        (4, ("name",)),
    ],
)
def test_a_sheet_is_chosen_by_name_or_number_else_the_first_that_is_filled(sheet, columns):
    assert reader_of(workbook(change=with_sheets), sheet=sheet).columns == columns


def test_which_of_several_sheets_was_read_is_told():
    assert reader_of(workbook(change=with_sheets)).notes == ["The sheet “Agreements” was read."]


@pytest.mark.parametrize("sheet", ["agreement", "9", "0", "-1", "x" * 500])
def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(sheet):
    refused = refusal_of(workbook(change=with_sheets), sheet=sheet)

    assert refused.startswith("There is no sheet “")
    assert refused.endswith("The workbook has “Empty”, “Agreements”, “3”, “Last”.")


def test_an_empty_sheet_is_refused():
    assert refusal_of(workbook()) == "The sheet “Sheet” is empty."


def test_a_row_with_more_cells_than_headings_is_told():
    (row,) = rows_of(workbook(["a"], ["x", "y"]))

    assert row.problem == "The row has 2 cells under 1 headings."


def test_cells_that_are_formatted_and_empty_are_no_columns_and_no_rows():
    cells = "".join(f'<c r="{letter}1" s="0"/>' for letter in ("B", "C", "XFD"))
    content = sheet_of(
        '<dimension ref="A1:XFD1048576"/><sheetData>'
        f'<row r="1"><c r="A1" t="str"><v>name</v></c>{cells}</row>'
        '<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
    )
    reader = reader_of(content)

    assert reader.columns == ("name",)
    assert list(reader.rows()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-40],
        lambda content: content[:500],
        lambda content: b"PK\x03\x04" + b"x" * 100,
        lambda content: with_part(content, sheet1="<worksheet"),
        lambda content: with_part(content, sheet1=f"<worksheet {MAIN}><sheetData><row"),
        lambda content: with_part(
            content, sheet1=f'<worksheet {MAIN}><sheetData><row><c t="s"><v>99</v></c></row>'
            "</sheetData></worksheet>"
        ),
    ],
)  # fmt: skip
def test_a_broken_workbook_is_refused_with_a_sentence(damage):
    assert "broken" in refusal_of(damage(workbook(["name"], ["Alpha"])))


def test_what_is_no_workbook_is_refused():
    assert refusal_of(b"name,place\n") == "It is no workbook in XLSX."


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ('<sheetData><row r="1048577"><c><v>1</v></c></row></sheetData>', "larger"),
        ('<sheetData><row r="x"><c><v>1</v></c></row></sheetData>', "larger"),
        ('<sheetData><row r="1"><c r="ABCDE1"><v>1</v></c></row></sheetData>', "larger"),
        ("<sheetData><row>" + "<c/>" * 16_385 + "</row></sheetData>", "larger"),
        ("<a>" * 100 + "</a>" * 100, "larger"),
        ("<sheetData><row><c><v>" + "9" * 2_000_000 + "</v></c></row></sheetData>", "larger"),
        (f'<sheetData a="{"x" * 3_000_000}"/>', "larger"),
        (f'<sheetData><row><c t="{"x" * 12_000_000}"/></row></sheetData>', "far more than"),
    ],
    ids=["row", "no row", "column", "cells", "depth", "text", "attribute", "ratio"],
)
def test_a_sheet_that_no_spreadsheet_writes_is_refused(data, sentence):
    content = sheet_of(data)
    source = input_of_bytes("rows.xlsx", content)
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match=sentence):
            XlsxReader(source)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 20_000_000


@pytest.mark.parametrize("part", ["sheet1", "theme", "styles"])
def test_entities_are_refused_in_every_part(part):
    content = with_part(workbook(["name"]), **{part: f"{ENTITY}<sst {MAIN}>&b;</sst>"})

    assert "declares entities" in refusal_of(content)


def test_openpyxl_itself_reads_no_entities():
    """Its own parser is the one that refuses them, should a part ever be passed over here."""
    assert openpyxl.DEFUSEDXML
    assert openpyxl.xml.functions.iterparse.__module__.startswith("defusedxml")
    assert openpyxl.xml.functions.fromstring.__module__.startswith("defusedxml")


def test_too_many_columns_are_refused():
    assert refusal_of(workbook([f"c{number}" for number in range(501)])) == (
        "Cell SG1 stands behind the 500 columns that are allowed."
    )


def test_rows_that_a_sheet_leaves_out_cost_nothing():
    first = '<row r="1"><c r="A1" t="str"><v>name</v></c></row>'
    last = '<row r="1048576"><c r="SF1048576"><v>1</v></c></row>'
    reader = reader_of(sheet_of(f"<sheetData>{first}{last}</sheetData>"))

    assert [row.number for row in reader.rows()] == [1_048_576]


def test_more_rows_than_are_read_are_refused():
    content = workbook(["a"], ["1"], ["2"], ["3"])

    assert refusal_of(content, most_rows=2) == "There are more than 2 rows."
    assert len(rows_of(content, most_rows=3)) == 3


def test_a_strict_workbook_is_refused_with_what_helps():
    strict = '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'

    assert "Save it as an Excel workbook" in refusal_of(with_part(workbook(), styles=strict))


def test_a_zip_with_a_password_or_two_entries_of_one_name_is_refused():
    content = workbook(["name"])
    locked = content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, "x")

    assert refusal_of(locked) == "It is locked with a password."
    assert refusal_of(file.getvalue()) == "The zip holds two entries of one name."


RICH = (
    '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="str">'
    '<v>day</v></c></row><row r="2" spans="1:2"><c r="A2" s="1"><f>1+1</f><v>45827</v></c>'
    '<c r="B2" t="d"><v>2025-06-19</v></c></row><row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>'
    '</row></sheetData><mergeCells count="1"><mergeCell ref="A3:B3"/></mergeCells>'
)


@st.composite
def damaged(draw):
    """The text of a sheet with some of its characters replaced, taken out or doubled."""
    text = RICH
    for _time in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 6)))
        new = draw(
            st.one_of(st.text(max_size=4), st.sampled_from(["9" * 30, "-1", "", "s", "<v/>"]))
        )
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.drill
@settings(max_examples=150, deadline=None)
@given(damaged())
def test_no_sheet_leads_to_anything_but_rows_or_a_sentence(data):
    with suppress(Unreadable, UnicodeEncodeError):
        assert all(isinstance(row.problem, str) for row in rows_of(sheet_of(data)))
