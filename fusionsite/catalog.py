"""The register as a catalogue of data: https://www.w3.org/TR/vocab-dcat-3/, as DCAT-AP 3 asks.

Portals of data read it, to list what can be had here and where.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.filters import AgreementFilter
from exports.offered import list_offers
from publishing.facets import index_of
from publishing.heads import absolute
from publishing.structured import without_gaps

from .register.descriptor import LICENCE, PUBLISHER
from .register.words import DESCRIPTION

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
PROFILE = "https://specs.frictionlessdata.io/tabular-data-package/"
THEMES = ("ENER", "INTR", "TECH")
# {section: (title, description)}
LISTS = {
    "agreements": (gettext_lazy("Agreements"), gettext_lazy("Who agreed what with whom, when.")),
    "organisations": (gettext_lazy("Organisations"), gettext_lazy("Who takes part in agreements.")),
    "news": (gettext_lazy("News"), gettext_lazy("What happened, with the agreements concerned.")),
}
API, API_DESCRIPTION = "/api/v1/", "/api/v1/openapi.json"


def describe_catalog(package):
    """`package`: the KeptPackage, or None while there is none."""
    modified = moment(package.newest_change) if package else None
    datasets = [whole_register(package), *(of_list(section) for section in LISTS)]
    catalog = {
        "@context": CONTEXT,
        "@id": absolute("/data/catalog.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": said(_("Data of the Fusion Cooperation Register")),
        "dct:description": said(_("All that the register gives away, and where it can be had.")),
        "dct:publisher": publisher(),
        "dct:language": named(f"{AUTHORITY}/language/ENG"),
        "dct:license": named(LICENCE["path"]),
        "dct:modified": modified,
        "foaf:homepage": named(absolute("/data/")),
        "dcat:themeTaxonomy": named(f"{AUTHORITY}/data-theme"),
        "dcat:dataset": [without_gaps({**each, "dct:modified": modified}) for each in datasets],
        "dcat:service": [api(datasets)],
    }
    return without_gaps(catalog)


def whole_register(package):
    return {
        **dataset("register", _("The Fusion Cooperation Register"), DESCRIPTION),
        "dct:temporal": period_of_agreements(),
        "dct:conformsTo": named(PROFILE),
        "dcat:distribution": [packed(package)] if package else None,
    }


def of_list(section):
    title, description = LISTS[section]
    files = [distribution(each, address) for each, address in list_offers(section)]
    return {
        **dataset(section, title, description),
        "dct:isPartOf": named(absolute("/data/#register")),
        "dct:temporal": period_of_agreements() if section == "agreements" else None,
        "dcat:landingPage": named(absolute(f"/{section}/")),
        "dcat:distribution": files,
    }


def dataset(name, title, description):
    return {
        "@id": absolute(f"/data/#{name}"),
        "@type": "dcat:Dataset",
        "dct:title": said(title),
        "dct:description": said(description),
        "dct:identifier": absolute(f"/data/#{name}"),
        "dct:publisher": publisher(),
        "dct:language": named(f"{AUTHORITY}/language/ENG"),
        "dct:accrualPeriodicity": named(f"{AUTHORITY}/frequency/IRREG"),
        "dcat:contactPoint": {
            "@type": "vcard:Kind",
            "vcard:fn": _("The editors of the register"),
            "vcard:hasURL": named(absolute("/corrections/")),
        },
        "dcat:keyword": [said(word) for word in (_("fusion energy"), _("agreements"))],
        "dcat:theme": [named(f"{AUTHORITY}/data-theme/{code}") for code in THEMES],
        "dcat:landingPage": named(absolute("/data/")),
    }


def packed(package):
    address = "/data/register.zip"
    return {
        **file_at(address, "application/zip", _("Data package (ZIP with CSV files)")),
        "dct:modified": moment(package.since),
        "dct:conformsTo": named(PROFILE),
        "dcat:packageFormat": named(f"{MEDIA_TYPES}/application/zip"),
        "dcat:byteSize": {"@value": str(package.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": named("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@value": package.sha256, "@type": "xsd:hexBinary"},
        },
    }


def distribution(each, address):
    """A format of a list; how large it is is not known before it is asked for."""
    return file_at(address, each.content_type.partition(";")[0], str(each.label))


def file_at(address, media_type, title):
    return {
        "@id": absolute(f"/data/#{address.rpartition('/')[2]}"),
        "@type": "dcat:Distribution",
        "dct:title": said(title),
        "dct:license": named(LICENCE["path"]),
        "dct:rights": {
            "@type": "dct:RightsStatement",
            "rdfs:label": said(_("The words are licensed; facts are free.")),
        },
        "dcat:accessURL": named(absolute(address)),
        "dcat:downloadURL": named(absolute(address)),
        "dcat:mediaType": named(f"{MEDIA_TYPES}/{media_type}"),
    }


def api(datasets):
    return {
        "@id": absolute("/data/#api"),
        "@type": "dcat:DataService",
        "dct:title": said(_("API of the Fusion Cooperation Register")),
        "dct:license": named(LICENCE["path"]),
        "dct:publisher": publisher(),
        "dcat:endpointURL": named(absolute(API)),
        "dcat:endpointDescription": named(absolute(API_DESCRIPTION)),
        "dcat:servesDataset": [named(each["@id"]) for each in datasets],
    }


def days_of_agreements():
    """The first and the last day by which an agreement stands in the list, or None."""
    index = index_of(AgreementFilter)
    spans = [index.spans[number] for number in index.dated]
    return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None


def period_of_agreements():
    days = days_of_agreements()
    if days is None:
        return None
    first, last = ({"@value": str(day), "@type": "xsd:date"} for day in days)
    return {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}


def publisher():
    return {"@type": "foaf:Agent", "foaf:name": said(PUBLISHER)}


def named(address):
    return {"@id": address}


def said(words):
    return {"@value": str(words), "@language": "en"}


def moment(at):
    if at is None:
        return None
    return {"@value": at.isoformat(timespec="seconds"), "@type": "xsd:dateTime"}
