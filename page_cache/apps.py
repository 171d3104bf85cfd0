from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PageCacheConfig(AppConfig):
    name = "page_cache"
    verbose_name = _("Page cache")

    def ready(self):
        if settings.WATCH_PUBLIC_CHANGES:
            from .watching import watch_every_connection

            watch_every_connection()
