from django.conf import settings
from django.core.management import BaseCommand

from page_cache import purging
from page_cache.models import Renewal
from page_cache.token import token_in


class Command(BaseCommand):
    help = "Has every public page rendered anew, for whoever changed the database by hand."

    def handle(self, **options):
        if settings.SEVERAL_HOSTS:
            Renewal.tell()
        token_in(settings.PAGE_CACHE_ROOT).change()
        purging.purge()
        self.stdout.write("Every public page is rendered anew.")
