"""Agreements read for a timeline: what is drawn, what is counted, and what has no date."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.filters import AgreementFilter
from agreements.models import Agreement, Event, Link
from agreements.pictograms import FUNDING, level_class_of, symbol_of
from agreements.vocabulary import Level, LinkKind
from agreements.words import event_words, joined, lower_first
from fusionsite import lanes
from fusionsite.by_country import UK
from fusionsite.pictures import grouping, shapes
from fusionsite.pictures.lettering import readable
from fusionsite.pictures.rail import Rail, RailRow, rail
from fusionsite.pictures.timeline import Picture, axis_of, layout
from publishing.bounded import Bounded, portions

# So many of the newest are looked at; what is older is named in a sentence.
MOST_CONSIDERED = 1000
MOST_LINKS = 4000
UNDATED_NAMED = 6

# How a line is drawn; symmetric relations are told in words alone.
RELATIONS = {
    LinkKind.BUILDS_ON: "builds",
    LinkKind.AMENDS: "builds",
    LinkKind.EXTENDS: "builds",
    LinkKind.SUPERSEDES: "builds",
    LinkKind.FOLLOWS_FROM: "follows",
    LinkKind.UNDER_AUSPICES_OF: "under",
    LinkKind.IMPLEMENTS: "under",
    LinkKind.ENCOURAGED_BY: "led",
}
STYLES = ("builds", "follows", "under", "led")
KNOWN = {"day": "exact", "month": "month", "year": "year"}


@dataclass(frozen=True)
class YearCount:
    """Records of some years that are counted and not drawn, for the narrow picture."""

    years: str
    count: int
    shown: int
    address: str

    @property
    def words(self):
        return more_in_words(self.count, self.shown)


@dataclass(frozen=True)
class RailItem:
    """A row of the narrow picture with its words."""

    row: RailRow
    agreement: Agreement
    lane_name: str
    says: str


@dataclass(frozen=True)
class KeyLine:
    relation: str
    words: str


@dataclass(frozen=True)
class Timeline:
    """What a page says and draws. `all`: how many records there are, dated or not."""

    all: int
    dated: int
    considered: int
    picture: Picture | None
    rail: Rail | None
    undated: Bounded
    address: str = ""  # of the list of all that is drawn or counted
    older_address: str = ""
    year_counts: tuple = ()
    items: tuple = ()
    key: tuple = ()

    @property
    def drawn(self):
        return len(self.picture.marks) if self.picture else 0

    @property
    def is_grouped(self):
        return self.drawn < self.considered

    @property
    def older(self):
        return self.dated - self.considered

    @property
    def first_year(self):
        return self.picture.axis.first_year

    @property
    def last_year(self):
        return self.picture.axis.last_year

    @property
    def has_bars(self):
        return any(mark.bar for mark in self.picture.marks)

    @property
    def has_tails(self):
        return any(mark.tail for mark in self.picture.marks)


def read_timeline(index, numbers, address, *, day, by=None, home=UK, fewest=1, counts_lanes=True):
    """The timeline of these numbers of an index of agreements, seen from `home`.

    The index says which there are and when; only what is drawn is read, by a fixed number of
    queries. `address(lane=…, year_from=…, year_to=…)`: where the records of a part are listed.
    `by`: as far as they were known on that day, see AgreementQuerySet.with_days.
    """
    spans = AgreementFilter.spans_on(index, by)
    dated = len(numbers & spans.numbers)
    newest = islice(filter(numbers.__contains__, spans.order), MOST_CONSIDERED + 1)
    spanned = [(number, *spans.days[number]) for number in newest]
    entries = read_entries(index, spanned, lanes.Lanes(index, home))
    undated = read_undated(index, index.in_first_order(numbers - spans.numbers))
    if len(entries) < fewest:
        return Timeline(len(numbers), dated, len(entries), None, None, undated)
    years = years_of_entries(entries) if len(entries) < len(numbers) else {}
    parts = Parts(entries, home, address, counts_lanes=counts_lanes, years=years)
    links = read_links({entry.key for entry in entries})
    axis = axis_of([entry.day for entry in entries], month_names())
    keys = grouping.chosen(parts.entries, links, axis)
    drawn_agreements = read_agreements(keys, by)
    keys = {str(agreement.pk) for agreement in drawn_agreements}
    records = [record_of(each, parts.lane_of[str(each.pk)], day) for each in drawn_agreements]
    drawn_links = [link for link in links if link.earlier in keys and link.later in keys]
    more = parts.more(keys, axis)
    picture = layout(records, drawn_links, parts.lanes, more, axis=axis, more_words=more_in_words)
    drawn = [drawn.link for drawn in picture.links]
    narrow = rail(records, drawn)
    return Timeline(
        all=len(numbers),
        dated=dated,
        considered=len(entries),
        picture=picture,
        rail=narrow,
        undated=undated,
        address=address(**years),
        older_address=address(year_to=min(entry.day.year for entry in entries) - 1),
        year_counts=tuple(parts.by_year(keys, axis)),
        items=tuple(items_of(narrow, parts, drawn_agreements)),
        key=tuple(key_of(drawn)),
    )


def read_entries(index, spanned, by_lane):
    """Of (number, first day, last day) of the newest, as far as they are looked at."""
    governments = index.lasting["level"].get(Level.GOVERNMENT, ())
    return [
        grouping.Entry(
            str(index.keys[number]),
            by_lane.lane_of(number),
            middle(first, last),
            number in governments,
        )
        for number, first, last in whole_years(spanned)
    ]


def read_undated(index, numbers):
    """The first few of them by their titles."""
    rows = Agreement.objects.published().not_withdrawn().defer("body")
    named = index.pick(rows, numbers[:UNDATED_NAMED]) if len(numbers) else []
    return Bounded.counted(named, len(numbers))


def whole_years(rows):
    """Without a year of which only a part was read: each count is that of a list of years."""
    if len(rows) <= MOST_CONSIDERED:
        return rows
    next_year = rows[-1][1].year
    return [row for row in rows if row[1].year > next_year] or rows[:MOST_CONSIDERED]


def middle(first, last):
    return first + (last - first) // 2


def years_of_entries(entries):
    """What keeps records without a date, and those that are left out, from a list."""
    years = [entry.day.year for entry in entries]
    return {"year_from": min(years), "year_to": max(years)}


def read_links(keys):
    """The links to draw between these agreements, in one order."""
    found = []
    for some in portions(sorted(keys)):
        rows = Link.objects.filter(agreement__in=some, kind__in=RELATIONS)
        pairs = rows.order_by("agreement", "to_agreement", "kind")
        found += pairs.values_list("to_agreement", "agreement", "kind")[:MOST_LINKS]
    links = {}
    for earlier, later, kind in found:
        if str(earlier) in keys:
            link = shapes.Link(str(earlier), str(later), RELATIONS[kind], LinkKind(kind).label)
            links.setdefault((link.earlier, link.later, link.relation), link)
    return list(links.values())


def read_agreements(keys, by):
    public = Agreement.objects.published().not_withdrawn()
    found = list(public.filter(pk__in=keys).defer("body"))
    Agreement.read_events(found, by)
    return sorted(found, key=lambda agreement: str(agreement.pk))


def record_of(agreement, lane, day):
    event = agreement.lead_event
    when = event.partial_date
    return shapes.Record(
        key=str(agreement.pk),
        lane=lane,
        symbol=symbol_of(agreement),
        level=level_class_of(agreement),
        is_large=agreement.level == Level.GOVERNMENT or level_class_of(agreement) == FUNDING,
        d0=when.start,
        d1=when.end,
        known=known_of(when),
        label=readable(agreement.title),
        kind=agreement.get_kind_display(),
        when=when_in_words(event, agreement, day),
        date=str(when),
        address=agreement.get_absolute_url(),
    )


def known_of(when):
    return when.qualifier if when.qualifier in ("by", "after", "about") else KNOWN[when.precision]


def when_in_words(event, agreement, day):
    """ "19 June 2025" of a signing; "announced June 2025" of anything else."""
    if event.code == "signed":
        return str(event.partial_date)
    words = event_words(event, agreement.legal_character, day)
    return f"{lower_first(words)} {event.partial_date}"


class Parts:
    """The lanes of a timeline and the addresses of its parts."""

    def __init__(self, entries, home, address, *, counts_lanes, years):
        self.home, self.address, self.years = home, address, years
        self.joined = grouping.few_lanes(entries, lanes.LAST)
        self.entries = [replace(entry, lane=self.joined[entry.lane]) for entry in entries]
        self.lane_of = {entry.key: entry.lane for entry in self.entries}
        self.counts = Counter(entry.lane for entry in self.entries)
        order = grouping.in_order(self.entries, lanes.LAST)
        self.lanes = [self.lane(key, counts_lanes) for key in order]

    def lane(self, key, has_count):
        count = self.counts[key] if has_count else 0
        return shapes.Lane(
            key, self.name(key), self.address(lane=self.codes(key), **self.years), count
        )

    def codes(self, key):
        """The lanes that this one joins."""
        return sorted(lane for lane, joined in self.joined.items() if joined == key)

    def name(self, key):
        return _("Other countries") if key == grouping.OTHER else lanes.lane_name(key, self.home)

    def more(self, drawn, axis):
        left_out = grouping.left_out(self.entries, drawn, axis)
        shown = self.cells(drawn, axis)
        return [
            shapes.More(
                lane,
                number,
                count,
                shown=shown[lane, number],
                address=self.of_years(axis.groups[number], lane),
                years=years_of(axis.groups[number]),
                lane_name=self.name(lane),
            )
            for (lane, number), count in sorted(left_out.items())
        ]

    def cells(self, drawn, axis):
        """How many records of each lane and group of years are drawn."""
        return Counter(grouping.cell_of(e, axis) for e in self.entries if e.key in drawn)

    def by_year(self, drawn, axis):
        counts = Counter()
        for (_lane, number), count in grouping.left_out(self.entries, drawn, axis).items():
            counts[number] += count
        shown = Counter(cell[1] for cell in self.cells(drawn, axis).elements())
        for number, count in sorted(counts.items()):
            group = axis.groups[number]
            yield YearCount(years_of(group), count, shown[number], self.of_years(group))

    def of_years(self, group, lane=None):
        codes = {"lane": self.codes(lane)} if lane else {}
        return self.address(year_from=group.first, year_to=group.last, **codes)


def years_of(group):
    return years_in_words(group.first, group.last)


def years_in_words(first, last):
    if first == last:
        return str(first)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def more_in_words(count, shown):
    if not shown:
        return ngettext("%(count)s record", "%(count)s records", count) % {"count": count}
    return ngettext("and %(count)s more", "and %(count)s more", count) % {"count": count}


def items_of(narrow, parts, agreements):
    named = {str(agreement.pk): agreement for agreement in agreements}
    for row in narrow.rows:
        said = {}
        for link in row.links:
            said.setdefault(str(link.words), []).append(named[link.earlier].title)
        says = " ".join(f"{words} {joined(names)}." for words, names in said.items())
        yield RailItem(row, named[row.record.key], parts.name(row.record.lane), says)


def key_of(links):
    """What each sort of line means, in the words of the links that are drawn."""
    for relation in STYLES:
        words = {str(link.words) for link in links if link.relation == relation}
        kinds = [str(LinkKind(kind).label) for kind in RELATIONS]
        if words:
            in_order = sorted(words, key=kinds.index)
            yield KeyLine(relation, ", ".join(lower_first(word) for word in in_order))


def month_names():
    return ("", *(date_format(date(2000, month, 1), "M") for month in range(1, 13)))


def with_table_details(agreements, by=None):
    """What a row of the table beside a timeline prints."""
    shown = Agreement.objects.published().not_withdrawn().stood_by(by)
    # Asked link by link: in one list of all that is shown, databases would read them all.
    links = Link.objects.filter(Exists(shown.filter(pk=OuterRef("to_agreement"))))
    links = links.select_related("to_agreement")
    return agreements.defer("body").prefetch_related(
        Prefetch("events", Event.objects.known_by(by).order_by("position", "pk")),
        Prefetch("links", links.order_by("kind", "position", "pk"), to_attr="public_links"),
    )
