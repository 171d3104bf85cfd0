"""The public records as these pages read them."""

from agreements.filters import AgreementFilter
from agreements.models import Agreement
from news.models import Article
from publishing.bounded import Bounded
from publishing.facets import index_of


def agreements():
    return Agreement.objects.published().not_withdrawn()


def articles():
    return Article.objects.published().not_withdrawn()


def latest(found, most):
    """Agreements as rows of a list, the newest first."""
    return Bounded(found.with_days().with_row_details().newest_first(), most)


def latest_of_all(most):
    """As latest(), of all agreements: the index of their list knows how many and which."""
    index = index_of(AgreementFilter)
    rows = agreements().with_days().with_row_details()
    return Bounded.counted(index.pick(rows, range(len(index))[:most]), len(index))
