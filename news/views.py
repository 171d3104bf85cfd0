from django.conf import settings

from agreements.models import Agreement
from organisations.models import Organisation
from publishing.public_lists import PublicListView
from publishing.views import RecordDetailView, RecordHistoryView, RecordVersionView
from themes.models import Theme

from .filters import ArticleFilter
from .models import Article

SECTION = "news"


class ArticleListView(PublicListView):
    filterset_class = ArticleFilter
    section = SECTION
    template_name = "news/article_list.html"

    def get_queryset(self):
        return Article.objects.published().not_withdrawn()


class ArticleDetailView(RecordDetailView):
    model = Article
    section = SECTION
    template_name = "news/article_detail.html"

    def records(self):
        return super().records().select_related("publisher_organisation")

    def get_context_data(self, **context):
        named = {"articles": self.record}
        return super().get_context_data(
            agreements=Agreement.objects.published().filter(**named).with_days().newest_first(),
            organisations=Organisation.objects.published().filter(**named).in_name_order(),
            site_url=settings.SITE_URL,
            themes=Theme.objects.published().filter(**named).in_order(),
            **context,
        )


class ArticleHistoryView(RecordHistoryView):
    model = Article
    section = SECTION


class ArticleVersionView(RecordVersionView):
    model = Article
    section = SECTION
