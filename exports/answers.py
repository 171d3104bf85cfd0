"""What answers with a file have in common: a name, when it is new, and how it breaks off."""

import hashlib
from datetime import datetime, time
from http import HTTPStatus

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from publishing.facets import state_of_register
from publishing.models import Citation, Source

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
NAME = "fusion-cooperation-register"


class Freshness:
    """Tells whether a list as a file is the one that the reader has; two queries.

    It differs after every public change, every change of a source that readers see, and every
    midnight, at which statuses change. `form`: what the bytes follow from besides the register.
    """

    def __init__(self, found, form):
        self.request = found.request
        count, changed = state_of_register()
        sources = newest_source(found.rows.model)
        midnight = timezone.make_aware(datetime.combine(found.as_of.today, time()))
        self.newest = max(filter(None, (changed, sources, midnight)))
        told = [form, settings.SITE_URL, found.address, count, changed, sources, found.as_of]
        digest = hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()
        self.etag = quote_etag(digest[:32])

    def not_modified(self):
        """The answer 304, or None where the reader has not got the newest."""
        moment = int(self.newest.timestamp())
        answer = get_conditional_response(self.request, etag=self.etag, last_modified=moment)
        if answer is not None and answer.status_code == HTTPStatus.NOT_MODIFIED:
            return self.mark(answer)
        return None

    def mark(self, answer):
        answer.headers["ETag"] = self.etag
        answer.headers["Last-Modified"] = http_date(self.newest.timestamp())
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def newest_source(model):
    """When a source of public records of this kind was changed last: drafts tell nothing."""
    kind, public = ContentType.objects.get_for_model(model), model.objects.published()
    cited = Citation.objects.filter(content_type=kind, object_id__in=public.values("pk"))
    sources = Source.objects.filter(pk__in=cited.values("source"))
    return sources.aggregate(newest=Max("updated_at"))["newest"]


def streamed(found, chunks, content_type):
    """The answer with these chunks of bytes, sent as they are made.

    The transaction of a preview ends before an answer is sent: what it shows is made within.
    """
    if found.is_previewed:
        return HttpResponse(b"".join(chunks), content_type=content_type)
    if found.request.method == "HEAD":
        chunks = ()
    return StreamingHttpResponse(chunks, content_type=content_type)


def as_file(answer, found, ending):
    """With the headers of a file that is kept: /agreements.csv on a day."""
    name = f"{NAME}-{found.section}-{found.as_of.day}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Link"] = ", ".join(
        [
            f'<{LICENCE}>; rel="license"',
            f'<{settings.SITE_URL}/{found.section}.csv-metadata.json>; rel="describedby"; '
            'type="application/csvm+json"',
        ]
    )
    return answer
