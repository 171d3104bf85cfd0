"""Agreements in words: what happened, why the status is what it is, how much money.

A binding text has parties and enters into force; a non-binding one has participants and comes
into effect; where no source says which, the words stay neutral.
"""

from dataclasses import dataclass
from decimal import Decimal
from unicodedata import bidirectional

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dates.words import NOT_KNOWN

from .status import ENDS, counts_on
from .vocabulary import (
    AmountQualifier,
    EndStatement,
    EventCode,
    Kind,
    LegalCharacter,
    Level,
    Status,
)

PARTIES_NAMED = 4
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
HAPPENED = {
    EventCode.ANNOUNCED: gettext_lazy("Announced"),
    EventCode.INITIALLED: gettext_lazy("Initialled"),
    EventCode.SIGNED: gettext_lazy("Signed"),
    EventCode.IN_EFFECT: gettext_lazy("Took effect"),
    EventCode.PAUSED: gettext_lazy("Paused"),
    EventCode.RESUMED: gettext_lazy("Resumed"),
    EventCode.AMENDED: gettext_lazy("Amended"),
    EventCode.EXTENDED: gettext_lazy("Extended"),
    EventCode.REVIEW_DUE: gettext_lazy("Review due"),
    EventCode.EXPIRES: gettext_lazy("Expired"),
    EventCode.TERMINATED: gettext_lazy("Ended"),
    EventCode.SUPERSEDED: gettext_lazy("Superseded"),
}
AHEAD = {
    EventCode.ANNOUNCED: gettext_lazy("Announcement"),
    EventCode.INITIALLED: gettext_lazy("Initialling"),
    EventCode.SIGNED: gettext_lazy("Signing"),
    EventCode.IN_EFFECT: gettext_lazy("Taking effect"),
    EventCode.PAUSED: gettext_lazy("Pause"),
    EventCode.RESUMED: gettext_lazy("Resumption"),
    EventCode.AMENDED: gettext_lazy("Amendment"),
    EventCode.EXTENDED: gettext_lazy("Extension"),
    EventCode.REVIEW_DUE: gettext_lazy("Review"),
    EventCode.EXPIRES: gettext_lazy("Expiry"),
    EventCode.TERMINATED: gettext_lazy("End"),
    EventCode.SUPERSEDED: gettext_lazy("Replacement by another agreement"),
}
HAPPENED_OF = {
    LegalCharacter.BINDING: {
        EventCode.IN_EFFECT: gettext_lazy("Entered into force"),
        EventCode.TERMINATED: gettext_lazy("Terminated"),
    },
    LegalCharacter.NON_BINDING: {
        EventCode.IN_EFFECT: gettext_lazy("Came into effect"),
        EventCode.TERMINATED: gettext_lazy("Discontinued"),
    },
}
AHEAD_OF = {
    LegalCharacter.BINDING: {
        EventCode.IN_EFFECT: gettext_lazy("Entry into force"),
        EventCode.TERMINATED: gettext_lazy("Termination"),
    },
    LegalCharacter.NON_BINDING: {
        EventCode.IN_EFFECT: gettext_lazy("Coming into effect"),
        EventCode.TERMINATED: gettext_lazy("Discontinuation"),
    },
}
END_STATEMENTS = {
    EndStatement.NOT_STATED: gettext_lazy("no end date stated"),
    EndStatement.NOT_KNOWN: gettext_lazy("end date not known"),
    EndStatement.NOT_RECORDED: gettext_lazy("end date not recorded yet"),
}
ENDED = {Status.EXPIRED, Status.TERMINATED, Status.SUPERSEDED}

MEMBERS = {
    LegalCharacter.BINDING: (gettext_lazy("Parties"), gettext_lazy("Parties and signatories")),
    LegalCharacter.NON_BINDING: (
        gettext_lazy("Participants"),
        gettext_lazy("Participants and signatories"),
    ),
}
LEVELS = {
    Level.GOVERNMENT: gettext_lazy("Government"),
    Level.AGENCY: gettext_lazy("Agency"),
    Level.INDUSTRY_BODY: gettext_lazy("Industry"),
    Level.COMPANY: gettext_lazy("Industry"),
    Level.MIXED: gettext_lazy("Public and private"),
}
NEUTRAL_MEMBERS = (gettext_lazy("Between"), gettext_lazy("Who takes part"))

SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}
SCALES = (
    (Decimal(10**9), gettext_lazy("%(number)s billion")),
    (Decimal(10**6), gettext_lazy("%(number)s million")),
)
HOW_EXACT = {
    AmountQualifier.ABOUT: gettext_lazy("about %(amount)s"),
    AmountQualifier.AT_LEAST: gettext_lazy("at least %(amount)s"),
    AmountQualifier.UP_TO: gettext_lazy("up to %(amount)s"),
}


def event_words(event, legal_character, day):
    """What happened, or on `day` is still to come: "Signed", "Expiry", "Planned: signing"."""
    if counts_on(event, day):
        return HAPPENED_OF.get(legal_character, {}).get(event.code, HAPPENED[event.code])
    return event_ahead(event, legal_character)


def event_ahead(event, legal_character):
    """What is to come: "Signing", "Expiry", "Planned: signing"."""
    ahead = AHEAD_OF.get(legal_character, {}).get(event.code, AHEAD[event.code])
    if event.planned:
        return _("Planned: %(event)s") % {"event": lower_first(ahead)}
    return ahead


def lower_first(text):
    return str(text)[:1].lower() + str(text)[1:]


def date_words(event):
    """The date of an event within a sentence, " 19 June 2025" or ", date not known"."""
    if event.partial_date:
        return f" {event.partial_date}"
    return f", {event.date_note or NOT_KNOWN}"


def status_reason(agreement, status, day):
    """Why the status is what it is: "Signed 19 June 2025; no end date stated"."""
    if status.event is None:
        return _("No event is recorded that decides it")
    begun = f"{event_words(status.event, agreement.legal_character, day)}{date_words(status.event)}"
    if status.code in ENDED:
        return begun
    return f"{begun}; {end_words(agreement, day)}"


def end_words(agreement, day):
    """When it ends as far as anybody has said."""
    ahead = end_ahead(agreement, day)
    if ahead:
        words = lower_first(event_words(ahead, agreement.legal_character, day))
        return f"{words}{date_words(ahead)}"
    return str(END_STATEMENTS[agreement.end_statement])


def end_ahead(agreement, day):
    """The first end that is still to come."""
    ends = [e for e in agreement.events.all() if e.code in ENDS and not counts_on(e, day)]
    return min(ends, key=lambda e: (e.partial_date.start or day, str(e.pk)), default=None)


def kind_and_date(agreement, day):
    """ "Memorandum of understanding, announced by 19 June 2025"."""
    event = agreement.lead_event
    if event is None:
        when = NOT_KNOWN
    elif event.code == EventCode.SIGNED:
        when = event.partial_date
    else:
        what = lower_first(event_words(event, agreement.legal_character, day))
        when = f"{what} {event.partial_date}"
    return f"{agreement.get_kind_display()}, {when}"


def level_in_a_word(agreement):
    """Whose agreement it is, as a picture says it."""
    if agreement.kind == Kind.FUNDING_COMMITMENT:
        return _("Funding")
    return LEVELS.get(agreement.level, "")


def members_word(agreement, count):
    """What the list of those who take part is called."""
    if count == 1:
        return _("By")
    return MEMBERS.get(agreement.legal_character, NEUTRAL_MEMBERS)[0]


def members_heading(agreement):
    return MEMBERS.get(agreement.legal_character, NEUTRAL_MEMBERS)[1]


def joined(words):
    """ "A", "A and B", "A, B and C"."""
    *first, last = [str(word) for word in words]
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


@dataclass(frozen=True)
class PartiesNamed:
    """Who takes part: the first of them by name and country, the others as a number."""

    names: list
    others: int

    @property
    def first(self):
        return ", ".join(self.names)

    def __str__(self):
        names, rest = list(self.names), self.others
        if rest:
            names.append(ngettext("%(count)s other", "%(count)s others", rest) % {"count": rest})
        return joined(names) if names else ""


def parties_named(agreement):
    parties = list(agreement.parties.all())
    names = [name_with_country(party) for party in parties[:PARTIES_NAMED]]
    return PartiesNamed(names, len(parties) - len(names))


def parties_in_words(agreement):
    return str(parties_named(agreement))


def name_with_country(party):
    name, country = isolated(party.printed_name), party.organisation.country_in_words
    return f"{name} ({country})" if country else name


def isolated(name):
    """The name apart from the words around it, where it is written from the right.

    What <bdi> is in a page, https://www.w3.org/International/questions/qa-bidi-unicode-controls
    """
    if name.isascii():
        return name
    from_right = any(bidirectional(character) in {"R", "AL"} for character in name)
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}" if from_right else name


def amount_in_words(agreement):
    """ "about £10 million"; the currency by its sign where it is well known, else by its code."""
    if agreement.amount is None:
        return ""
    sign = SYMBOLS.get(agreement.currency, f"{agreement.currency}\N{NO-BREAK SPACE}")
    amount = f"{sign}{number_in_words(agreement.amount)}"
    return str(HOW_EXACT.get(agreement.amount_qualifier, "%(amount)s")) % {"amount": amount}


def number_in_words(number):
    """ "121.5 million"; in full where three decimals would not be exact."""
    for scale, pattern in SCALES:
        scaled = Decimal(number) / scale
        if scaled >= 1 and scaled == round(scaled, 3):
            return str(pattern) % {"number": grouped(scaled)}
    return grouped(Decimal(number))


def grouped(number):
    plain = format(number.normalize(), "f")
    return number_format(plain, use_l10n=True, force_grouping=True)
