"""What somebody without an account says of one draft: received, and settled by an editor."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import notices
from .flood import Flooded
from .locks import locked, locked_record
from .models import FactCheckAnswer, Step
from .rights import Refused, check_can_change
from .sharing import why_not
from .steps import take_step

RIGHT, WRONG = "right", "wrong"
WINDOW = timedelta(hours=1)
MOST_OF_LINK = 20
MOST_IN_WINDOW = 6


class Ended(Refused):
    """The link opens nothing any more."""


@transaction.atomic
def answer(link, *, parts, name="", at=None):
    """Keep the answers; returns the FactCheckAnswer. Raises Flooded, or Ended with a sentence.

    `parts`: as FactCheckAnswer keeps them. The same answers sent twice are kept once.
    """
    at = at or timezone.now()
    record = locked_record(link.version)
    link.refresh_from_db()
    if reason := why_not(link, at):
        raise Ended(reason)
    newest = link.answers.newest_first().first()
    if newest and (newest.parts, newest.name) == (parts, name):
        return newest
    lately = link.answers.filter(at__gt=at - WINDOW).count()
    if lately >= MOST_IN_WINDOW or link.answers.count() >= MOST_OF_LINK:
        raise Flooded(int(WINDOW.total_seconds()))
    found = FactCheckAnswer.objects.create(record=record, link=link, parts=parts, name=name, at=at)
    step = take_step(record, Step.Verb.CHECKED, by=None, at=at, version=link.version,
                     road=Step.Road.FORM, remark=tally(found))  # fmt: skip
    notices.fact_checked(step, link, in_words(found))
    return found


def tally(found):
    """How much was right and what was wrong, by the labels alone."""
    wrong = [part["label"] for part in found.wrong]
    right = len([part for part in found.parts if part["verdict"] == RIGHT])
    words = _("%(number)s right") % {"number": right}
    return f"{words}; {_('wrong')}: {', '.join(wrong)}" if wrong else words


def in_words(found):
    """One line for each part, for a letter."""
    verdicts = {RIGHT: _("right"), WRONG: _("wrong"), "": _("said")}
    lines = []
    for part in found.parts:
        said = f"{part['label']}: {verdicts[part['verdict']]}"
        lines.append(f"{said}: {part['words']}" if part["words"] else said)
    return "\n".join(lines)


@transaction.atomic
def settle(found, *, by, at=None):
    """The editors have seen to it."""
    at = at or timezone.now()
    check_can_change(found.record, by)
    found = locked(found)
    if found.is_open:
        found.settled_at, found.settled_by = at, by
        found.save(update_fields=["settled_at", "settled_by"])
        take_step(found.record, Step.Verb.READ, by=by, at=at, version=found.link.version)
    return found
