"""What the table of news says of each article: read for a portion, in a fixed number of queries."""

from collections import defaultdict

from django.db.models import Exists, OuterRef

from agreements.models import Agreement
from exports.related import address_of_slugs, citations_of, sources_among, sources_in_full
from organisations.named import NamedOrganisations
from themes.codes import codes_of

from .models import Article


def read_articles(articles, as_of):
    """{column: value} of each, as they stood on the day."""
    related = Related(articles, as_of.given)
    return [related.row(article) for article in articles]


class Related:
    def __init__(self, articles, day):
        keys = [article.pk for article in articles]
        self.agreements = named_agreements(keys, day)
        self.organisations = keys_of_organisations(keys)
        self.themes = codes_of(Article, keys)
        self.address_of = address_of_slugs(Article)
        self.citations = citations_of(Article, keys)
        self.named = NamedOrganisations(
            [
                *(article.publisher_organisation_id for article in articles),
                *(key for organisations in self.organisations.values() for key in organisations),
            ],
            day,
        )

    def row(self, article):
        key = article.pk
        organisations = sorted(
            (identifier, self.named.name(organisation))
            for organisation in self.organisations[key]
            if (identifier := self.named.identifier(organisation))
        )
        agreements = sorted(self.agreements[key])
        return {
            "identifier": article.identifier,
            "slug": article.slug,
            "url": self.address_of(article.slug),
            "title": article.title,
            "kind": article.kind,
            "date": article.date,
            "date_qualifier": article.date_qualifier if article.date else "",
            "date_note": article.date_note,
            "earliest_day": day_of(article.earliest),
            "latest_day": day_of(article.latest),
            "summary": article.summary,
            "body": article.body,
            "publisher": article.publisher,
            "publisher_organisation": self.named.identifier(article.publisher_organisation_id),
            "original_url": article.original_url,
            "language": article.language,
            "organisations": [identifier for identifier, _name in organisations],
            "organisation_names": [name for _identifier, name in organisations],
            "agreements": [identifier for identifier, _title in agreements],
            "agreement_titles": [title for _identifier, title in agreements],
            "themes": self.themes[key],
            "sources": sources_in_full(sources_among(self.citations[key])),
        }


def named_agreements(keys, day):
    """{key of an article: (identifier, title) of its public agreements}; one query."""
    # Asked row by row: in one list of all that stood, databases would read them all.
    stood = Agreement.objects.published().stood_by(day).filter(pk=OuterRef("agreement"))
    rows = Article.agreements.through.objects.filter(Exists(stood), article__in=keys)
    found = defaultdict(list)
    for key, *agreement in rows.values_list("article", "agreement__identifier", "agreement__title"):
        found[key].append(tuple(agreement))
    return found


def keys_of_organisations(keys):
    """{key of an article: keys of organisations}; one query."""
    rows = Article.organisations.through.objects.filter(article__in=keys)
    found = defaultdict(list)
    for key, organisation in rows.values_list("article", "organisation"):
        found[key].append(organisation)
    return found


def day_of(day):
    return day.isoformat() if day else ""
