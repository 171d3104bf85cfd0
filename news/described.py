"""An article in the shapes of the API."""

from django.db.models import Prefetch, prefetch_related_objects

from agreements.models import Agreement
from agreements.shapes import SECTION as AGREEMENTS
from api.records import read_live_versions
from api.shapes import (
    Named,
    PartialDate,
    Theme,
    Version,
    Withdrawal,
    cited_in,
    names_of,
    text_of,
)
from organisations.described import public_or_none
from organisations.held import show_as_on
from organisations.models import Organisation
from organisations.shapes import OrganisationNamed
from publishing.heads import absolute
from themes.models import Theme as ThemeRecord

from . import shapes
from .shapes import SECTION

MOST_NAMED = 100


def summary_of(article):
    return {
        **names_of(article, SECTION),
        "title": article.title,
        "kind": article.kind,
        "date": PartialDate.of(article.partial_date),
        "summary": article.summary,
        "publisher": article.publisher,
        "original_address": article.original_url or None,
        "language": article.language,
        "themes": [Theme.of(theme) for theme in article.themes.all()],
        "version": Version.of(article.live_version),
    }


def read_summary(article, as_of):
    return shapes.ArticleSummary(**summary_of(article))


def read_article(article, as_of):
    by, named = as_of.given, {"articles": article}
    themes = Prefetch("themes", ThemeRecord.objects.published().in_order())
    prefetch_related_objects([article], themes, "publisher_organisation")
    read_live_versions([article])
    agreements = Agreement.objects.published().filter(**named).stood_by(by).with_days(by)
    organisations = Organisation.objects.published().filter(**named).in_name_order()
    organisations = list(organisations[:MOST_NAMED])
    show_as_on(by, organisations)
    return shapes.Article(
        **summary_of(article),
        **cited_in(article.citations.with_source()),
        body=text_of(article.body),
        withdrawn=Withdrawal.of(article),
        publisher_organisation=public_or_none(article.publisher_organisation),
        lead_image=lead_image_of(article),
        agreements=[Named.of(each, AGREEMENTS) for each in agreements.newest_first()[:MOST_NAMED]],
        organisations=[OrganisationNamed.of(each) for each in organisations],
    )


def lead_image_of(article):
    if not article.lead_image:
        return None
    return shapes.LeadImage(
        address=absolute(article.lead_image.url),
        alternative_text=article.lead_image_alt,
        credit=article.lead_image_credit,
    )
