"""docs/importing.md: its columns are those of the importers, its examples give what it prints."""

import re
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from imports.registry import importer_named

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "importing.md").read_text("utf-8")
HEADINGS = {
    "Organisations": "organisations.table",
    "Agreements": "agreements.table",
    "Articles": "news.table",
}


def section(heading):
    return re.search(rf"^### {heading}\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL)[1]


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_columns_are_those_of_the_importer(heading):
    lines = re.findall(r"^\| `(\w+)`( ●)? \| (.+) \|$", section(heading), re.MULTILINE)
    described = [(name, bool(must), help.replace("\\|", "|")) for name, must, help in lines]
    columns = importer_named(HEADINGS[heading]).columns

    assert described == [(c.name, c.required, str(c.help)) for c in columns]


def output_of(command, *arguments):
    out = StringIO()
    with suppress(CommandError):
        call_command(command, *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_examples_give_what_the_page_prints(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    example = section("An example")
    files = re.findall(r"^`(\S+)`:\n\n```csv\n(.*?)```", example, re.MULTILINE | re.DOTALL)
    for name, content in files:
        (tmp_path / name).write_text(content, encoding="utf-8")
    consoles = "".join(re.findall(r"```console\n(.*?)```", example, re.DOTALL))
    runs = re.findall(r"^\$ manage\.py (.+)\n((?:(?!\$ ).*\n)*)", consoles, re.MULTILINE)

    assert len(files) == 2
    assert len(runs) == 3
    for line, printed in runs:
        assert output_of(*line.split()) == printed
