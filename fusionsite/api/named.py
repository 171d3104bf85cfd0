"""A record of any kind, named in an answer about many kinds."""

from django.utils.translation import gettext as _
from pydantic import Field

from agreements.models import Agreement
from agreements.shapes import SECTION as AGREEMENTS
from api.addresses import api_address
from api.shapes import Address, Shape
from news.models import Article
from news.shapes import SECTION as ARTICLES
from organisations.models import Organisation
from organisations.shapes import SECTION as ORGANISATIONS
from publishing.heads import absolute
from publishing.models import Page
from themes.api import SECTION as THEMES
from themes.models import Theme

PAGES = "pages"
TYPES = {
    AGREEMENTS: Agreement,
    ORGANISATIONS: Organisation,
    ARTICLES: Article,
    THEMES: Theme,
    PAGES: Page,
}
TYPE_OF = {model: name for name, model in TYPES.items()}


class AnyRecord(Shape):
    """A record of any kind. Of one that was taken back or merged only the identifier is told."""

    type: str = Field(json_schema_extra={"enum": list(TYPES)})
    identifier: str | None = Field(description=_("Null for themes and pages."))
    title: str | None
    address: Address | None = Field(description=_("Of its page; null for themes."))
    api_address: Address | None = Field(description=_("Null for pages."))

    @classmethod
    def of(cls, record):
        kind, public = TYPE_OF[type(record)], record.is_published
        identifier = getattr(record, "identifier", None)
        has_page = public and hasattr(record, "get_absolute_url")
        # A slug may be told of what is public alone; an identifier was public once.
        key = identifier or (record.slug if public else None)
        return cls(
            type=kind,
            identifier=identifier,
            title=record.display_title if public else None,
            address=absolute(record.get_absolute_url()) if has_page else None,
            api_address=api_address(kind, key) if key and kind != PAGES else None,
        )
