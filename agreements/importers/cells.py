"""Cells that hold several things, as a person types them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.models import Identifier, Signatory
from agreements.vocabulary import IdentifierScheme, LinkKind, Role
from imports import columns

LONGEST_NUMBER = Identifier._meta.get_field("value").max_length
LONGEST_NAME = Signatory._meta.get_field("name").max_length
LONGEST_OFFICE = Signatory._meta.get_field("office").max_length
DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)


def parties(value):
    """[[reference, role]] of "UKAEA; host: QST"."""
    found = []
    for part in columns.several(value):
        before, colon, after = part.partition(":")
        role = role_of(before) if colon else ""
        reference = after.strip() if role else part
        if not reference:
            raise ValidationError(_("“%(part)s” names nobody.") % {"part": part})
        if [reference, role or Role.PARTY.value] in found:
            raise ValidationError(_("“%(part)s” stands here twice.") % {"part": part})
        found.append([reference, role or Role.PARTY.value])
    return found


def role_of(words):
    """The code, or "" where the words are the beginning of a name."""
    try:
        return columns.code(words, Role)
    except ValidationError:
        return ""


def signatories(value):
    """[[name, office, reference of the party]] of "Name | office | party"."""
    return [signatory(part) for part in columns.several(value)]


def signatory(written):
    parts = [part.strip() for part in written.split("|")]
    if len(parts) > 3:
        raise ValidationError(_("Write it as: name | office | party."))
    name, office, party = (*parts, "", "")[:3]
    if not (name or office):
        raise ValidationError(_("Give the name, the office, or both."))
    return [columns.text(name, LONGEST_NAME), columns.text(office, LONGEST_OFFICE), party]


def links(value):
    """[[kind, reference]] of "builds_on: AG-0001"."""
    found = []
    for part in columns.several(value):
        kind, colon, reference = part.partition(":")
        if not colon or not reference.strip():
            raise ValidationError(_("Write the link, a colon and the other agreement."))
        found.append([columns.code(kind, LinkKind), reference.strip()])
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
