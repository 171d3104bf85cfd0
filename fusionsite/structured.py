"""The register itself in the words of https://schema.org: as a site, and as a set of data."""

from django.conf import settings
from django.utils.translation import gettext as _

from publishing.heads import absolute
from publishing.structured import CONTEXT, without_gaps

from .catalog import days_of_agreements
from .register.descriptor import LICENCE
from .register.words import DESCRIPTION

SEARCH = "/search/?q={search_term_string}"


def describe_site():
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": _("Fusion Cooperation Register"),
        "url": f"{settings.SITE_URL}/",
        "inLanguage": "en-GB",
        "publisher": publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{settings.SITE_URL}{SEARCH}"},
            "query-input": "required name=search_term_string",
        },
    }


def publisher():
    return {"@type": "Organization", "name": _("UK Fusion Cluster")}


def describe_dataset(package):
    """As https://schema.org/Dataset; `package`: the KeptPackage, or None while there is none."""
    newest, days = package and package.newest_change, days_of_agreements()
    facts = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": absolute("/data/#register"),
        "name": _("The Fusion Cooperation Register"),
        "description": DESCRIPTION,
        "url": absolute("/data/"),
        "inLanguage": "en-GB",
        "license": LICENCE["path"],
        "isAccessibleForFree": True,
        "creator": publisher(),
        "publisher": publisher(),
        "temporalCoverage": "/".join(map(str, days)) if days else None,
        "dateModified": newest.isoformat(timespec="seconds") if newest else None,
        "distribution": [described_package(package)] if package else None,
    }
    return without_gaps(facts)


def described_package(package):
    return {
        "@type": "DataDownload",
        "contentUrl": absolute("/data/register.zip"),
        "encodingFormat": "application/zip",
        "contentSize": f"{package.size} B",
        "sha256": package.sha256,
    }
