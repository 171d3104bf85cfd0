"""Pages that read across the records, a module a page."""

from .countries import CountryListView, CountryView
from .files import media_file, view_on_site
from .home import HomeView

__all__ = ["CountryListView", "CountryView", "HomeView", "media_file", "view_on_site"]
