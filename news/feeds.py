"""The list of news as a feed."""

from django.db.models import Prefetch
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from exports.atom import Link, category, entry_of
from exports.list_feeds import ListFeed
from publishing.richtext import printable
from themes.models import Theme

SECTION = "news"


class NewsFeed(ListFeed):
    title = gettext_lazy("News of fusion cooperation")
    subtitle = gettext_lazy(
        "What happened, in our words, tied to the agreements it is about; the last changed first."
    )

    def with_details(self, articles):
        themes = Prefetch("themes", Theme.objects.published().in_order())
        return super().with_details(articles).prefetch_related(themes)

    def entries(self, articles, as_of):
        return [
            entry_of(
                article,
                content=in_short(article),
                categories=categories_of(article),
                links=tuple(links_of(article)),
            )
            for article in articles
        ]


def in_short(article):
    """What it is, when it was and who published it, and its text, as HTML."""
    words = [article.get_kind_display(), str(article.partial_date), article.publisher]
    line = ", ".join(word for word in words if word)
    return format_html("<p>{}.</p>{}", line, printable(article.body))


def categories_of(article):
    return (
        category(SECTION, "kind", article.kind, article.get_kind_display()),
        *(category(SECTION, "theme", theme.slug, theme.name) for theme in article.themes.all()),
    )


def links_of(article):
    """The page that it is about, https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7.2"""
    if article.original_url:
        yield Link("via", article.original_url, hreflang=article.language)
