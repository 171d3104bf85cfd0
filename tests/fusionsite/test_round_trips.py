"""Registers made at random: what is exported and read into an empty database is the same there."""

import shutil

import pytest
from django.core.files.storage import default_storage

from fusionsite.register.tables import TABLES
from publishing.models import FileUse, StoredFile

from .generated_registers import GeneratedRegister
from .packages import content_of, empty_register, export, read_in, rows_of

pytestmark = pytest.mark.django_db

SEEDS = range(1, 2)
ALL_SEEDS = range(1, 201)
FILLING_SEEDS = range(1, 13)


def start_afresh():
    empty_register()
    FileUse.objects.all().delete()
    StoredFile.objects.all().delete()
    shutil.rmtree(default_storage.location, ignore_errors=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_generated_register_comes_back_the_same(seed, tmp_path):
    GeneratedRegister(seed).fill()
    first = export(tmp_path / "first")
    start_afresh()
    read_in(first)
    assert content_of(export(tmp_path / "copy")) == content_of(first)


@pytest.mark.drill
@pytest.mark.parametrize("seed", ALL_SEEDS)
def test_a_copy_of_a_generated_register_takes_over_what_happens_there(seed, tmp_path):
    register = GeneratedRegister(seed).fill()
    first = export(tmp_path / "first")
    register.change_on()
    newer = export(tmp_path / "newer")
    assert content_of(newer) != content_of(first)
    start_afresh()
    read_in(first)
    assert content_of(export(tmp_path / "copy")) == content_of(first)
    assert read_in(first).startswith("0 created, 0 updated, ")
    read_in(newer)
    assert content_of(export(tmp_path / "copy of the newer")) == content_of(newer)


@pytest.mark.drill
def test_the_generated_registers_fill_every_column(tmp_path):
    filled = set()
    for seed in FILLING_SEEDS:
        start_afresh()
        GeneratedRegister(seed).fill()
        package = export(tmp_path / str(seed))
        for table in TABLES:
            for row in rows_of(package, table.name):
                filled |= {(table.name, name) for name, value in row.items() if value}
    every = {(table.name, column.name) for table in TABLES for column in table.columns}
    assert every - filled == set()
