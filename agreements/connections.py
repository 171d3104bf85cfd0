"""How an agreement connects to others: its own statements and the inverse of theirs."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.bounded import Bounded
from publishing.ordering import in_text_order
from publishing.rows_there import may_have

from .models import Agreement, Link
from .vocabulary import SYMMETRICAL, LinkKind, inverse_label

EARLIER = {LinkKind.BUILDS_ON.value, LinkKind.FOLLOWS_FROM.value}
LED_TO = EARLIER | {LinkKind.ENCOURAGED_BY.value}
LINKS_READ = 200
KIND_ORDER = {kind: place for place, kind in enumerate(LinkKind.values)}


@dataclass
class Connection:
    """One link as seen from a record. `leads_on`: the other came of it. `beside`: neither did."""

    other: object
    link: Link
    label: str
    leads_on: bool
    beside: bool


@dataclass
class Group:
    """The connections of one sort."""

    label: str
    connections: list = field(default_factory=list)


@dataclass
class Connections:
    """The public connections of a record, each once. `more`: those beyond what is read."""

    rows: list
    more: int = 0

    @property
    def earlier(self):
        return [c for c in self.rows if not c.leads_on and not c.beside]

    @property
    def later(self):
        return [c for c in self.rows if c.leads_on]

    @property
    def beside(self):
        return [c for c in self.rows if c.beside]


def read_connections(agreement, by=None):
    """Its public connections; two queries in all.

    Reads the events of the agreement and of all others on the way: `agreement.events` is prefetched
    when this returns. `by`: as far as both ends stood by that day.
    """
    found = links_of(agreement, by)
    rows = [as_seen_from(agreement, link) for link in found]
    Agreement.read_events([agreement, *(row.other for row in rows)], by)
    return Connections(each_once(sorted(rows, key=in_order)), found.more)


def links_of(agreement, by):
    """The first of its links, with both ends."""
    if not may_have(agreement, "links") and not may_have(agreement, "incoming_links"):
        return Bounded.counted([], 0)
    links = Link.objects.of(agreement).stood_by(by)
    return Bounded(with_ends(links).order_by(in_text_order("kind"), "pk"), LINKS_READ)


def with_ends(links):
    """Those between public agreements, with both."""
    now = timezone.now()
    public = links.filter(agreement__published_at__lte=now, to_agreement__published_at__lte=now)
    with_both = public.select_related("agreement", "to_agreement")
    return with_both.defer("agreement__body", "to_agreement__body")


def as_seen_from(agreement, link):
    beside = link.kind in SYMMETRICAL
    if link.agreement_id == agreement.pk:
        return Connection(link.to_agreement, link, str(link.get_kind_display()), False, beside)
    label = str(inverse_label(link.kind))
    return Connection(link.agreement, link, label, not beside, beside)


def in_order(connection):
    return (KIND_ORDER[connection.link.kind], by_day(connection.other))


def each_once(connections):
    """A symmetrical link that both records state is one."""
    found = {}
    for connection in connections:
        found.setdefault((connection.other.pk, connection.label, connection.leads_on), connection)
    return list(found.values())


def grouped(connections):
    """Groups of the connections that are called the same, in their order."""
    groups = {}
    for connection in connections:
        group = groups.setdefault(connection.label, Group(connection.label))
        group.connections.append(connection)
    return list(groups.values())


def by_day(agreement):
    event = agreement.lead_event
    day = event.partial_date.start if event else None
    return (day is None, str(day), agreement.title_key, str(agreement.pk))


def came_of_it(agreement, milestones):
    """The milestones that are not dated before the agreement itself."""
    event = agreement.lead_event
    if event is None:
        return []
    start = event.partial_date.start
    return [m for m in milestones if m.partial_date and m.partial_date.start >= start]


def number_of_linked(agreement):
    """How many other records a row of a list is connected to; needs with_row_details()."""
    earlier = {link.to_agreement_id for link in agreement.public_links}
    return len(earlier | {link.agreement_id for link in agreement.public_incoming_links})


def links_in_words(agreement):
    """ "Builds on 4, led to 4": how many other records a row of a list is connected to.

    Needs with_row_details().
    """
    outgoing, incoming = agreement.public_links, agreement.public_incoming_links
    earlier = {link.to_agreement_id for link in outgoing if link.kind in EARLIER}
    encouraging = {link.to_agreement_id for link in outgoing if link.kind == "encouraged_by"}
    later = {link.agreement_id for link in incoming if link.kind in LED_TO}
    others = {link.to_agreement_id for link in outgoing} | {link.agreement_id for link in incoming}
    parts = []
    if earlier:
        parts.append(_("builds on %(count)s") % {"count": len(earlier)})
    if encouraging:
        parts.append(_("encouraged by %(count)s") % {"count": len(encouraging)})
    if later:
        parts.append(_("led to %(count)s") % {"count": len(later)})
    rest = len(others - earlier - encouraging - later)
    if rest:
        parts.append(
            ngettext("%(count)s other link", "%(count)s other links", rest) % {"count": rest}
        )
    sentence = ", ".join(parts)
    return sentence[:1].upper() + sentence[1:]
