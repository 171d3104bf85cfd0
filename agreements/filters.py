"""The filters of the list of agreements: codes in the address, each repeatable."""

from collections import namedtuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.filters import (
    CountriesFilter,
    OrganisationsFilter,
    every,
    known,
    known_countries,
    known_organisations,
    known_themes,
    named_countries,
    named_organisations,
    named_themes,
    used,
)
from publishing.public_lists import CodesFilter, DatedFilter, PublicFilterSet, YearFilter
from search.filters import RelevanceSortFilter, SearchFilter

from .models import Agreement
from .status import derive
from .vocabulary import Kind, LegalCharacter, Level, Status

NEXT_DATE = "next-date"


def shown():
    return Agreement.objects.published().not_withdrawn()


# What derive() reads of an event; `code` None where an agreement has none.
Happening = namedtuple("Happening", ["code", "planned", "earliest", "latest"])


class StatusFilter(CodesFilter):
    """By the status as it is derived on the day of the list."""

    by_day = True

    def codes_on(self, agreements, day):
        columns = [f"events__{name}" for name in Happening._fields]
        happened = {}
        for key, *event in agreements.values_list("pk", *columns):
            happened.setdefault(key, []).append(Happening(*event))
        for key, events in happened.items():
            yield key, derive([event for event in events if event.code], day).code.value

    def filter(self, agreements, codes):
        if not codes:
            return agreements
        return agreements.of_status(codes, self.parent.day)


class YearsForm(forms.Form):
    def clean(self):
        super().clean()
        first, last = self.cleaned_data.get("year_from"), self.cleaned_data.get("year_to")
        if first and last and first > last:
            raise forms.ValidationError(_("Years: the first is later than the last."))


class AgreementFilter(PublicFilterSet):
    """Takes Agreement.objects. Values of one parameter: any of; between them: all."""

    q = SearchFilter()
    country = CountriesFilter(
        label=gettext_lazy("Country"),
        choices=named_countries,
        known=known_countries,
        lookups=["parties__organisation__country"],
    )
    kind = CodesFilter(label=gettext_lazy("Kind"), choices=used(Kind), known=known(Kind))
    level = CodesFilter(label=gettext_lazy("Level"), choices=every(Level), closed=True)
    status = StatusFilter(label=gettext_lazy("Status"), choices=every(Status), closed=True)
    legal_character = CodesFilter(
        label=gettext_lazy("Legal character"), choices=every(LegalCharacter), closed=True
    )
    theme = CodesFilter(
        label=gettext_lazy("Theme"),
        choices=named_themes,
        known=known_themes,
        lookups=["themes__slug", "themes__parent__slug"],
    )
    organisation = OrganisationsFilter(
        label=gettext_lazy("Organisation"),
        choices=named_organisations,
        known=known_organisations,
        lookups=["parties__organisation__slug"],
    )
    year_from = YearFilter(label=gettext_lazy("From"))
    year_to = YearFilter(label=gettext_lazy("To"))
    dated = DatedFilter()
    sort = RelevanceSortFilter(
        {
            "-date": (gettext_lazy("Newest first"), "newest_first"),
            "date": (gettext_lazy("Oldest first"), "oldest_first"),
            "title": (gettext_lazy("Title A to Z"), "in_title_order"),
            NEXT_DATE: (gettext_lazy("What comes next"), "newest_first"),
        },
        lasting=["-date", "date", "title"],
        of_a_day=[NEXT_DATE],
    )
    span = ("day", "last_day")

    class Meta:
        model = Agreement
        fields = ()
        form = YearsForm

    @classmethod
    def rows(cls):
        return shown().with_days().newest_first()

    @classmethod
    def rows_on(cls, day):
        return shown().stood_by(day)

    @classmethod
    def spans_on(cls, index, day):
        """The Spans of the agreements of its index, newest first.

        On an earlier day those that stood, with their days as they were known; None: all.
        """
        return index.spans_on(day, cls.dated_on)

    @classmethod
    def dated_on(cls, day):
        return cls.rows_on(day).with_days(day).newest_first().values_list("pk", *cls.span)

    def with_span(self, agreements):
        return agreements.with_days(self.as_of.given)

    def filter_queryset(self, agreements):
        found = super().filter_queryset(self.with_span(agreements)).between_years(*self.years)
        return self.soonest_first(found) if self.is_by_next_date else found

    @property
    def is_by_next_date(self):
        return self.form.cleaned_data.get("sort") == NEXT_DATE

    @classmethod
    def ordered_on(cls, code, day):
        return cls.rows().with_next_day(day).soonest_first()

    def rows_of_page(self):
        rows = super().rows_of_page()
        return rows.with_milestones() if self.is_by_next_date else rows

    def soonest_first(self, agreements):
        return agreements.with_next_day(self.day, self.as_of.given).soonest_first()
