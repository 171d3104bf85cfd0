"""An article in the words of https://schema.org/NewsArticle."""

from django.core.files.storage import default_storage

from agreements.structured import in_short
from organisations.structured import organisation_in_short
from publishing.heads import absolute
from publishing.structured import (
    CONTEXT,
    exact_date,
    moment,
    permanent_address,
    without_gaps,
)

# On a page.
MOST_NAMED = 20


def describe_article(
    article, *, agreements=(), organisations=(), themes=(), version=None, most=MOST_NAMED
):
    """`agreements`, `organisations` and `themes`: those that it names and readers see.

    `most`: how many are told of the first and of the second.
    """
    image = article.lead_image
    facts = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": permanent_address(article),
        "headline": article.title,
        "description": article.summary,
        "inLanguage": "en-GB",
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "datePublished": exact_date(article),
        "dateModified": moment(version.published_at) if version else None,
        "publisher": publisher_of(article),
        "isBasedOn": article.original_url,
        "image": absolute(default_storage.url(image.name)) if image else None,
        "keywords": [theme.name for theme in themes],
        "mentions": [
            *[in_short(agreement) for agreement in list(agreements)[:most]],
            *[organisation_in_short(each) for each in list(organisations)[:most]],
        ],
    }
    return without_gaps(facts)


def publisher_of(article):
    organisation = article.publisher_organisation
    if organisation and organisation.is_published:
        return organisation_in_short(organisation)
    return {"@type": "Organization", "name": article.publisher} if article.publisher else None
