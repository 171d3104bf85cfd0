"""docs/security.md names for each threat and each promise the test that holds it."""

import ast
import re
from pathlib import Path

import pytest

from tests.test_repository import ROOT, read

PAGE = "docs/security.md"
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
HERE = Path(__file__).parent


def rows_of(page):
    """The rows of the tables that say what holds what."""
    tables = re.findall(r"^\|.*held by \|\n\|[-|]+\|\n((?:\|.*\n)+)", page, re.MULTILINE)
    return [row for table in tables for row in table.splitlines()]


ROWS = rows_of(read(PAGE))


def named_in(text):
    return TEST.findall(text)


def defined_in(file):
    """The names of the tests that a file defines."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def missing_in(text):
    """The tests that a text names and nobody has written."""
    return [
        f"{file}::{name}"
        for file, name in named_in(text)
        if not (ROOT / file).exists() or (name and name not in defined_in(file))
    ]


def test_every_row_names_a_test():
    assert len(ROWS) > 25
    assert [row for row in ROWS if not named_in(row)] == []


def test_every_test_that_is_named_exists():
    assert missing_in(read(PAGE)) == []


@pytest.mark.parametrize(
    "named",
    [
        "`tests/security/test_nothing.py`",
        "`tests/security/test_access.py::test_that_nobody_wrote`",
    ],
)
def test_a_test_that_is_gone_is_missed(named):
    assert missing_in(named)


def test_every_guard_is_named():
    """What stands in tests/security holds something, and the page says what."""
    named = {file for file, _name in named_in(read(PAGE))}
    guards = {f"tests/security/{file.name}" for file in HERE.glob("test_*.py")}
    assert guards - named == set()
