from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self):
        from publishing.hooks import on_public_changes

        from .indexing import follow

        autodiscover_modules("search")
        on_public_changes(follow)
