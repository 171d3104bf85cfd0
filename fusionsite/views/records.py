"""The public records as these pages read them."""

from agreements.known import name_parties_as_on
from agreements.models import Agreement
from news.filters import ArticleFilter
from news.models import Article
from publishing.bounded import Bounded
from publishing.facet_numbers import NO_NUMBERS
from publishing.facets import index_of


def agreements():
    return Agreement.objects.published().not_withdrawn()


def articles():
    return Article.objects.published().not_withdrawn()


def latest(by_country, numbers, most):
    """Agreements by their numbers as rows of a list, the newest first, as they stood on its day."""
    by, numbers = by_country.by, by_country.in_order(numbers)
    rows = agreements().stood_by(by).with_row_details(by)
    bounded = Bounded.counted(by_country.index.pick(rows, numbers[:most]), len(numbers))
    name_parties_as_on(by, bounded)
    return bounded


def latest_of_all(index, most):
    """As latest(), of all agreements: the index of their list knows how many and which."""
    rows = agreements().with_row_details()
    return Bounded.counted(index.pick(rows, index.first[:most]), len(index))


def latest_articles(most, numbers=None):
    """The newest of all articles, or of those with these numbers in the index of their list."""
    index = index_of(ArticleFilter)
    numbers = index.all if numbers is None else numbers
    first = index.in_first_order(numbers)[:most]
    return Bounded.counted(index.pick(articles(), first), len(numbers))


def articles_of(code, by=None):
    """The numbers of those that name an organisation of the country, or an agreement with a party
    of it; as far as they had appeared by a day."""
    index = index_of(ArticleFilter)
    numbers = index.members("country", None).get(code.lower(), NO_NUMBERS)
    return numbers & index.there_on(by, ArticleFilter.rows_on) if by else numbers
