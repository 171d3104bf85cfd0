"""Which formats there are of what: pages lead to them, and so do programs.

A format is offered when it stands in the list of a noun's exports.py; nothing else is to be done.
"""

from django.http import QueryDict
from django.urls import reverse

from publishing.as_of import PARAMETER

# {section: the view that gives its list, or one of its records, as a file}
lists, records = {}, {}


def formats_of(downloads, section):
    return downloads[section].formats if section in downloads else ()


def filters_of(section):
    """The PublicFilterSet of a list."""
    return lists[section].filterset_class


def list_offers(section, filterset=None):
    """(format, address) pairs of a list, of all that the filters keep."""
    query = query_of(filterset) if filterset is not None else ""
    return [
        (each, reverse(f"{section}_file", args=[each.ending]) + query)
        for each in formats_of(lists, section)
    ]


def query_of(filterset):
    """What of an address the files take: what is not known to the list is refused there."""
    query = QueryDict(mutable=True)
    for name in sorted({*filterset.filters, PARAMETER} & set(filterset.data)):
        values = dict.fromkeys(filter(None, filterset.data.getlist(name)))
        query.setlist(name, list(values))
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else ""


def record_offers(section, record):
    return [
        (each, reverse(f"{section}:file", args=[record.slug, each.ending]))
        for each in formats_of(records, section)
    ]
