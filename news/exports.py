"""The formats in which others take the records away, and the list on other sites."""

from django.utils.translation import gettext_lazy as _

from exports.change_feeds import RecordFeed
from exports.embeds import Embed
from exports.linked_data import LinkedData
from exports.lists import ListDownload
from exports.records import RecordDownload
from exports.references import RIS, About, BibTeX
from exports.table_files import table_formats
from publishing.cited import cite_live
from publishing.structured import exact_date

from .api import JSON
from .feeds import NewsFeed
from .models import Article
from .structured import describe_article
from .tables import TABLE
from .views import MOST_NAMED, SECTION, ArticleListView, named_in


class ArticleLinkedData(LinkedData):
    def with_details(self, articles):
        return articles.select_related("publisher_organisation")

    def describe(self, article, day):
        cited = cite_live(article)
        version = cited and cited.version
        return describe_article(article, version=version, most=MOST_NAMED, **named_in(article))


def about(article, day):
    words = f"{article.get_kind_display()}, {article.partial_date}"
    return About(words, exact_date(article))


LIST_FORMATS = [*table_formats(TABLE), NewsFeed()]
RECORD_FORMATS = [BibTeX(about), RIS(about), JSON, ArticleLinkedData(), RecordFeed()]


class ArticleListDownload(ListDownload, ArticleListView):
    formats = LIST_FORMATS


class ArticleDownload(RecordDownload):
    model = Article
    section = SECTION
    formats = RECORD_FORMATS


class ArticleListEmbed(Embed, ArticleListView):
    full = "news:list"
    name = _("News of fusion cooperation")
    template_name = "news/article_embed.html"
