"""What the pages that editors keep are found by; they belong to no noun."""

from django.utils.translation import gettext_lazy

from publishing.comparing import plain_text
from publishing.models import Page
from search.registry import Field, Searchable, searchable


@searchable
class PageSearch(Searchable):
    model = Page
    code = "pages"
    place = 4
    label = gettext_lazy("Page about the register")
    label_of_many = gettext_lazy("Pages")
    fields = {
        "title": Field(gettext_lazy("Title"), 34, name=True),
        "summary": Field(gettext_lazy("Summary"), 10),
        "body": Field(gettext_lazy("Text"), 0),
    }

    def texts(self, page):
        yield "title", page.title
        yield "summary", page.summary
        yield "body", plain_text(page.body)
