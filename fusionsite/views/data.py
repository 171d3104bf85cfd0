"""The whole register as data: the page that explains it, the package, its catalogue."""

import json

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.views.generic import TemplateView, View

from exports.offered import filters_of, formats_of, list_offers, records
from fusionsite.catalog import LISTS, describe_catalog
from fusionsite.register import kept
from fusionsite.register.descriptor import write_descriptor
from fusionsite.register.letters import citation
from fusionsite.register.tables import TABLES
from fusionsite.register.words import HOLDS
from fusionsite.structured import describe_dataset
from fusionsite.ways import WAYS
from publishing.facets import index_of
from publishing.kept_pages import MayBeKept
from publishing.models import Page

SLUG = "data"
FILE_NAME = "register.zip"
RETRY_SECONDS = 60
PIECE = 64 * 1024
# Open to the pages of others: there is nothing in it that the visitor alone may see.
OPEN = {"Access-Control-Allow-Origin": "*"}


def package_for(request):
    """In a preview nothing is built: what a draft says would be in it."""
    if getattr(request, "preview", None):
        return kept.current()
    return kept.for_visitors(timezone.now())


class DataView(TemplateView):
    """What there is to take away; between it stands the editors' page of this address, if any."""

    template_name = "fusionsite/data.html"

    def get_context_data(self, **context):
        package = package_for(self.request)
        pages = Page.objects.published().not_withdrawn()
        return super().get_context_data(
            page=pages.filter(slug=SLUG).first(),
            package=package,
            tables=list(tables_of(package)) if package else (),
            lists=list(lists()),
            record_formats=record_formats(),
            ways=WAYS,
            citation=citation(package and package.newest_change),
            structured_data=describe_dataset(package),
            **context,
        )


def tables_of(package):
    """(file, what it holds, number of rows, names of its columns) of each table."""
    for table in TABLES:
        names = [column.name for column in table.columns]
        yield table.file, HOLDS[table.name], package.rows.get(table.name, 0), names


def lists():
    """(title, address of the page, number of rows, offers) of each list."""
    for section, (title, _description) in LISTS.items():
        count = len(index_of(filters_of(section)))
        yield title, reverse(f"{section}:list"), count, list_offers(section)


def record_formats():
    """The formats that any record is offered in, each once."""
    found = {each.ending: each for section in LISTS for each in formats_of(records, section)}
    return list(found.values())


class OpenFile(View):
    """A file of the register as a whole, for the pages and programs of others too."""

    http_method_names = ("get", "head", "options")

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        for name, value in OPEN.items():
            response.headers[name] = value
        return response


class PackageView(OpenFile):
    def get(self, request):
        package = package_for(request)
        if package is None:
            return not_built_yet(request)
        etag, since = f'"{package.sha256}"', int(package.since.timestamp())
        response = get_conditional_response(request, etag, since) or whole(package)
        response.headers["ETag"] = etag
        response.headers["Last-Modified"] = http_date(since)
        # Asked for again each time, and seldom sent again.
        response.headers["Cache-Control"] = "no-cache"
        return response


def whole(package):
    headers = {
        "Content-Disposition": content_disposition_header(True, FILE_NAME),
        "Content-Length": package.size,
    }
    pieces = pieces_of(package.path)
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)


def pieces_of(path):
    """Opened when the first piece is sent: not for the head alone."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


class ChecksumView(OpenFile):
    """One line as `sha256sum -c` reads it."""

    def get(self, request):
        package = package_for(request)
        if package is None:
            return not_built_yet(request)
        line = f"{package.sha256}  {FILE_NAME}\n"
        return HttpResponse(line, content_type="text/plain; charset=utf-8")


def not_built_yet(request):
    response = render(request, "fusionsite/package_not_built.html", status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


class SchemaView(MayBeKept, OpenFile):
    """The description of the package's tables and columns, as it is in the package."""

    def get(self, request):
        return HttpResponse(write_descriptor(), content_type="application/json")


class CatalogView(OpenFile):
    def get(self, request):
        catalog = describe_catalog(package_for(request))
        text = json.dumps(catalog, indent=1, ensure_ascii=False)
        return HttpResponse(text, content_type="application/ld+json")
