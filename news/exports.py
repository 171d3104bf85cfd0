"""The formats in which others take the records away."""

from exports.lists import ListDownload
from exports.records import RecordDownload
from exports.table_files import table_formats

from .models import Article
from .tables import TABLE
from .views import SECTION, ArticleListView

LIST_FORMATS = [*table_formats(TABLE)]
RECORD_FORMATS = []


class ArticleListDownload(ListDownload, ArticleListView):
    formats = LIST_FORMATS


class ArticleDownload(RecordDownload):
    model = Article
    section = SECTION
    formats = RECORD_FORMATS
