"""What an article is found by."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement
from organisations.models import Organisation
from organisations.search import names_of
from publishing.comparing import plain_text
from search.registry import Field, Searchable, as_lists, searchable
from themes.models import Theme

from .models import Article


@searchable
class ArticleSearch(Searchable):
    model = Article
    code = "news"
    place = 3
    label = gettext_lazy("News")
    label_of_many = gettext_lazy("News")
    follows = {
        Agreement: "agreements",
        Organisation: "organisations",
        Theme: "themes",
    }
    fields = {
        "title": Field(gettext_lazy("Title"), 34, name=True),
        "identifier": Field(gettext_lazy("Identifier"), 60, name=True),
        "summary": Field(gettext_lazy("Summary"), 10),
        "theme": Field(gettext_lazy("Theme"), 8),
        "agreement": Field(gettext_lazy("About the agreement"), 8),
        "organisation": Field(gettext_lazy("About the organisation"), 8),
        "publisher": Field(gettext_lazy("Publisher"), 4),
        "body": Field(gettext_lazy("Text"), 0),
    }

    def prepared(self, articles):
        organisations = Organisation.objects.published().prefetch_related(*as_lists("names"))
        return articles.prefetch_related(
            Prefetch("agreements", Agreement.objects.published().order_by("pk"), "agreements_list"),
            Prefetch("organisations", organisations.order_by("pk"), "organisations_list"),
            Prefetch("themes", Theme.objects.published().in_order(), "themes_list"),
        )

    def texts(self, article):
        yield "title", article.title
        yield "identifier", article.identifier
        yield "summary", article.summary
        for theme in article.themes_list:
            yield "theme", theme.name
        for agreement in article.agreements_list:
            yield "agreement", agreement.title
        for organisation in article.organisations_list:
            yield "organisation", organisation.name
            yield from (("organisation", name) for name in names_of(organisation))
        yield "publisher", article.publisher
        yield "body", plain_text(article.body)

    def day(self, article):
        return article.earliest or article.latest

    def line(self, article, day):
        return _("News, %(date)s") % {"date": article.partial_date}
