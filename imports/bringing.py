"""New records that keep the permanent identifiers that another register gave them."""

from django.utils.translation import gettext as _

from publishing.models import IdentifierCounter

from .cleaned import Match, RowRefused


def match_with_identifiers(importer, rows):
    """As Importer.match; an identifier that nothing here has is one that a new record brings."""
    bringing = [row for row in rows if row.brings]
    here = identifiers_here(importer.model, {row.brings["identifier"] for row in bringing})
    refused = {}
    for row in bringing:
        if row.brings["identifier"] in here:
            row.brings = {}
        elif refusal := refusal_of(importer.model, row):
            refused[row.number] = refusal
        else:
            row.identity = {**row.identity, "identifier": ""}
    found = importer.match([row for row in rows if row.number not in refused])
    for row in bringing:
        if row.brings and isinstance(found.get(row.number), Match):
            refused[row.number] = known_otherwise(row, found[row.number])
    return found | refused


def identifiers_here(model, identifiers):
    if not identifiers:
        return set()
    rows = model._base_manager.filter(identifier__in=identifiers)
    return set(rows.values_list("identifier", flat=True))


def refusal_of(model, row):
    """A RowRefused for an identifier that this register could never have given, or None."""
    identifier = row.brings["identifier"]
    prefix, _dash, number = identifier.partition("-")
    usual = number.isdecimal() and number.isascii()
    known = str(IdentifierCounter(prefix=model.identifier_prefix, last=int(number) if usual else 0))
    longest = model._meta.get_field("identifier").max_length
    if identifier == known and prefix == model.identifier_prefix and len(identifier) <= longest:
        return None
    words = _("Write it like %(example)s.")
    example = IdentifierCounter(prefix=model.identifier_prefix, last=12)
    return RowRefused(words % {"example": example}, "identifier", identifier, row.label)


def known_otherwise(row, match):
    words = _("It is here under another identifier (%(reason)s).") % {"reason": match.reason}
    return RowRefused(words, "identifier", row.brings["identifier"], row.label)
