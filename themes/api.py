"""/api/v1/themes"""

from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from api.addresses import api_address
from api.lists import answer_rows
from api.records import WholeRecord
from api.routes import record_route, rows_route
from api.shapes import Address, Selectable

from .models import Theme

SECTION = "themes"
router = Router(tags=["Themes"])


class ThemeFacts(Selectable):
    """A subject of cooperation, or a technology below one: two levels."""

    slug: str
    api_address: Address
    name: str
    description: str
    above: str | None = Field(description=_("The slug of the theme above; null for a theme."))
    agreements: Address = Field(description=_("Where this API lists its agreements."))


def read_theme(theme, as_of=None):
    above = theme.parent if theme.parent and theme.parent.is_published else None
    return ThemeFacts(
        slug=theme.slug,
        api_address=api_address(SECTION, theme.slug),
        name=theme.name,
        description=theme.description,
        above=above and above.slug,
        agreements=api_address(f"agreements?theme={theme.slug}"),
    )


RECORD = WholeRecord(Theme, SECTION, ThemeFacts, read_theme)


@rows_route(router, SECTION, ThemeFacts)
def themes(request):
    """All themes, each followed by the technologies below it."""
    shown = Theme.objects.published().not_withdrawn().select_related("parent").in_order()
    return answer_rows(request, shown, order=SECTION, shape=ThemeFacts, read=read_theme)


@record_route(router, RECORD)
def theme(request, key: str):
    """One theme."""
    return RECORD.answer(request, key)
