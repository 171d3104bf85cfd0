"""What answers with a file have in common: a name, the sources it tells of, and how it is sent."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Func, OuterRef
from django.http import HttpResponse, StreamingHttpResponse

from publishing.models import Citation, Source

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
NAME = "fusion-cooperation-register"


class WithoutIndex(Func):
    """A column of which SQLite does not take the index: https://www.sqlite.org/optoverview.html

    It would go through all citations of a kind for each source, instead of those of the source.
    """

    template = "%(expressions)s"

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def newest_source(model):
    """When a source of public records of this kind was changed last: drafts tell nothing."""
    kind = ContentType.objects.get_for_model(model)
    public = model.objects.published().filter(pk=OuterRef("object_id"))
    citations = Citation.objects.alias(kind=WithoutIndex("content_type_id"))
    cited = citations.filter(Exists(public), kind=kind.pk, source=OuterRef("pk"))
    # From the newest on, by their index, until one is found that is cited.
    sources = Source.objects.filter(Exists(cited)).order_by("-updated_at")
    return sources.values_list("updated_at", flat=True).first()


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
