"""What programs ask a site for before they ask for its pages."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.db.models import Max
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from fusionsite.sitemaps import SITEMAPS
from publishing.heads import absolute
from publishing.kept_pages import MayBeKept, may_be_kept
from publishing.models import Change, Page

TEXT = "text/plain; charset=utf-8"
# Of pages with parameters search engines read those that lead on in a list: the others show the
# same records in countless choices and orders.
ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /preview/
Disallow: /fact-check/
Disallow: /api/v1/
Disallow: /search/
Disallow: /agreements/compare/
Disallow: /corrections/received/
Disallow: /*?
Allow: /*?page=
Allow: /sitemap-
"""
# A file of which nobody says any more that it holds must not seem to hold.
SECURITY_HOLDS = timedelta(days=364)


class SitemapIndexView(MayBeKept, TemplateView):
    """The list of the files of the sitemap. Not Django's own, which takes the host of a visitor."""

    template_name = "sitemap_index.xml"
    content_type = "application/xml"

    def get_context_data(self, **context):
        return super().get_context_data(sitemaps=list(files_of_sitemap()), **context)


def files_of_sitemap():
    for section, make in SITEMAPS.items():
        one = make()
        address = absolute(reverse("sitemap_section", args=[section]))
        newest = one.get_latest_lastmod()
        for number in one.paginator.page_range:
            yield {
                "location": address if number == 1 else f"{address}?p={number}",
                "last_mod": newest,
            }


@may_be_kept("p")
@require_safe
def sitemap_section(request, section):
    return sitemap(request, SITEMAPS, section=section)


@may_be_kept()
@require_safe
def robots(request):
    text = f"{ROBOTS}\nSitemap: {absolute(reverse('sitemap'))}\n"
    return HttpResponse(text, content_type=TEXT)


@may_be_kept()
@require_safe
def security(request):
    """https://www.rfc-editor.org/rfc/rfc9116: it holds for as long as somebody publishes here."""
    newest = Change.objects.aggregate(Max("at"))["at__max"]
    expires = min(newest or timezone.now(), timezone.now()) + SECURITY_HOLDS
    lines = [
        f"Contact: {settings.SECURITY_CONTACT or contact_page()}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {absolute(reverse('security'))}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


def contact_page():
    kept = Page.objects.published().not_withdrawn().filter(slug="contact").exists()
    return absolute(reverse("page", args=["contact"]) if kept else reverse("corrections"))
