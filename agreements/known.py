"""What had happened to agreements by a day, and what was then meant to come.

An end and a review are set in advance, and a plan is one: they are known before their day. What
merely happened later is not. An expiry that a later extension gave was not known before it.
"""

from django.db.models import Exists, OuterRef, Q

from dates.models import END, START, DatedQuerySet
from organisations.held import show_as_on

from .status import ENDS

SET_IN_ADVANCE = ("expires", "review_due")
# Until the last day that it may mean, each of these is to come.
COMING_UNTIL_OVER = {*ENDS, "review_due"}


def name_parties_as_on(day, agreements):
    """Parties under the names that they had then, where signing gives none. None: today's."""
    if day is not None:
        parties = [party for agreement in agreements for party in agreement.parties.all()]
        show_as_on(day, [party.organisation for party in parties])


def rows_shown(agreement, day):
    """{name of the rows: keys as text} of those of which some may be left out; reads the links."""
    links = agreement.links.stood_by(day)
    rows = {
        "events": agreement.events.all(),
        "milestones": agreement.milestones.all(),
        "links": links,
    }
    return {name: {str(row.pk) for row in found} for name, found in rows.items()}


class EventQuerySet(DatedQuerySet):
    def known_by(self, day):
        """None: all."""
        if day is None:
            return self
        ends = Q(code__in=ENDS)
        undated = Q(starts_on=None)
        happened = undated | Q(ends, ends_on__lt=day) | Q(~ends, starts_on__lte=day)
        extended_to = Q(Exists(self.extensions_to(day)), code="expires")
        ahead = Q(planned=True) | (Q(code__in=SET_IN_ADVANCE) & ~extended_to)
        found = self.alias(starts_on=START, ends_on=END)
        return found.filter(ahead | (happened & Q(planned=False)))

    def extensions_to(self, day):
        """The extensions after `day` that gave the outer event its date."""
        extensions = self.model.objects.filter(code="extended", planned=False)
        return extensions.alias(from_day=START).filter(
            agreement=OuterRef("agreement"), from_day__gt=day, from_day__lte=OuterRef("ends_on")
        )

    def coming(self, day):
        """Those that are still to come on `day`, each with `starts_on` and `ends_on`."""
        until_over = Q(planned=True) | Q(code__in=COMING_UNTIL_OVER)
        found = self.annotate(starts_on=START, ends_on=END).filter(ends_on__gte=day)
        return found.filter(until_over | Q(starts_on__gt=day))


class MilestoneQuerySet(DatedQuerySet):
    def known_by(self, day):
        """None: all."""
        if day is None:
            return self
        return self.alias(starts_on=START).filter(Q(kind="planned") | Q(starts_on__lte=day))

    def coming(self, day):
        """Those that are still to come on `day`, each with `starts_on` and `ends_on`."""
        found = self.annotate(starts_on=START, ends_on=END).filter(ends_on__gte=day)
        return found.filter(Q(kind="planned") | Q(starts_on__gt=day))
