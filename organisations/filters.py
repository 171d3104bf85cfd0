"""The filters of the list of organisations: codes in the address, each repeatable."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dates.spans import held_on
from publishing.facet_reading import at_once
from publishing.models import Redirect
from publishing.public_lists import CodesField, CodesFilter, PublicFilterSet
from search.filters import RelevanceSortFilter, SearchFilter
from themes.models import Theme

from .countries import country_code, country_name
from .models import NOT_APPLICABLE, Membership, Organisation
from .vocabulary import Kind, Status


def shown():
    return Organisation.objects.published().not_withdrawn()


def every(vocabulary):
    """All choices of a vocabulary, whether a row has them or not."""
    return lambda codes: vocabulary.choices


def used(vocabulary):
    return lambda codes: [(code, label) for code, label in vocabulary.choices if code in codes]


def known(vocabulary):
    labels = dict(vocabulary.choices)
    return lambda codes: {code: labels[code] for code in codes if code in labels}


def named_countries(codes):
    """By name, the international bodies last."""
    named = [(code.upper() == NOT_APPLICABLE, name_of_country(code), code) for code in codes]
    return [(code, name) for _last, name, code in sorted(named)]


def known_countries(codes):
    return {code: name for code in codes if (name := name_of_country(code))}


def name_of_country(code):
    if code.upper() == NOT_APPLICABLE:
        return _("International bodies")
    return country_name(code)


def named_themes(slugs):
    themes = Theme.objects.published().not_withdrawn().in_order().values_list("slug", "name")
    return [(slug, name) for slug, name in themes if slug in slugs]


def known_themes(slugs):
    return dict(Theme.objects.published().filter(slug__in=slugs).values_list("slug", "name"))


def named_organisations(slugs):
    organisations = at_once(shown().in_name_order().values_list("slug", "name"))
    return [(slug, name) for slug, name in organisations if slug in slugs]


def known_organisations(slugs):
    published = Organisation.objects.published().filter(slug__in=slugs)
    return dict(published.values_list("slug", "name"))


class CountriesField(CodesField):
    """Countries by code, in either case, or by a name in use: "jp", "USA"."""

    def to_python(self, value):
        codes = [(country_code(text) or text).lower() for text in super().to_python(value)]
        return list(dict.fromkeys(codes))


class CountriesFilter(CodesFilter):
    field_class = CountriesField

    def code_of(self, value):
        return value.lower()

    def filter(self, rows, codes):
        return super().filter(rows, [code.upper() for code in codes])


class OrganisationsField(CodesField):
    """Organisations by address; an old one stands for the organisation that it leads to."""

    def to_python(self, value):
        slugs = super().to_python(value)
        present = present_addresses({slug for slug in slugs if slug not in self.labels})
        return list(dict.fromkeys(present.get(slug, slug) for slug in slugs))


class OrganisationsFilter(CodesFilter):
    field_class = OrganisationsField


def present_addresses(slugs):
    """{old address: that of the public organisation it leads to}, through moves and merges."""
    if not slugs:
        return {}
    keys = {slug: str(key) for slug, key in Redirect.objects.owners(Organisation, slugs).items()}
    merged = Organisation.objects.filter(slug__in=slugs, merged_into__isnull=False)
    keys |= {slug: str(key) for slug, key in merged.values_list("slug", "pk")}
    replacements = Organisation.replacements(keys.values())
    keys = {slug: replacements.get(key, key) for slug, key in keys.items()}
    shown = Organisation.objects.published().filter(pk__in=keys.values())
    present = {str(key): slug for key, slug in shown.values_list("pk", "slug")}
    return {slug: present[key] for slug, key in keys.items() if key in present}


class HeldFilter(CodesFilter):
    """By a column, but on an earlier day by what held then."""

    @property
    def day(self):
        return self.parent.as_of.given


class MembersFilter(HeldFilter):
    field_class = OrganisationsField

    def codes_on(self, organisations, day):
        held = Membership.objects.filter(held_on(day, "since", "until"))
        return held.filter(organisation__in=organisations).values_list("organisation", "body__slug")

    def filter(self, organisations, slugs):
        if not slugs or not self.day:
            return super().filter(organisations, slugs)
        held = Membership.objects.filter(held_on(self.day, "since", "until"))
        keys = held.filter(body__slug__in=slugs).values("organisation")
        return organisations.filter(pk__in=keys)


class StatusFilter(HeldFilter):
    def codes_on(self, organisations, day):
        for code in Status.values:
            found = organisations.of_status([code], day).values_list("pk", flat=True)
            yield from ((key, code) for key in found)

    def filter(self, organisations, codes):
        return organisations.of_status(codes, self.day) if codes else organisations


class OrganisationFilter(PublicFilterSet):
    q = SearchFilter()
    kind = CodesFilter(label=gettext_lazy("Kind"), choices=used(Kind), known=known(Kind))
    country = CountriesFilter(
        label=gettext_lazy("Country"), choices=named_countries, known=known_countries
    )
    theme = CodesFilter(
        label=gettext_lazy("Theme"),
        choices=named_themes,
        known=known_themes,
        lookups=["themes__slug", "themes__parent__slug"],
    )
    member_of = MembersFilter(
        label=gettext_lazy("Member of"),
        choices=named_organisations,
        known=known_organisations,
        lookups=["memberships__body__slug"],
    )
    status = StatusFilter(label=gettext_lazy("Status"), choices=used(Status), known=known(Status))
    sort = RelevanceSortFilter(
        {
            "name": (gettext_lazy("Kind and name"), "in_kind_and_name_order"),
            "-agreements": (gettext_lazy("Most agreements"), "most_agreements_first"),
        },
        lasting=["name"],
        of_others=["-agreements"],
    )

    class Meta:
        model = Organisation
        fields = ()

    @classmethod
    def rows(cls):
        return shown().in_kind_and_name_order()

    @classmethod
    def ordered_by(cls, method):
        return getattr(cls.rows().with_agreement_count(), method)()

    @classmethod
    def rows_on(cls, day):
        return shown().begun_by(day)
