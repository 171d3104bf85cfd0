"""What an organisation is found by."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.comparing import plain_text
from search.registry import Field, Searchable, as_lists, searchable
from themes.models import Theme

from .countries import names_of_country
from .models import Organisation


@searchable
class OrganisationSearch(Searchable):
    model = Organisation
    code = "organisations"
    place = 2
    label = gettext_lazy("Organisation")
    label_of_many = gettext_lazy("Organisations")
    follows = {Theme: "themes"}
    fields = {
        "name": Field(gettext_lazy("Name"), 30, name=True),
        "acronym": Field(gettext_lazy("Short name"), 50, name=True),
        "native_name": Field(gettext_lazy("Own language"), 28, name=True),
        "other_name": Field(gettext_lazy("Other name"), 26, name=True),
        "identifier": Field(gettext_lazy("Identifier"), 60, name=True),
        "number": Field(gettext_lazy("Number elsewhere"), 32, name=True),
        "country": Field(gettext_lazy("Country"), 8),
        "place": Field(gettext_lazy("Place"), 8),
        "theme": Field(gettext_lazy("Theme"), 8),
        "kind": Field(gettext_lazy("Kind"), 6),
        "summary": Field(gettext_lazy("Summary"), 8),
        "body": Field(gettext_lazy("Text"), 0),
    }

    def prepared(self, organisations):
        return organisations.prefetch_related(
            *as_lists("names", "sites", "identifiers"),
            Prefetch("themes", Theme.objects.published().in_order(), "themes_list"),
        )

    def texts(self, organisation):
        yield "name", organisation.name
        yield "acronym", organisation.acronym
        yield "native_name", organisation.native_name
        for name in organisation.names_list:
            yield "other_name", name.name
        yield "identifier", organisation.identifier
        for number in organisation.identifiers_list:
            yield "number", number.value
        for name in names_of_country(organisation.country.code):
            yield "country", name
        for site in organisation.sites_list:
            yield "place", ", ".join(filter(None, [site.name, site.place]))
        yield "kind", organisation.get_kind_display()
        for theme in organisation.themes_list:
            yield "theme", theme.name
        yield "summary", organisation.summary
        yield "body", plain_text(organisation.body)

    def line(self, organisation, day):
        if not organisation.has_country:
            return _("Organisation")
        return _("Organisation, %(country)s") % {"country": organisation.country.name}


def names_of(organisation):
    """What others call it besides its name: its short name, names in other tongues and times.

    Needs names_list.
    """
    own = [organisation.acronym, organisation.native_name]
    return [name for name in (*own, *(n.name for n in organisation.names_list)) if name]
