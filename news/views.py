from agreements.models import Agreement
from organisations.held import show_as_on
from organisations.models import Organisation
from publishing.public_lists import PublicListView
from publishing.views import AsOfRecordView, RecordHistoryView, RecordVersionView
from themes.models import Theme

from .filters import ArticleFilter, shown
from .models import Article
from .structured import describe_article

SECTION = "news"
MOST_NAMED = 100


class ArticleListView(PublicListView):
    filterset_class = ArticleFilter
    section = SECTION
    template_name = "news/article_list.html"

    def get_queryset(self):
        return shown().begun_by(self.as_of.given)


class ArticleDetailView(AsOfRecordView):
    model = Article
    section = SECTION
    template_name = "news/article_detail.html"

    def records(self):
        return super().records().select_related("publisher_organisation")

    def had_begun(self):
        date = self.record.partial_date
        return bool(date) and date.start <= self.as_of.day

    def get_context_data(self, **context):
        by = self.as_of.given
        named_here = named_in(self.record, by)
        show_as_on(by, named_here["organisations"])
        context = super().get_context_data(**named_here, **context)
        if not self.record.is_withdrawn and not by:
            version = context["version"]
            described = describe_article(self.record, version=version, **named_here)
            context["structured_data"] = described
        return context


def named_in(article, by=None):
    """The public agreements and organisations that it names, some of many, and its themes."""
    named = {"articles": article}
    agreements = Agreement.objects.published().filter(**named).stood_by(by).with_days(by)
    organisations = Organisation.objects.published().filter(**named).in_name_order()
    return {
        "agreements": list(agreements.newest_first()[:MOST_NAMED]),
        "organisations": list(organisations[:MOST_NAMED]),
        "themes": list(Theme.objects.published().filter(**named).in_order()),
    }


class ArticleHistoryView(RecordHistoryView):
    model = Article
    section = SECTION


class ArticleVersionView(RecordVersionView):
    model = Article
    section = SECTION
