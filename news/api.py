"""/api/v1/articles"""

from django.db.models import Prefetch
from ninja import Router

from api.lists import FilteredList
from api.records import JsonRecord, WholeRecord, read_live_versions
from api.routes import list_route, record_route
from themes.models import Theme

from .described import read_article, read_summary
from .filters import ArticleFilter, shown
from .models import Article, Kind
from .shapes import SECTION, ArticleSummary
from .shapes import Article as ArticleShape

router = Router(tags=["Articles"])


def rows(by):
    themes = Prefetch("themes", Theme.objects.published().in_order())
    return shown().begun_by(by).defer("body").prefetch_related(themes)


def prepare(articles, as_of):
    read_live_versions(articles)


def had_begun(article, as_of):
    date = article.partial_date
    return bool(date) and date.start <= as_of.day


LIST = FilteredList(
    SECTION, ArticleFilter, rows, ArticleSummary, read_summary, prepare, codes={"kind": Kind}
)
RECORD = WholeRecord(Article, SECTION, ArticleShape, read_article, had_begun)
JSON = JsonRecord(RECORD)


@list_route(router, LIST)
def articles(request):
    """The register's news, what all filters keep."""
    return LIST.answer(request)


@record_route(router, RECORD)
def article(request, key: str):
    """One article with its text, and the agreements and organisations that it is about."""
    return RECORD.answer(request, key)
