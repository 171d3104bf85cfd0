"""What an export makes harmless for spreadsheets comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.inputs import input_of_bytes
from imports.readers.csv_tables import CsvReader
from imports.readers.formulas import harmless, restored

# What spreadsheets run is rare among all characters.
SIGNS = st.text(st.sampled_from("'=+-@\t\r\n\uff1d\uff0b\uff0d\uff20 (.)12a\"|;,"), max_size=6)
TEXTS = SIGNS | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=SUM(1)", "'=SUM(1)"),
        ("@x", "'@x"),
        ("-2+3", "'-2+3"),
        ("\tx", "'\tx"),
        ("\uff1dSUM(1)", "'\uff1dSUM(1)"),
        ("'=SUM(1)", "''=SUM(1)"),
        ("+44 20 7946 0000", "+44 20 7946 0000"),
        ("-1.5", "-1.5"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_stands_behind_an_apostrophe(text, cell):
    assert harmless(text) == cell
    assert restored(cell) == text


@given(TEXTS)
def test_every_text_is_restored_and_none_begins_a_formula(text):
    cell = harmless(text)

    assert restored(cell) == text
    assert not (cell[:1] in "=@\t\r\n\uff1d\uff0b\uff0d\uff20" and cell)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_cells_of_a_file_are_read_as_they_were(texts):
    lines = io.StringIO()
    names = [f"column {number}" for number in range(len(texts) + 1)]
    # A row of empty cells is none, and a file is to have one.
    csv.writer(lines).writerows([names, [*map(harmless, texts), "end"]])

    [row] = CsvReader(input_of_bytes("x.csv", lines.getvalue().encode())).rows()

    assert list(row.values.values()) == [*texts, "end"]
