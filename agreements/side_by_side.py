"""Two agreements side by side: the same facts of both, and how the two are linked."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing.facts import Facts
from themes.models import Theme

from . import words
from .connections import read_connections, with_ends
from .gaps import gaps_of
from .lineage import cards_of
from .models import Agreement, Link, Party
from .vocabulary import STATEMENTS, LegalCharacter


@dataclass
class Item:
    """One value of a cell. `key`: equal in both where the value is. `gap`: for _gap.html.

    `why`: small print beside it. `status`: for _status.html. `counts`: the number that it prints.
    """

    text: str = ""
    key: object = None
    address: str = ""
    why: str = ""
    gap: str = ""
    status: str = ""
    counts: int = 0
    shared: bool = False

    def __post_init__(self):
        self.key = self.text if self.key is None else self.key


@dataclass
class Row:
    """One fact of both, and in words how far it is the same.

    `compared`: whether it says something of the agreements, and not only of our records.
    """

    label: str
    cells: list
    compared: bool = True
    verdict: str = field(init=False, default="")
    differs: bool = field(init=False, default=False)

    def __post_init__(self):
        if not self.compared:
            return
        one, other = (
            {item.key for item in cell if item.text or not item.gap} for cell in self.cells
        )
        common = one & other
        self.verdict, self.differs = verdict(one, other, common)
        for item in self.cells[0] + self.cells[1]:
            item.shared = item.key in common and one != other


def verdict(one, other, common):
    if not one and not other:
        return _("Known of neither"), False
    if not one or not other:
        return _("Known of one"), True
    if one == other:
        return _("The same"), False
    if common:
        return _("In part the same"), True
    return _("Different"), True


@dataclass
class Comparison:
    agreements: list
    rows: list
    links: list

    @property
    def compared(self):
        return sum(row.compared for row in self.rows)

    @property
    def differing(self):
        return sum(row.differs for row in self.rows)


class Subject:
    """An agreement with all that its cells are made of."""

    def __init__(self, agreement, day):
        self.agreement, self.day = agreement, day
        self.connections = read_connections(agreement)
        self.facts = Facts(agreement.citations.with_source())


def compare(first, second, day):
    """The Comparison of two public agreements on a day."""
    found = {agreement.pk: agreement for agreement in with_facts({first.pk, second.pk})}
    subjects = [Subject(found[agreement.pk], day) for agreement in (first, second)]
    rows = [
        Row(str(label), [cell(subject) for subject in subjects], cell not in OF_THE_RECORD)
        for label, cell in FACTS
    ]
    return Comparison([s.agreement for s in subjects], rows, links_between(first, second))


def with_facts(keys):
    parties = Party.objects.select_related("organisation")
    return (
        Agreement.objects.published()
        .filter(pk__in=keys)
        .prefetch_related(
            Prefetch("parties", parties),
            Prefetch("themes", Theme.objects.published().in_order()),
            "signatories",
            "documents",
        )
    )


def links_between(first, second):
    """(sentence, note) of each link of the one to the other."""
    ways = Q(agreement=first, to_agreement=second) | Q(agreement=second, to_agreement=first)
    links = with_ends(Link.objects.filter(ways)).order_by("position", "pk")
    return [
        (
            STATEMENTS[link.kind] % {"one": link.agreement.title, "other": link.to_agreement.title},
            link.note,
        )
        for link in links
    ]


def status(subject):
    agreement = subject.agreement
    if agreement.is_withdrawn:
        return [Item(_("Withdrawn"), status="withdrawn", why=agreement.withdrawn_reason)]
    found = agreement.status_on(subject.day)
    reason = words.status_reason(agreement, found, subject.day)
    return [Item(str(found.label), status=found.code, why=reason)]


def kind(subject):
    agreement = subject.agreement
    return [listed(agreement.get_kind_display(), "kind", agreement.kind)]


def listed(text, parameter, code):
    """A value that leads to the list of all that share it."""
    return Item(str(text), key=code, address=f"{reverse('agreements:list')}?{parameter}={code}")


def level(subject):
    agreement = subject.agreement
    if not agreement.level:
        return [Item(gap="not_recorded")]
    return [listed(agreement.get_level_display(), "level", agreement.level)]


def legal_character(subject):
    agreement = subject.agreement
    if agreement.legal_character == LegalCharacter.NOT_STATED:
        return [Item(gap="not_stated")]
    text = agreement.get_legal_character_display()
    return [listed(text, "legal_character", agreement.legal_character)]


def dates(subject):
    agreement, day = subject.agreement, subject.day
    items = [
        Item(
            f"{words.event_words(event, agreement.legal_character, day)}{words.date_words(event)}",
            key=(event.code, event.date, event.date_qualifier, event.planned),
            why=event.note,
        )
        for event in agreement.events_in_order
    ]
    return items or [Item(gap="not_recorded")]


def end(subject):
    agreement = subject.agreement
    found = agreement.status_on(subject.day)
    if found.code in words.ENDED:
        return [Item(words.status_reason(agreement, found, subject.day))]
    return [Item(capfirst(words.end_words(agreement, subject.day)))]


def duration(subject):
    text = subject.agreement.duration_stated
    return [Item(text)] if text else [Item(gap="not_recorded")]


def parties(subject):
    items = []
    for party in subject.agreement.parties.all():
        organisation = party.organisation
        address = organisation.get_absolute_url() if organisation.is_published else ""
        role = party.get_role_display().lower()
        items.append(Item(party.printed_name, key=organisation.pk, address=address, why=role))
    return items or [Item(gap="not_recorded")]


def countries(subject):
    found = {}
    for party in subject.agreement.parties.all():
        if party.organisation.has_country:
            country = party.organisation.country
            found[country.code] = listed(country.name, "country", country.code.lower())
    return list(found.values()) or [Item(gap="not_known")]


def signatories(subject):
    names = {party.pk: party.printed_name for party in subject.agreement.parties.all()}
    items = []
    for signatory in subject.agreement.signatories.all():
        for_whom = names.get(signatory.party_id, "")
        why = ", ".join(filter(None, [signatory.office, for_whom]))
        gap = "" if signatory.name else "no_name"
        items.append(Item(signatory.name, gap=gap, why=why))
    return items or [Item(gap="not_recorded")]


def themes(subject):
    found = subject.agreement.themes.all()
    return [listed(t.name, "theme", t.slug) for t in found] or [Item(gap="not_recorded")]


def amount(subject):
    text = words.amount_in_words(subject.agreement)
    return [Item(text)] if text else [Item(gap="not_recorded")]


def place(subject):
    agreement = subject.agreement
    text = ", ".join(filter(None, [agreement.place, str(agreement.place_country.name)]))
    return [Item(text)] if text else [Item(gap="not_recorded")]


def earlier(subject):
    return connected(subject.connections.earlier)


def later(subject):
    return connected(subject.connections.later)


def connected(connections):
    items = [
        Item(
            card.other.title,
            key=card.other.pk,
            address=card.other.get_absolute_url(),
            why=card.relation,
        )
        for card in cards_of(connections)
    ]
    return items or [Item(gap="not_recorded")]


def documents(subject):
    agreement = subject.agreement
    items = [
        Item(d.title, key=d.address, address=d.address, why=d.get_kind_display())
        for d in agreement.documents.all()
    ]
    return items or [Item(gap="no_text" if agreement.no_public_text else "not_recorded")]


def sources(subject):
    number = len(subject.facts.sources)
    if not number:
        return [Item(gap="not_recorded")]
    text = ngettext("%(count)s source", "%(count)s sources", number) % {"count": number}
    address = f"{subject.agreement.get_absolute_url()}#sources"
    return [Item(text, address=address, counts=number)]


def checked(subject):
    day = subject.facts.last_checked
    return [Item(date_format(day, "j F Y"), key=day)] if day else [Item(gap="not_recorded")]


def not_known(subject):
    agreement = subject.agreement
    items = [Item(line) for line in agreement.gaps_in_words]
    items += [Item(capfirst(gap.what), gap=gap.gap) for gap in gaps_of(agreement)]
    return items or [Item(_("Nothing noted"))]


FACTS = (
    (gettext_lazy("Status"), status),
    (gettext_lazy("Kind"), kind),
    (gettext_lazy("Level"), level),
    (gettext_lazy("Legal character"), legal_character),
    (gettext_lazy("Dates"), dates),
    (gettext_lazy("Ends"), end),
    (gettext_lazy("Duration"), duration),
    (gettext_lazy("Who takes part"), parties),
    (gettext_lazy("Countries"), countries),
    (gettext_lazy("Who signed"), signatories),
    (gettext_lazy("Themes"), themes),
    (gettext_lazy("Amount"), amount),
    (gettext_lazy("Place"), place),
    (gettext_lazy("It builds on"), earlier),
    (gettext_lazy("What came of it"), later),
    (gettext_lazy("Documents"), documents),
    (gettext_lazy("Sources"), sources),
    (gettext_lazy("Facts last checked"), checked),
    (gettext_lazy("What we do not know yet"), not_known),
)
OF_THE_RECORD = (sources, checked, not_known)
