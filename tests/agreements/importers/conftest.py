import csv

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def table(tmp_path):
    """Writes rows, dicts of cells, to a CSV file and gives its path."""

    def write(*rows, name="agreements.csv"):
        path = tmp_path / name
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def bring(table, capsys):
    """Imports rows as the operator does; gives the exit code and what was printed."""

    def run(*rows, command="import_agreements", **options):
        code, said = 0, ""
        try:
            call_command(command, str(table(*rows)), **options)
        except CommandError as error:
            code, said = error.returncode, str(error)
        printed = capsys.readouterr()
        return code, printed.out + printed.err + said

    return run
