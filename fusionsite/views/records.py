"""The public records as these pages read them."""

from agreements.filters import AgreementFilter
from agreements.known import name_parties_as_on
from agreements.models import Agreement
from news.models import Article
from publishing.bounded import Bounded
from publishing.facets import index_of


def agreements():
    return Agreement.objects.published().not_withdrawn()


def articles():
    return Article.objects.published().not_withdrawn()


def latest(found, most, by=None):
    """Agreements as rows of a list, the newest first; `by`: as they stood on that day."""
    rows = found.stood_by(by).with_days(by).with_row_details(by).newest_first()
    bounded = Bounded(rows, most)
    name_parties_as_on(by, bounded)
    return bounded


def latest_of_all(most):
    """As latest(), of all agreements: the index of their list knows how many and which."""
    index = index_of(AgreementFilter)
    rows = agreements().with_days().with_row_details()
    return Bounded.counted(index.pick(rows, range(len(index))[:most]), len(index))
