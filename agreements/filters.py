"""The filters of the list of agreements: codes in the address, each repeatable."""

from django import forms
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.filters import (
    CountriesFilter,
    known,
    known_countries,
    known_organisations,
    known_themes,
    name_of_country,
)
from organisations.models import NOT_APPLICABLE, Organisation
from publishing.public_lists import CodesFilter, PublicFilterSet, SortFilter, YearFilter
from themes.models import Theme

from .models import Agreement
from .vocabulary import Kind, LegalCharacter, Level, Status

MOST_ORGANISATIONS = 300


def shown():
    return Agreement.objects.published().not_withdrawn()


def keys_of_shown():
    return shown().order_by().values("pk")


def used_kinds():
    codes = set(shown().order_by().values_list("kind", flat=True).distinct())
    return [(code, label) for code, label in Kind.choices if code in codes]


def used_countries():
    parties = Organisation.objects.filter(parties__agreement__in=keys_of_shown())
    codes = set(parties.order_by().values_list("country", flat=True).distinct()) - {""}
    named = sorted((code == NOT_APPLICABLE, name_of_country(code), code) for code in codes)
    return [(code.lower(), name) for _last, name, code in named]


def used_themes():
    """Themes that agreements have, or that are above one."""
    tagged = Q(agreements__in=keys_of_shown()) | Q(technologies__agreements__in=keys_of_shown())
    keys = Theme.objects.published().not_withdrawn().filter(tagged).values("pk")
    return list(Theme.objects.filter(pk__in=keys).in_order().values_list("slug", "name"))


def used_organisations():
    """Those with the most agreements, by name."""
    busiest = (
        Organisation.objects.published()
        .not_withdrawn()
        .filter(parties__agreement__in=keys_of_shown())
        .annotate(records=Count("parties__agreement", distinct=True))
        .order_by("-records", "pk")
        .values_list("name_key", "slug", "name")[:MOST_ORGANISATIONS]
    )
    return [(slug, name) for _key, slug, name in sorted(busiest)]


class StatusFilter(CodesFilter):
    """By the status as it is derived today."""

    def filter(self, agreements, codes):
        if not codes:
            return agreements
        return agreements.of_status(codes, timezone.localdate())


class YearsForm(forms.Form):
    def clean(self):
        super().clean()
        first, last = self.cleaned_data.get("year_from"), self.cleaned_data.get("year_to")
        if first and last and first > last:
            raise forms.ValidationError(_("Years: the first is later than the last."))


class AgreementFilter(PublicFilterSet):
    """Takes Agreement.objects…with_days(). Values of one parameter: any of; between them: all."""

    country = CountriesFilter(
        label=gettext_lazy("Country"),
        choices=used_countries,
        known=known_countries,
        lookups=["parties__organisation__country"],
    )
    kind = CodesFilter(label=gettext_lazy("Kind"), choices=used_kinds, known=known(Kind))
    level = CodesFilter(label=gettext_lazy("Level"), choices=Level.choices)
    status = StatusFilter(label=gettext_lazy("Status"), choices=Status.choices)
    legal_character = CodesFilter(
        label=gettext_lazy("Legal character"), choices=LegalCharacter.choices
    )
    theme = CodesFilter(
        label=gettext_lazy("Theme"),
        choices=used_themes,
        known=known_themes,
        lookups=["themes__slug", "themes__parent__slug"],
    )
    organisation = CodesFilter(
        label=gettext_lazy("Organisation"),
        choices=used_organisations,
        known=known_organisations,
        lookups=["parties__organisation__slug"],
    )
    year_from = YearFilter(label=gettext_lazy("From"))
    year_to = YearFilter(label=gettext_lazy("To"))
    sort = SortFilter(
        {
            "-date": (gettext_lazy("Newest first"), "newest_first"),
            "date": (gettext_lazy("Oldest first"), "oldest_first"),
            "title": (gettext_lazy("Title A to Z"), "in_title_order"),
        }
    )

    class Meta:
        model = Agreement
        fields = ()
        form = YearsForm

    def filter_queryset(self, agreements):
        chosen = self.form.cleaned_data
        found = super().filter_queryset(agreements)
        return found.between_years(chosen["year_from"], chosen["year_to"])
