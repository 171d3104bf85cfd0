"""The letters: what they say, and that no address gets into a log."""

import logging
from threading import Thread
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.heads import absolute

from .models import Frequency

LONGEST_SUBJECT = 150
# https://www.rfc-editor.org/rfc/rfc3834: nobody's absence is to be told to us.
AUTOMATIC = {"Auto-Submitted": "auto-generated"}

logger = logging.getLogger(__name__)


def to_confirm(subscription, subject):
    """To an address that anybody may have typed: it holds no word that a visitor typed."""
    text = _(
        "Somebody, probably you, asked the Fusion Cooperation Register to write to this address "
        "when something changes in:\n\n"
        "%(about)s\n\n"
        "If it was you, open this page and press the button:\n\n"
        "%(address)s\n\n"
        "The page works until %(moment)s.\n\n"
        "If it was not you, nothing has to be done: no other letter comes, and the address is "
        "deleted after three days."
    ) % {
        "about": subject.title_without_search,
        "address": own_page(subscription),
        "moment": date_format(localtime(subscription.expires_at), "j F Y, H:i"),
    }
    title = _("Please confirm: letters from the Fusion Cooperation Register")
    return EmailMessage(title, text, to=[subscription.email], headers=AUTOMATIC)


def send_later(letter):
    """In a thread: how long an answer takes does not tell whether a letter was sent."""
    Thread(target=send, args=[letter], name="letter").start()


def send(letter):
    """A mail server that is down stops nobody; what it said may hold the address."""
    try:
        letter.send()
    except OSError as error:
        logger.error("A letter to confirm an alert was not sent: %s", type(error).__name__)


def digest(subscription, key, subject, tidings, unclear):
    """What changed. `key`: of the Digest; `unclear`: earlier ones that perhaps never arrived."""
    parts = [f"{subject.title}\n{absolute(subject.address)}"]
    if tidings:
        parts.append(how_many(tidings.all))
        parts += map(in_words, tidings.told)
        if tidings.more:
            parts.append(further(subject, tidings))
    parts += [perhaps_lost(subject, each) for each in unclear]
    title = _("What changed: %(about)s") % {"about": subject.title}
    return letter_to(subscription, key, title, parts)


def last(subscription, key, reasons):
    """Why the alert ends: what it is about cannot be read any more."""
    text = _("What you asked to be told of can no longer be found:")
    ends = _("So this alert ends, and your address is deleted. You may ask for another one here:")
    parts = [
        "\n".join([text, *map(str, reasons)]),
        f"{ends}\n{absolute(reverse('alerts:new'))}",
    ]
    title = _("An alert of the Fusion Cooperation Register ends")
    return letter_to(subscription, key, title, parts)


def letter_to(subscription, key, title, parts):
    """With the button by which a mail program ends it: https://www.rfc-editor.org/rfc/rfc8058."""
    end = absolute(reverse("alerts:unsubscribe", args=[subscription.token]))
    headers = AUTOMATIC | {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": f"<{key}@{urlsplit(settings.SITE_URL).hostname}>",
    }
    text = "\n\n".join([*parts, why(subscription, end)])
    return EmailMessage(
        " ".join(title.split())[:LONGEST_SUBJECT], text, to=[subscription.email], headers=headers
    )


def why(subscription, end):
    often = {
        Frequency.DAILY: _("You get at most one such letter a day, because you asked for it."),
        Frequency.WEEKLY: _("You get at most one such letter a week, because you asked for it."),
    }[Frequency(subscription.frequency)]
    words = _("End it: %(end)s\nAll about this alert: %(page)s")
    return f"-- \n{often}\n" + words % {"end": end, "page": own_page(subscription)}


def how_many(number):
    words = ngettext("%(number)d record changed.", "%(number)d records changed.", number)
    return words % {"number": number}


def in_words(tiding):
    """A record, its changes and its permanent address."""
    title = " ".join(tiding.title.split())
    lines = [f"{title} ({tiding.identifier})" if title else tiding.identifier]
    lines += [change_in_words(change) for change in tiding.changes]
    if tiding.more:
        lines.append(_("and earlier changes, which its history names"))
    lines.append(absolute(reverse("identifier", args=[tiding.identifier])))
    return "\n".join(lines)


def change_in_words(change):
    day = date_format(localdate(change.at), "j F Y")
    said = _("%(day)s: %(what)s") % {"day": day, "what": change.get_kind_display()}
    note = " ".join(change.note.split())
    return f"{said}. {note}" if note else f"{said}."


def further(subject, tidings):
    """What the letter leaves out, and where it stands."""
    words = ngettext(
        "and %(number)d more record. What changed in the register stands here:",
        "and %(number)d more records. What changed in the register stands here:",
        tidings.more,
    )
    return f"{words % {'number': tidings.more}}\n{changes_address(subject, tidings.since)}"


def perhaps_lost(subject, earlier):
    words = _(
        "Our letter of %(day)s may not have reached you: it was broken off while it was sent, and "
        "is not sent again. What changed by then stands here:"
    ) % {"day": date_format(localdate(earlier.claimed_at), "j F Y")}
    return f"{words}\n{changes_address(subject, earlier.since)}"


def changes_address(subject, since):
    """The page of public changes since a day, narrowed to the subject as far as it can be."""
    query = [*subject.of_changes, ("since", since.isoformat())]
    return f"{absolute(reverse('changes'))}?{urlencode(query)}"


def own_page(subscription):
    return absolute(reverse("alerts:detail", args=[subscription.token]))
