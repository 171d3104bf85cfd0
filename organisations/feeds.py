"""The list of organisations as a feed."""

from django.db.models import Prefetch
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from exports.atom import category, entry_of
from exports.list_feeds import ListFeed
from publishing.richtext import printable
from themes.models import Theme

from .countries import country_name
from .held import show_as_on

SECTION = "organisations"


class OrganisationsFeed(ListFeed):
    title = gettext_lazy("Organisations in fusion cooperation")
    subtitle = gettext_lazy(
        "States, departments, laboratories, companies and industry bodies named in the register; "
        "the last changed first."
    )

    def with_details(self, organisations):
        themes = Prefetch("themes", Theme.objects.published().in_order())
        return super().with_details(organisations).prefetch_related(themes)

    def entries(self, organisations, as_of):
        show_as_on(as_of.given, organisations)
        return [
            entry_of(each, content=in_short(each), categories=tuple(categories_of(each)))
            for each in organisations
        ]


def in_short(organisation):
    """What it is and where, and its text, as HTML."""
    words = [organisation.get_kind_display()]
    if organisation.has_country:
        words.append(country_name(organisation.country.code))
    return format_html("<p>{}.</p>{}", ", ".join(words), printable(organisation.body))


def categories_of(organisation):
    yield category(SECTION, "kind", organisation.kind, organisation.get_kind_display())
    if organisation.has_country:
        code = organisation.country.code
        yield category(SECTION, "country", code.lower(), country_name(code))
    for theme in organisation.themes.all():
        yield category(SECTION, "theme", theme.slug, theme.name)
