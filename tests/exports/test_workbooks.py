"""Texts and numbers in the cells of a workbook, read as the import reads them."""

import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.tables import Column, Table
from exports.workbooks import LONGEST_CELL, write_workbook
from imports.inputs import input_of_bytes
from imports.readers.xlsx_tables import XlsxReader

SIGNS = st.text(st.sampled_from("=#+-@'_x0D\r\n\t\0\x01\ufffe <&>/NA!"), max_size=8)
TEXTS = SIGNS | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def read_back(*values):
    """The texts of a row with these values; a row of empty cells would be none."""
    columns = tuple(Column(f"column {n}", "") for n in range(len(values) + 1))
    table = Table("lists", "Lists", columns, read=None)
    file = io.BytesIO()
    write_workbook(file, table, [[[*values, "end"]]])
    [row] = XlsxReader(input_of_bytes("lists.xlsx", file.getvalue())).rows()
    *found, end = row.values.values()
    assert (row.problem, end) == ("", "end")
    return found


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_every_text_comes_back(texts):
    ends = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]

    assert read_back(*texts) == ends


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("410000000.00"), "410000000"),
        (Decimal("-1.22800"), "-1.228"),
        (Decimal("1234567890123456.78"), "1234567890123456.78"),
        (0, "0"),
        (False, "no"),
        (None, ""),
        ([], ""),
        (["a; b", "c"], '["a; b", "c"]'),
        ("x" * LONGEST_CELL, "x" * LONGEST_CELL),
        ("x" * (LONGEST_CELL + 1), ""),
    ],
)
def test_a_value_is_as_exact_as_the_register_has_it(value, text):
    assert read_back(value) == [text]
