import json

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def bring(tmp_path, capsys):
    """Imports a file of news as the operator does; gives the exit code and what was printed."""

    def run(content, name="news.json", **options):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        code, said = 0, ""
        try:
            call_command("import_news", str(path), **options)
        except CommandError as error:
            code, said = error.returncode, str(error)
        printed = capsys.readouterr()
        return code, printed.out + printed.err + said

    return run
