"""The list of agreements as a feed."""

from datetime import date

from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy

from exports.atom import category, entry_of
from exports.list_feeds import ListFeed
from organisations.countries import country_name
from publishing.richtext import printable
from themes.models import Theme

from .known import name_parties_as_on
from .words import kind_and_date, members_word, parties_in_words

SECTION = "agreements"
# A reader keeps what it was sent: no date in it is told as one that is still to come.
ANY_DAY = date.max


class AgreementsFeed(ListFeed):
    title = gettext_lazy("Agreements on fusion energy")
    subtitle = gettext_lazy(
        "Treaties, memoranda, partnerships, contracts, joint ventures and funding commitments on "
        "fusion energy; the last changed first."
    )

    def with_details(self, agreements):
        themes = Prefetch("themes", Theme.objects.published().in_order())
        # Unlike the rows of a list an entry has the text.
        return super().with_details(agreements).defer(None).prefetch_related(themes)

    def entries(self, agreements, as_of):
        name_parties_as_on(as_of.given, agreements)
        return [
            entry_of(agreement, content=in_short(agreement), categories=categories_of(agreement))
            for agreement in agreements
        ]


def in_short(agreement):
    """What it is, who takes part, and its text, as HTML."""
    lines = [f"{kind_and_date(agreement, ANY_DAY)}."]
    if parties := len(agreement.parties.all()):
        lines.append(f"{members_word(agreement, parties)}: {parties_in_words(agreement)}.")
    paragraphs = format_html_join("", "<p>{}</p>", ([line] for line in lines))
    return format_html("{}{}", paragraphs, printable(agreement.body))


def categories_of(agreement):
    organisations = [party.organisation for party in agreement.parties.all()]
    countries = {each.country.code for each in organisations if each.has_country}
    return (
        category(SECTION, "kind", agreement.kind, agreement.get_kind_display()),
        category(SECTION, "level", agreement.level, agreement.get_level_display()),
        *(category(SECTION, "theme", theme.slug, theme.name) for theme in agreement.themes.all()),
        *(
            category(SECTION, "country", code.lower(), country_name(code))
            for code in sorted(countries)
        ),
    )
