import pytest

from imports.cleaned import RowRefused
from imports.problems import Unreadable
from imports.readers.rows import RawRow
from tests.imports.themes import importer_of


def cleaned(**values):
    importer = importer_of(values)
    return importer.clean(RawRow(2, values))


def test_a_column_is_known_by_its_name_in_any_case():
    row = cleaned(**{"NAME ": "Magnets", "Description": "Coils."})

    assert row.fields == {"name": "Magnets", "description": "Coils."}


def test_an_empty_cell_says_nothing():
    assert cleaned(name="Magnets", description="  ").fields == {"name": "Magnets"}


def test_a_row_without_what_must_be_there_is_refused_with_the_column():
    with pytest.raises(RowRefused) as refusal:
        cleaned(name="", description="Coils.")

    assert (refusal.value.column, refusal.value.messages) == ("name", ["It is empty."])


def test_a_file_without_the_column_is_refused_with_those_it_has():
    importer = importer_of({"first": "1", "last": "2"})

    with pytest.raises(Unreadable, match=r"no column “name”\. Its columns are: first, last"):
        importer.check()


def test_a_column_that_nobody_knows_is_named():
    importer = importer_of({"name": "Magnets", "colour": "red"})

    assert importer.notes == ["Columns that were not read: “colour”."]


def test_the_template_describes_each_column_and_ends_with_their_names():
    lines = importer_of().template().split("\r\n")

    assert lines[0] == "# name: What it is called."
    assert lines[-2:] == ["name,description,above", ""]
