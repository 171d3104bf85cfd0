"""The formats in which others take the records away."""

from exports.lists import ListDownload
from exports.records import RecordDownload
from exports.references import RIS, About, BibTeX
from exports.table_files import table_formats
from publishing.structured import exact_date

from .models import Article
from .tables import TABLE
from .views import SECTION, ArticleListView


def about(article, day):
    words = f"{article.get_kind_display()}, {article.partial_date}"
    return About(words, exact_date(article))


LIST_FORMATS = [*table_formats(TABLE)]
RECORD_FORMATS = [BibTeX(about), RIS(about)]


class ArticleListDownload(ListDownload, ArticleListView):
    formats = LIST_FORMATS


class ArticleDownload(RecordDownload):
    model = Article
    section = SECTION
    formats = RECORD_FORMATS
