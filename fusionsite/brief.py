"""What one page of paper says of a country: numbers, what counts most, who, what comes, gaps."""

from dataclasses import dataclass
from heapq import nsmallest

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, Prefetch, Q
from django.db.models.functions import Coalesce

from agreements import words
from agreements.gaps import gaps_of
from agreements.models import Agreement, Event, Milestone, Party
from agreements.status import ENDS
from agreements.vocabulary import EventCode, Level, MilestoneKind
from publishing.bounded import Bounded
from publishing.facet_numbers import NO_NUMBERS
from publishing.models import Citation

from .by_country import UK, agreements_of

AGREEMENTS_SHOWN = 8
ORGANISATIONS_SHOWN = 6
COMING_SHOWN = 5
GAPS_SHOWN = 5
GAPS_OF_ONE = 3
# States first, then what carries their words out.
LEVELS = (Level.GOVERNMENT, Level.AGENCY, Level.MIXED, Level.INDUSTRY_BODY, Level.COMPANY)


@dataclass
class Coming:
    """What is still to come of an agreement."""

    agreement: object
    what: str
    happening: object

    @property
    def order(self):
        date = self.happening.partial_date
        return (date.end, date.start, self.agreement.title_key, str(self.happening.pk))


@dataclass
class Gaps:
    """What is not known of an agreement, the first few; whether there is more."""

    agreement: object
    what: list
    more: bool


def shown(code):
    return Agreement.objects.published().not_withdrawn().filter(pk__in=agreements_of(code))


def keys_of_shown(code):
    return shown(code).order_by().values("pk")


def most_important(code, by_country):
    """With the UK first, by level, the newest first; with what rows and gaps are made of."""
    own, index = by_country.members.get(code, NO_NUMBERS), by_country.index
    place_of = {
        number: place
        for place, level in enumerate(LEVELS)
        for number in index.members("level", None).get(level, ())
    }

    def order(number):
        return number not in by_country.of_uk, place_of.get(number, len(LEVELS))

    rows = (
        Agreement.objects.published()
        .not_withdrawn()
        .with_days()
        .prefetch_related(
            *("events", "signatories", "documents"),
            Prefetch("parties", Party.objects.select_related("organisation")),
        )
    )
    numbers = nsmallest(AGREEMENTS_SHOWN, by_country.in_order(own), key=order)
    first = index.pick(rows.defer("body"), numbers)
    for agreement in first:
        agreement.with_uk = index.keys.get(agreement.pk) in by_country.of_uk
    return Bounded.counted(first, len(own))


def count_partners(code, by_country):
    """The other countries in agreements of this one."""
    own, others = by_country.members[code], by_country.members.keys() - {code}
    return sum(not own.isdisjoint(by_country.members[other]) for other in others)


def involved(country, code, by_country):
    """Organisations of a country in the agreements of `code`, those in most of them first."""
    own = by_country.members[code]
    agreements = own & by_country.of_uk if country == UK != code else own
    return by_country.involved(country, agreements, ORGANISATIONS_SHOWN, busiest_first=True)


def coming(code, day):
    """Reviews, ends and what is planned, the next first; (the first, whether there is more)."""
    own = keys_of_shown(code)
    ahead = Q(planned=True) | Q(code__in=[*ENDS, EventCode.REVIEW_DUE]) | Q(starts__gt=day)
    planned = Q(kind=MilestoneKind.PLANNED) | Q(starts__gt=day)
    events = not_over(Event.objects.filter(agreement__in=own), ahead, day)
    milestones = not_over(Milestone.objects.filter(agreement__in=own), planned, day)
    found = [Coming(e.agreement, words_of(e, day), e) for e in events]
    found += [Coming(m.agreement, m.text, m) for m in milestones]
    first = sorted(found, key=lambda each: each.order)[:COMING_SHOWN]
    return first, events.all + milestones.all > len(first)


def not_over(happenings, condition, day):
    dated = happenings.annotate(
        starts=Coalesce("earliest", "latest"), ends=Coalesce("latest", "earliest")
    )
    rows = dated.filter(condition, ends__gte=day).select_related("agreement")
    return Bounded(rows.order_by("ends", "starts", "pk"), COMING_SHOWN)


def words_of(event, day):
    return words.event_words(event, event.agreement.legal_character, day)


def gaps_in(agreements):
    """Of each that has any; the first of them."""
    found = []
    for agreement in agreements:
        what = [gap.what for gap in gaps_of(agreement)] or agreement.gaps_in_words
        if what:
            found.append(Gaps(agreement, what[:GAPS_OF_ONE], len(what) > GAPS_OF_ONE))
    return found[:GAPS_SHOWN]


def count_sources(agreements):
    """Gives each the number of sources that support its facts; the day last checked of them."""
    cited = Citation.objects.exclude(fact="").filter(
        content_type=ContentType.objects.get_for_model(Agreement),
        object_id__in=[agreement.pk for agreement in agreements],
    )
    counted = cited.order_by().values("object_id").annotate(number=Count("source", distinct=True))
    found = {row["object_id"]: row for row in counted.annotate(checked=Max("checked_on"))}
    for agreement in agreements:
        agreement.source_count = found.get(agreement.pk, {}).get("number", 0)
    return max((row["checked"] for row in found.values() if row["checked"]), default=None)
