"""Cells that hold several things about an organisation, each with its parts."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns
from organisations import vocabulary
from organisations.countries import country_code
from organisations.identifier_schemes import validate_identifier
from organisations.models import Identifier, Membership, Name, Site
from organisations.reference_texts import tidied

from .places import coordinate


def longest(model, name):
    return model._meta.get_field(name).max_length


def number(scheme, value):
    written = tidied(scheme, columns.text(value, longest(Identifier, "value")))
    validate_identifier(scheme, written)
    return written


def identifiers(value):
    """[[scheme, number]] of "wikidata: Q615775"."""
    found = []
    for part in columns.several(value):
        scheme, colon, written = part.partition(":")
        if not colon or not written.strip():
            raise ValidationError(_("Write the register, a colon and the number."))
        scheme = columns.code(scheme, vocabulary.IdentifierScheme)
        found.append([scheme, number(scheme, written)])
    return found


def names(value):
    """Rows of "former | Culham Laboratory | en | 1965 | 2009"."""
    parts = ("kind", "name", "language", "held from", "held until")
    return [name(found) for found in columns.several_apart(value, *parts)]


def name(parts):
    if not parts["name"]:
        raise ValidationError(_("Write the kind of name, an upright stroke and the name."))
    return {
        "kind": columns.code(parts["kind"], vocabulary.NameKind),
        "name": columns.text(parts["name"], longest(Name, "name")),
        "language": columns.language(parts["language"]),
        "held_from": day(parts["held from"]),
        "held_until": day(parts["held until"]),
    }


def sites(value):
    """Rows of "campus | Culham Campus | Abingdon | GB | 51.659 | -1.228"."""
    parts = ("kind", "name", "place", "country", "latitude", "longitude")
    return [site(found) for found in columns.several_apart(value, *parts)]


def site(parts):
    if not (parts["name"] or parts["place"]):
        raise ValidationError(_("Name the site or its place."))
    return {
        "kind": columns.code(parts["kind"], vocabulary.SiteKind),
        "name": columns.text(parts["name"], longest(Site, "name")),
        "place": columns.text(parts["place"], longest(Site, "place")),
        "country": country(parts["country"]),
        "latitude": degrees(parts["latitude"], 90),
        "longitude": degrees(parts["longitude"], 180),
    }


def memberships(value):
    """Rows of "ORG-0001 | 2023 | | Associate member", the body as it is named."""
    parts = ("body", "since", "until", "note")
    return [membership(found) for found in columns.several_apart(value, *parts)]


def membership(parts):
    if not parts["body"]:
        raise ValidationError(_("Name the body."))
    return {
        "body": parts["body"],
        "since": day(parts["since"]),
        "until": day(parts["until"]),
        "note": columns.text(parts["note"], longest(Membership, "note")),
    }


def country(text):
    code = country_code(text)
    if text and not code:
        raise ValidationError(_("No country has this name or code."))
    return code


def day(text):
    value, _qualifier, _note = columns.partial_date(text)
    return value


def degrees(text, most):
    return coordinate(text, most) if text else None
