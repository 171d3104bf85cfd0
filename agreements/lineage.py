"""The lineage of an agreement: what it builds on, itself, and what came of it."""

from dataclasses import dataclass, field

from django.db.models import Case, Count, F, Q, UUIDField, When, Window
from django.db.models.functions import RowNumber
from django.utils.functional import cached_property

from publishing.ordering import in_text_order

from .connections import by_day, came_of_it, grouped, read_connections, with_ends
from .models import Link
from .vocabulary import SYMMETRICAL, LinkKind, inverse_label

# A side with more cards than this shows one less and says how many there are beside.
MOST_ON_A_SIDE = 6
FURTHER_SHOWN = 2
NEIGHBOURS_SHOWN = 8
# A relation is drawn in one way wherever it stands; words name it as well.
LINES = {
    LinkKind.FOLLOWS_FROM.value: "follows",
    LinkKind.UNDER_AUSPICES_OF.value: "under",
    LinkKind.ENCOURAGED_BY.value: "led",
    LinkKind.REFERS_TO.value: "led",
}
BUILDS, LED, MORE = "builds", "led", "more"


@dataclass
class Further:
    """What a card is connected to in its turn."""

    label: str
    other: object


@dataclass
class Card:
    """Another agreement with all that connects it to this one, or a milestone of this one."""

    other: object = None
    milestone: object = None
    connections: list = field(default_factory=list)
    further: list = field(default_factory=list)
    more_further: int = 0

    @property
    def line(self):
        if self.milestone:
            return LED
        return LINES.get(self.connections[0].link.kind, BUILDS)

    @property
    def relation(self):
        """ "Encouraged, followed by": what it is to this agreement."""
        labels = [c.label for c in self.connections]
        return ", ".join([*labels[:1], *(label[:1].lower() + label[1:] for label in labels[1:])])


@dataclass
class Side:
    """One side of the picture. `all`: its cards, of which `cards` are drawn."""

    all: list

    @property
    def cards(self):
        return self.all if len(self.all) <= MOST_ON_A_SIDE else self.all[: MOST_ON_A_SIDE - 1]

    @property
    def more(self):
        return len(self.all) - len(self.cards)

    @property
    def lines(self):
        """How each row of the side is drawn, the one that says "and n more" included."""
        return [card.line for card in self.cards] + [MORE] * bool(self.more)


@dataclass
class Lineage:
    """`beside`: what neither led to the other, and what was withdrawn, which no picture shows."""

    agreement: object
    connections: list
    earlier: Side
    later: Side
    beside: list
    unread: int

    def __bool__(self):
        return bool(self.is_drawn or self.beside)

    @property
    def connected(self):
        """How many other agreements of lists it is connected to."""
        return len({c.other.pk for c in self.connections if not c.other.is_withdrawn})

    @property
    def is_drawn(self):
        return bool(self.earlier.all or self.later.all)

    @property
    def lines(self):
        """The lines that the picture has, for its key."""
        return {*self.earlier.lines, *self.later.lines}

    @cached_property
    def earlier_in_words(self):
        return grouped(connections_of(self.earlier))

    @cached_property
    def later_in_words(self):
        return grouped(connections_of(self.later))

    @property
    def neighbours(self):
        return first_of(self.connections)

    @property
    def milestones(self):
        return [card.milestone for card in self.later.all if card.milestone]


def read_lineage(agreement, milestones, by=None):
    """Three queries, however much there is; see read_connections()."""
    found = read_connections(agreement, by)
    happened = [Card(milestone=milestone) for milestone in came_of_it(agreement, milestones)]
    earlier = Side(cards_of(found.earlier))
    later = Side([*cards_of(found.later), *happened])
    read_further(agreement, earlier.cards, later.cards, by)
    beside = [c for c in found.rows if c.beside or c.other.is_withdrawn]
    return Lineage(agreement, found.rows, earlier, later, grouped(beside), found.more)


def neighbours_of(agreement):
    """The first of those that it is connected to."""
    return first_of(read_connections(agreement).rows)


def first_of(connections):
    others = {c.other.pk: c.other for c in connections if not c.other.is_withdrawn}
    return list(others.values())[:NEIGHBOURS_SHOWN]


def cards_of(connections):
    """A card for each other agreement that pictures show, the oldest first."""
    cards = {}
    for connection in connections:
        if connection.other.is_withdrawn:
            continue
        card = cards.setdefault(connection.other.pk, Card(connection.other))
        card.connections.append(connection)
    return sorted(cards.values(), key=lambda card: by_day(card.other))


def connections_of(side):
    return [connection for card in side.all for connection in card.connections]


def read_further(agreement, earlier, later, by):
    """Gives each card what it is connected to on its far side; one query."""
    cards = {card.other.pk: card for card in [*earlier, *later] if card.other}
    before = [card.other.pk for card in earlier]
    after = [card.other.pk for card in later if card.other]
    for link in further_links(agreement, before, after, by) if cards else ():
        if link.agreement_id in before:
            card, label, other = link.agreement_id, link.get_kind_display(), link.to_agreement
        else:
            card, label, other = link.to_agreement_id, inverse_label(link.kind), link.agreement
        cards[card].further.append(Further(str(label), other))
        cards[card].more_further = link.in_all - len(cards[card].further)


def further_links(agreement, before, after, by):
    """The first of each card: where those before come from, where those after lead."""
    own = Q(agreement=agreement) | Q(to_agreement=agreement)
    links = (
        Link.objects.stood_by(by)
        .filter(
            Q(agreement__in=before) | Q(to_agreement__in=after),
            agreement__withdrawn_at=None,
            to_agreement__withdrawn_at=None,
        )
        .exclude(own | Q(kind__in=SYMMETRICAL))
    )
    card = Case(
        When(agreement__in=before, then=F("agreement")),
        default=F("to_agreement"),
        output_field=UUIDField(),
    )
    order = [in_text_order("kind"), F("pk")]
    return (
        with_ends(links)
        .annotate(
            place=Window(RowNumber(), partition_by=[card], order_by=order),
            in_all=Window(Count("pk"), partition_by=[card]),
        )
        .filter(place__lte=FURTHER_SHOWN)
        .order_by("place", "pk")
    )
