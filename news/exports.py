"""The formats in which others take the records away."""

from exports.lists import ListDownload
from exports.records import RecordDownload

from .models import Article
from .views import SECTION, ArticleListView

LIST_FORMATS = []
RECORD_FORMATS = []


class ArticleListDownload(ListDownload, ArticleListView):
    formats = LIST_FORMATS


class ArticleDownload(RecordDownload):
    model = Article
    section = SECTION
    formats = RECORD_FORMATS
