"""Pages that read across the records, a module a page."""

from .api import ApiView, OpenApiView
from .brief import CountryBriefView
from .changes import ChangesFeedView, ChangesView
from .columns import columns
from .countries import CountryListView, CountryView
from .data import CatalogView, ChecksumView, DataView, PackageView, SchemaView
from .files import media_file, view_on_site
from .for_machines import SitemapIndexView, robots, security, sitemap_section
from .home import HomeView
from .search import SearchView
from .timeline import TimelineEmbedView, TimelineFileView, TimelineView
from .world_map import MapFileView, MapView

__all__ = [
    "ApiView",
    "CatalogView",
    "ChangesFeedView",
    "ChangesView",
    "ChecksumView",
    "CountryBriefView",
    "CountryListView",
    "CountryView",
    "DataView",
    "HomeView",
    "MapFileView",
    "MapView",
    "OpenApiView",
    "PackageView",
    "SchemaView",
    "SearchView",
    "SitemapIndexView",
    "TimelineEmbedView",
    "TimelineFileView",
    "TimelineView",
    "columns",
    "media_file",
    "robots",
    "security",
    "sitemap_section",
    "view_on_site",
]
