"""The countries on a map, as a page and as a file."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from fusionsite.by_country import UK, AgreementsByCountry, read_country_rows
from fusionsite.pictures.worldmap import Country, draw_map
from publishing.kept_pages import MayBeKept

# Of the file: the heading above the panels, what stands between them, the lines below them.
HEADING, BETWEEN, FOOT, LINE = 70, 30, 40, 26


class MapView(MayBeKept, TemplateView):
    template_name = "fusionsite/map.html"

    def get_context_data(self, **context):
        by_country = AgreementsByCountry()
        countries = read_country_rows(by_country)
        return super().get_context_data(
            section="countries",
            countries=countries,
            uk=UK,
            partner_count=partners_among(countries),
            panels=panels_of(countries),
            of_no_country=len(by_country.of_no_country),
            **context,
        )


class MapFileView(MayBeKept, TemplateView):
    """The picture alone, to be kept: a file that needs no style sheet."""

    template_name = "fusionsite/map.svg"
    content_type = "image/svg+xml"

    def get_context_data(self, **context):
        countries = read_country_rows()
        panels, foot = below_one_another(panels_of(countries))
        return super().get_context_data(
            headline=headline(partners_among(countries)),
            panels=panels,
            foot=foot,
            foot_end=foot + LINE,
            height=foot + 2 * LINE,
            site_url=settings.SITE_URL,
            today=timezone.localdate(),
            **context,
        )

    def render_to_response(self, context, **options):
        response = super().render_to_response(context, **options)
        response["Content-Disposition"] = 'attachment; filename="fusion-agreements-map.svg"'
        return response


def below_one_another(panels):
    """(pairs of a panel and its top, where the foot begins)."""
    found, top = [], HEADING
    for panel in panels:
        found.append((panel, top))
        top += panel.frame.height + BETWEEN
    return found, top - BETWEEN + FOOT


def partners_among(rows):
    return sum(1 for row in rows if row.with_uk and row.code != UK)


def headline(partners):
    """What the map shows, in one true sentence."""
    if not partners:
        return _("The register has no agreement of another country with the UK")
    words = ngettext(
        "%(number)d country has agreements on fusion energy with the UK",
        "%(number)d countries have agreements on fusion energy with the UK",
        partners,
    )
    return words % {"number": partners}


def panels_of(rows):
    return draw_map(tuple(drawn(row) for row in rows))


def drawn(row):
    return Country(row.code, row.name, row.count, row.with_uk, in_words(row))


def in_words(row):
    """ "Japan: 18 agreements, 7 with the UK"."""
    said = ngettext("%(number)d agreement", "%(number)d agreements", row.count)
    said = f"{row.name}: {said % {'number': row.count}}"
    if row.code == UK:
        return said
    with_uk = _("%(number)d with the UK") if row.with_uk else _("none with the UK")
    return f"{said}, {with_uk % {'number': row.with_uk}}"
