"""The public records as these pages read them."""

from agreements.models import Agreement
from news.models import Article
from publishing.bounded import Bounded


def agreements():
    return Agreement.objects.published().not_withdrawn()


def articles():
    return Article.objects.published().not_withdrawn()


def latest(found, most):
    """Agreements as rows of a list, the newest first."""
    return Bounded(found.with_days().with_row_details().newest_first(), most)
