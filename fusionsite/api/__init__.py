"""The API put together: the routes of each noun, and those that read across them."""

from django.conf import settings
from django.utils.translation import gettext as _

from agreements.api import router as agreements
from api.description import ReadApi
from news.api import router as articles
from organisations.api import router as organisations
from themes.api import router as themes

from .changes import router as changes
from .countries import router as countries
from .home import home_router
from .search import router as search
from .sources import router as sources

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

api = ReadApi(
    title=_("Fusion Cooperation Register"),
    version="1",
    urls_namespace="api",
    description=_(
        "Who agreed what with whom on fusion energy, when, with what standing, and who says so. "
        "Read only, without a key. Names of fields and codes stay; more may come."
    ),
    servers=[{"url": settings.SITE_URL}],
    openapi_extra={"info": {"license": {"name": "CC BY 4.0", "url": LICENCE}}},
)
LISTS = {
    "agreements": agreements,
    "organisations": organisations,
    "articles": articles,
    "themes": themes,
    "countries": countries,
    "sources": sources,
    "changes": changes,
    "search": search,
}
for name, router in LISTS.items():
    api.add_router(f"/{name}", router)
api.add_router("", home_router(LISTS))
