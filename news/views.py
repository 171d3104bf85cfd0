from django.conf import settings

from agreements.models import Agreement
from organisations.models import Organisation
from publishing.public_lists import PublicListView
from publishing.views import RecordDetailView, RecordHistoryView, RecordVersionView
from themes.models import Theme

from .filters import ArticleFilter
from .models import Article
from .structured import describe_article

SECTION = "news"
MOST_NAMED = 100


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
        agreements = Agreement.objects.published().filter(**named).with_days().newest_first()
        named_here = {
            "agreements": list(agreements[:MOST_NAMED]),
            "organisations": list(
                Organisation.objects.published().filter(**named).in_name_order()[:MOST_NAMED]
            ),
            "themes": list(Theme.objects.published().filter(**named).in_order()),
        }
        context = super().get_context_data(site_url=settings.SITE_URL, **named_here, **context)
        if not self.record.is_withdrawn:
            version = context["version"]
            described = describe_article(self.record, version=version, **named_here)
            context["structured_data"] = described
        return context


class ArticleHistoryView(RecordHistoryView):
    model = Article
    section = SECTION


class ArticleVersionView(RecordVersionView):
    model = Article
    section = SECTION
