"""Cells that hold several things, as a person types them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.models import Identifier, Party, Signatory
from agreements.vocabulary import IdentifierScheme, LinkKind, Role
from imports import columns

LONGEST_NUMBER = Identifier._meta.get_field("value").max_length
LONGEST_NAME = Signatory._meta.get_field("name").max_length
LONGEST_NAME_AT_SIGNING = Party._meta.get_field("name_at_signing").max_length
LONGEST_NOTE = Party._meta.get_field("note").max_length
LONGEST_OFFICE = Signatory._meta.get_field("office").max_length
DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)


def parties(value):
    """[[reference, role]] of "UKAEA; host: QST", with {field: words} of what else is said."""
    found = []
    for parts in columns.several_apart(value, "party", "name at signing", "note"):
        before, colon, after = parts["party"].partition(":")
        role = role_of(before) if colon else ""
        reference = after.strip() if role else parts["party"]
        if not reference:
            words = _("“%(part)s” names nobody.")
            raise ValidationError(words % {"part": parts["party"]})
        party = [reference, role or Role.PARTY.value]
        if party in [one[:2] for one in found]:
            words = _("“%(part)s” stands here twice.")
            raise ValidationError(words % {"part": parts["party"]})
        more = {
            "name_at_signing": columns.text(parts["name at signing"], LONGEST_NAME_AT_SIGNING),
            "note": columns.text(parts["note"], LONGEST_NOTE),
        }
        found.append([*party, *said(more)])
    return found


def said(more):
    """A list of the one dictionary of what is not empty, or of nothing."""
    filled = {name: words for name, words in more.items() if words}
    return [filled] if filled else []


def role_of(words):
    """The code, or "" where the words are the beginning of a name."""
    try:
        return columns.code(words, Role)
    except ValidationError:
        return ""


def signatories(value):
    """[[name, office, reference of the party]] of "Name | office | party"; a note may follow."""
    return [signatory(part) for part in columns.several(value)]


def signatory(written):
    try:
        parts = columns.apart(written, "name", "office", "party", "note")
    except ValidationError:
        raise ValidationError(_("Write it as: name | office | party | note.")) from None
    if not (parts["name"] or parts["office"]):
        raise ValidationError(_("Give the name, the office, or both."))
    name, office = (
        columns.text(parts["name"], LONGEST_NAME),
        columns.text(parts["office"], LONGEST_OFFICE),
    )
    note = columns.text(parts["note"], LONGEST_NOTE)
    return [name, office, parts["party"], *said({"note": note})]


def links(value):
    """[[kind, reference]] of "builds_on: AG-0001"; a note may follow."""
    found = []
    for parts in columns.several_apart(value, "link", "note"):
        kind, colon, reference = parts["link"].partition(":")
        if not colon or not reference.strip():
            raise ValidationError(_("Write the link, a colon and the other agreement."))
        more = said({"note": columns.text(parts["note"], LONGEST_NOTE)})
        found.append([columns.code(kind, LinkKind), reference.strip(), *more])
    return found


def identifiers(value):
    """[[scheme, number]] of "UKTS: 12/2025"."""
    found = []
    for part in columns.several(value):
        scheme, colon, number = part.partition(":")
        if not colon or not number.strip():
            raise ValidationError(_("Write the series, a colon and the number."))
        scheme = columns.code(scheme, IdentifierScheme)
        found.append([scheme, columns.text(plain_number(scheme, number), LONGEST_NUMBER)])
    return found


def plain_number(scheme, number):
    number = number.strip()
    if scheme == IdentifierScheme.DOI:
        return DOI_ADDRESS.sub("", number).lower()
    return number
