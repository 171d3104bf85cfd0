"""A small table of organisations, to try what editors do with imports."""

from django.core.files.uploadedfile import SimpleUploadedFile

from imports.cleaned import Candidate, Cleaned, Doubt, Match
from imports.tables import Column, TableImporter
from organisations.models import Organisation
from publishing.ordering import fold


class OrganisationsOfATest(TableImporter):
    """Exact names match; a name that begins with the same word is put to an editor."""

    name = "organisations of a test"
    model = Organisation
    formats = ("csv",)
    columns = (
        Column("name", "What it is called.", required=True),
        Column("country", "A code."),
        Column("website", "Its address."),
        Column("alias", "Another name."),
    )

    def clean_name(self, text):
        return text

    clean_country = clean_website = clean_alias = clean_name

    def build(self, number, values):
        alias = values.pop("alias", "")
        rows = {alias: {"kind": "alias", "name": alias}} if alias else {}
        return Cleaned(
            number=number,
            key=fold(values["name"]),
            label=values["name"],
            fields={"kind": "company", **values},
            children={"names": rows} if rows else {},
        )

    def match(self, rows):
        there = dict(Organisation.objects.values_list("name_key", "pk"))
        found = {}
        for row in rows:
            like = [key for key in there if key.split()[0] == row.key.split()[0]]
            if row.key in there:
                found[row.number] = Match(there[row.key], "the same name")
            elif like:
                pairs = ((there[key], key) for key in like)
                found[row.number] = Doubt(
                    tuple(Candidate(pk, key, 80, "the names are close") for pk, key in pairs)
                )
        return found

    def natural_key(self, relation, values):
        return values["name"]


def table(*rows, columns=("name", "country", "website")):
    """The bytes of a CSV file."""
    lines = [",".join(columns), *(",".join(f'"{cell}"' for cell in row) for row in rows)]
    return "\r\n".join(lines).encode()


def upload(content, name="bodies.csv"):
    return SimpleUploadedFile(name, content, content_type="text/csv")
