"""Registers that are made once, kept for the next run, and copied for whoever writes."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench.databases import SQLite
from bench.files import Files
from bench.processes import Process
from bench.registers import Filling, Register, tally_in


def rows_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name FROM records").fetchall()


def add(path, name):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS records (name)")
        connection.execute("INSERT INTO records VALUES (?)", [name])


def test_who_writes_to_a_copy_leaves_the_register_as_it_was(tmp_path):
    databases = SQLite(tmp_path)
    databases.create("of_1")
    add(databases.path("of_1"), "first")

    databases.copy("of_1", "copy_of_1")
    add(databases.path("copy_of_1"), "second")

    assert rows_of(databases.path("of_1")) == [("first",)]
    assert rows_of(databases.path("copy_of_1")) == [("first",), ("second",)]
    databases.drop("copy_of_1")
    assert [path.name for path in tmp_path.glob("*.sqlite3*")] == ["of_1.sqlite3"]


def test_a_file_of_records_is_written_once_and_never_half(tmp_path):
    files = Files(tmp_path / "files")

    path = Path(files.agreements(5, seed=2, of=60))
    written = path.stat().st_mtime_ns

    assert path.read_text().count("\n") == 6
    assert Path(files.agreements(5, seed=2, of=60)).stat().st_mtime_ns == written
    assert not list(path.parent.glob("*.unfinished"))


def test_a_file_in_pieces_has_its_head_in_each(tmp_path):
    files = Files(tmp_path / "files")

    pieces = [Path(piece) for piece in files.pieces(files.agreements(5, of=60), 2)]

    lines = [piece.read_text().splitlines() for piece in pieces]
    assert [len(each) for each in lines] == [3, 3, 2]
    assert {each[0].partition(",")[0] for each in lines} == {"title"}
    whole = Path(files.agreements(5, of=60)).read_text().splitlines()
    assert [line for each in lines for line in each[1:]] == whole[1:]


def test_the_tally_of_an_import_is_read_from_its_last_line():
    assert tally_in("12 created, 3 updated, 400 unchanged, 1 refused.") == {
        "created": 12,
        "updated": 3,
        "unchanged": 400,
    }


@pytest.mark.parametrize(
    ("address", "mapped"),
    [("sqlite:////var/x.sqlite3", "/var/x.sqlite3"), ("postgres://a@%2Fsocket/x", None)],
)
def test_the_file_that_sqlite_maps_is_known(address, mapped):
    register = Register(1, {"DATABASE_URL": address}, Filling(1, 1, 1, 0))

    assert register.mapped_file == mapped


def test_a_process_is_seen_to_work_and_to_hold_memory():

    own = Process(os.getpid())
    before, held = own.processor_ms(), own.megabytes()

    block = bytearray(os.urandom(60 * 1024 * 1024))
    while own.processor_ms() - before < 20:
        sum(block[:100_000])

    assert 45 < own.megabytes() - held < 90
    assert own.parent().pid == os.getppid()
