"""Keys of the publisher, and of the organisations and agreements that an article concerns.

`references` of a row: `publisher` is a list of names or numbers, of which the first that is known
counts; `concerned` names organisations that are left out where they are not in the register;
`organisations`, `agreements` and `publisher_organisation` name what must be there.
"""

from django.core.exceptions import ValidationError

from agreements.matching import references as agreements_named
from imports.cleaned import RowRefused
from organisations.matching import references as organisations_named


class Linking:
    """`refused`: {row number: RowRefused} of rows that name what is not here."""

    def __init__(self, rows):
        self.organisations = organisations_named(
            {text for row in rows for text in organisations_in(row)}
        )
        self.agreements = agreements_named(
            {text for row in rows for text in row.references.get("agreements", ())}
        )
        self.refused = {}
        for row in rows:
            try:
                self.link(row)
            except RowRefused as refusal:
                self.refused[row.number] = refusal

    def link(self, row):
        publisher = self.first_known(row.references.get("publisher", ()))
        if publisher:
            row.fields["publisher_organisation"] = publisher
        if "publisher_organisation" in row.references:
            text = row.references["publisher_organisation"]
            key = key_of(self.organisations, text, "publisher_organisation")
            row.fields["publisher_organisation"] = key
        concerned = map(self.first_known, row.references.get("concerned", ()))
        named = [
            key_of(self.organisations, text, "organisations")
            for text in row.references.get("organisations", ())
        ]
        if "concerned" in row.references or "organisations" in row.references:
            row.fields["organisations"] = sorted({*filter(None, concerned), *named})
        if "agreements" in row.references:
            keys = {
                key_of(self.agreements, text, "agreements") for text in row.references["agreements"]
            }
            row.fields["agreements"] = sorted(keys)

    def first_known(self, texts):
        found = [self.organisations.get(text) for text in texts]
        known = [key for key in found if key and not isinstance(key, ValidationError)]
        return str(known[0]) if known else None


def organisations_in(row):
    yield from row.references.get("publisher", ())
    yield from filter(None, [row.references.get("publisher_organisation")])
    yield from row.references.get("organisations", ())
    for texts in row.references.get("concerned", ()):
        yield from texts


def key_of(found, text, column):
    key = found[text]
    if isinstance(key, ValidationError):
        raise RowRefused(" ".join(key.messages), column, text)
    return str(key)
