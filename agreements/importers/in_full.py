"""Cells with rows of an agreement in full: what happened, what came of it, its documents."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.models import Document, Event, Milestone
from agreements.vocabulary import DocumentKind, EventCode, MilestoneKind
from imports import columns

PLANNED = "planned"


def longest(model, name):
    return model._meta.get_field(name).max_length


def events(value, *, day_first=None):
    """Rows of "extended | 2025-06-19 | | by five years"."""
    parts = ("event", "date", "note on the date", "note", PLANNED)
    return [event(found, day_first) for found in columns.several_apart(value, *parts)]


def event(parts, day_first):
    if parts[PLANNED] not in ("", PLANNED):
        words = _("At the end stands “planned” or nothing, and not “%(value)s”.")
        raise ValidationError(words % {"value": parts[PLANNED]})
    return {
        "code": chosen(parts["event"], EventCode),
        "planned": bool(parts[PLANNED]),
        **dated(parts, Event, day_first),
        "note": columns.text(parts["note"], longest(Event, "note")),
    }


def milestones(value, *, day_first=None):
    """Rows of "visit | June 2025 | A delegation came. | Naka | ORG-0002, ORG-0004"."""
    parts = (
        *("kind", "date", "what happened", "place", "organisations"),
        *("note on the date", "note"),
    )
    return [milestone(found, day_first) for found in columns.several_apart(value, *parts)]


def milestone(parts, day_first):
    if not parts["what happened"]:
        raise ValidationError(_("Say what happened."))
    named = [text.strip() for text in parts["organisations"].split(",")]
    return {
        "kind": chosen(parts["kind"], MilestoneKind),
        **dated(parts, Milestone, day_first),
        "text": columns.text(parts["what happened"], longest(Milestone, "text")),
        "place": columns.text(parts["place"], longest(Milestone, "place")),
        "organisations": list(dict.fromkeys(filter(None, named))),
        "note": columns.text(parts["note"], longest(Milestone, "note")),
    }


def documents(value):
    """Rows of "annex | Annex B | https://…/annex.pdf | en"."""
    parts = ("kind", "title", "address", "language", "note")
    return [document(found) for found in columns.several_apart(value, *parts)]


def document(parts):
    if not parts["address"]:
        raise ValidationError(_("There is no address of a document."))
    return {
        "kind": chosen(parts["kind"], DocumentKind),
        "title": columns.text(parts["title"], longest(Document, "title")),
        "url": columns.web_address(parts["address"]),
        "language": columns.language(parts["language"]),
        "note": columns.text(parts["note"], longest(Document, "note")),
    }


def chosen(text, choices):
    found = columns.code(text, choices)
    if not found:
        raise ValidationError(_("Something stands before the first upright stroke."))
    return found


def dated(parts, model, day_first):
    date, qualifier, _note = columns.partial_date(parts["date"], day_first=day_first)
    note = columns.text(parts["note on the date"], longest(model, "date_note"))
    return {"date": date, "date_qualifier": qualifier, "date_note": note}
