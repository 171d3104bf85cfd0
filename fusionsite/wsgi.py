import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from .operating.checks import check_static_files
from .operating.ended_threads import close_with_threads
from .operating.time_limits import limit_requests

GARBAGE = 20_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fusionsite.settings")

django_application = get_wsgi_application()
check_static_files()
limit_requests()
close_with_threads()

# Its models can be read by now.
from page_cache.wsgi import PageCache  # noqa: E402

application = PageCache(django_application)

# All views are loaded before the first request. What is there now lives as long as the process:
# each full look of the collector of garbage at it took a tenth of a second of somebody's request.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
# A visit makes some ten thousand objects, nearly all of which go without the collector.
gc.set_threshold(GARBAGE, 20, 50)
