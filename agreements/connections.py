"""How an agreement connects to others: its own statements and the inverse of theirs."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Event, Link
from .vocabulary import SYMMETRICAL, LinkKind, inverse_label

EARLIER = {LinkKind.BUILDS_ON.value, LinkKind.FOLLOWS_FROM.value}
LED_TO = EARLIER | {LinkKind.ENCOURAGED_BY.value}


@dataclass
class Connection:
    """One link as seen from a record: the other agreement and the link's row."""

    other: object
    link: Link


@dataclass
class Group:
    """The connections of one sort. `leads_on`: the others came of this record."""

    label: str
    leads_on: bool
    connections: list = field(default_factory=list)


def read_connections(agreement):
    """The groups of public connections, what it builds on first; two queries in all.

    Reads the events of the agreement and of all others on the way: `agreement.events` is prefetched
    when this returns.
    """
    links = Link.objects.filter(Q(agreement=agreement) | Q(to_agreement=agreement))
    now = timezone.now()
    found = [
        (link, other)
        for link in links.select_related("agreement", "to_agreement")
        if (other := other_end(link, agreement)).is_public_at(now)
    ]
    events = Prefetch("events", Event.objects.order_by("position", "pk"))
    prefetch_related_objects([agreement, *(other for _link, other in found)], events)
    return grouped(agreement, found)


def other_end(link, agreement):
    return link.agreement if link.to_agreement_id == agreement.pk else link.to_agreement


def grouped(agreement, found):
    order = {kind: place for place, kind in enumerate(LinkKind.values)}
    groups = {}
    for link, other in sorted(found, key=lambda pair: (order[pair[0].kind], by_day(pair[1]))):
        outgoing = link.agreement_id == agreement.pk
        leads_on = not outgoing and link.kind not in SYMMETRICAL
        label = str(link.get_kind_display() if outgoing else inverse_label(link.kind))
        group = groups.setdefault((leads_on, label), Group(label, leads_on))
        if other.pk not in {connection.other.pk for connection in group.connections}:
            group.connections.append(Connection(other, link))
    return sorted(groups.values(), key=lambda group: group.leads_on)


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
