"""The columns of the files: they stay, are described, and are those that the import reads."""

import json
import re
from pathlib import Path

import pytest

from fusionsite.views.columns import TABLES
from imports.registry import importer_named

PAGE = (Path(__file__).parents[2] / "docs" / "tables.md").read_text("utf-8")
KEPT = json.loads((Path(__file__).parent / "columns.json").read_text("utf-8"))
IMPORTERS = {
    "agreements": "agreements.table",
    "organisations": "organisations.table",
    "news": "news.table",
}
# Columns for whoever writes a file: what they say stands elsewhere in those of the register.
OF_OTHERS = {"key"}


@pytest.mark.parametrize("name", TABLES)
def test_columns_keep_their_names_and_their_order(name):
    """Programs of others name them: a new one goes to the end, here and in columns.json."""
    assert TABLES[name].names == KEPT[name]


@pytest.mark.parametrize("name", TABLES)
def test_the_page_describes_every_column(name):
    table = TABLES[name]
    section = re.search(rf"^## {table.title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)[1]
    described = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE)

    assert [(column, words.replace("\\|", "|")) for column, words in described] == [
        (column.name, str(column.help)) for column in table.columns
    ]


@pytest.mark.parametrize("name", TABLES)
def test_each_column_is_read_back_or_passed_over_knowingly(name):
    importer = importer_named(IMPORTERS[name])
    read = {column.name for column in importer.columns}

    assert set(TABLES[name].names) == (read - OF_OTHERS) | set(importer.passed_over)


@pytest.mark.parametrize("name", TABLES)
def test_programs_find_what_the_columns_hold(client, name):
    answer = client.get(f"/{name}.csv-metadata.json")
    described = answer.json()

    assert answer.headers["Content-Type"] == "application/csvm+json"
    assert described["url"] == f"{name}.csv"
    columns = described["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == TABLES[name].names
    assert all(column["dc:description"] for column in columns)
    assert {column["name"] for column in columns if "separator" in column} >= {"themes"}


def test_other_addresses_describe_nothing(client):
    assert client.get("/themes.csv-metadata.json").status_code == 404
    assert client.post("/agreements.csv-metadata.json").status_code == 405
