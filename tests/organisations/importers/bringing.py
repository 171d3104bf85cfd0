"""Imports as an operator runs them, from small files that a test writes."""

import json
from dataclasses import dataclass
from io import StringIO

from django.apps import apps
from django.core.management import CommandError, call_command

from publishing.actions import publish_version
from publishing.drafts import save_draft
from publishing.snapshots import take
from tests.factories import make_user


@dataclass
class Outcome:
    """`code`: what the command ends with; `tally` its last line, `said` all that it prints."""

    code: int
    out: str
    err: str

    @property
    def tally(self):
        return self.out.strip().splitlines()[-1] if self.out.strip() else ""

    @property
    def said(self):
        return self.out + self.err


def bring(path, *words):
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("import_organisations", str(path), *words, stdout=out, stderr=err)
    except CommandError as error:
        code, sentence = error.returncode, str(error)
        err.write(sentence)
    return Outcome(code, out.getvalue(), err.getvalue())


def table(folder, *rows, name="organisations.csv"):
    """A CSV file with the columns that the rows have."""
    header = list(dict.fromkeys(column for row in rows for column in row))
    lines = [header, *([row.get(column, "") for column in header] for row in rows)]
    path = folder / name
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in lines))
    return path


def document(folder, content, name="source.json"):
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False))
    return path


def edit(organisation, **fields):
    """Change a public record as an author and a publisher do."""
    content = take(organisation)
    content["fields"] |= fields
    draft = save_draft(organisation, content, by=make_user("Authors"), minor=True)
    publish_version(draft, by=None)


def counts():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}
