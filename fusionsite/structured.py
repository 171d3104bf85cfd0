"""The register itself in the words of https://schema.org/WebSite."""

from django.conf import settings
from django.utils.translation import gettext as _

from publishing.structured import CONTEXT

SEARCH = "/search/?q={search_term_string}"


def describe_site():
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": _("Fusion Cooperation Register"),
        "url": f"{settings.SITE_URL}/",
        "inLanguage": "en-GB",
        "publisher": {"@type": "Organization", "name": _("UK Fusion Cluster")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{settings.SITE_URL}{SEARCH}"},
            "query-input": "required name=search_term_string",
        },
    }
