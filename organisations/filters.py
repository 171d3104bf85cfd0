"""The filters of the list of organisations: codes in the address, each repeatable."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.public_lists import CodesField, CodesFilter, PublicFilterSet, SortFilter
from themes.models import Theme

from .countries import country_code, country_name
from .models import NOT_APPLICABLE, Organisation
from .vocabulary import Kind, Status


def shown():
    return Organisation.objects.published().not_withdrawn()


def used(name, choices):
    """The choices of a field that a published organisation has."""
    codes = set(shown().order_by().values_list(name, flat=True).distinct())
    return [(code, label) for code, label in choices.choices if code in codes]


def known(choices):
    labels = dict(choices.choices)
    return lambda codes: {code: labels[code] for code in codes if code in labels}


def used_countries():
    codes = set(shown().order_by().values_list("country", flat=True).distinct()) - {""}
    named = sorted((code == NOT_APPLICABLE, name_of_country(code), code) for code in codes)
    return [(code.lower(), name) for last, name, code in named]


def known_countries(codes):
    return {code: name for code in codes if (name := name_of_country(code))}


def name_of_country(code):
    if code.upper() == NOT_APPLICABLE:
        return _("International bodies")
    return country_name(code)


def used_themes():
    themes = Theme.objects.published().not_withdrawn()
    tagged = themes.filter(organisations__in=shown().order_by().values("pk"))
    keys = set(tagged.values_list("pk", "parent"))
    named = {key for pair in keys for key in pair}
    return [(theme.slug, theme.name) for theme in themes.in_order() if theme.pk in named]


def known_themes(slugs):
    return dict(Theme.objects.published().filter(slug__in=slugs).values_list("slug", "name"))


def used_bodies():
    bodies = shown().filter(members__organisation__in=shown().order_by().values("pk"))
    return list(bodies.in_name_order().values_list("slug", "name").distinct())


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

    def filter(self, rows, codes):
        return super().filter(rows, [code.upper() for code in codes])


class OrganisationFilter(PublicFilterSet):
    kind = CodesFilter(
        label=gettext_lazy("Kind"), choices=lambda: used("kind", Kind), known=known(Kind)
    )
    country = CountriesFilter(
        label=gettext_lazy("Country"), choices=used_countries, known=known_countries
    )
    theme = CodesFilter(
        label=gettext_lazy("Theme"),
        choices=used_themes,
        known=known_themes,
        lookups=["themes__slug", "themes__parent__slug"],
    )
    member_of = CodesFilter(
        label=gettext_lazy("Member of"),
        choices=used_bodies,
        known=known_organisations,
        lookups=["memberships__body__slug"],
    )
    status = CodesFilter(
        label=gettext_lazy("Status"), choices=lambda: used("status", Status), known=known(Status)
    )
    sort = SortFilter(
        {
            "name": (gettext_lazy("Kind and name"), "in_kind_and_name_order"),
            "-agreements": (gettext_lazy("Most agreements"), "most_agreements_first"),
        }
    )

    class Meta:
        model = Organisation
        fields = ()
