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
    offers = []
    for each in formats_of(lists, section):
        address = reverse(f"{section}_file", args=[each.ending])
        if filterset is not None:
            address = address_with_filters(address, filterset)
        offers.append((each, address))
    return offers


def address_with_filters(path, filterset):
    """The path with what the filters of a list were asked, and the day; nothing else is taken."""
    query = QueryDict(mutable=True)
    for name, values in filterset.data.lists():
        said = [value for value in values if value.strip()]
        if said and name in {*filterset.filters, PARAMETER}:
            query.setlist(name, said)
    return f"{path}?{query.urlencode()}" if query else path


def record_offers(section, record):
    return [
        (each, reverse(f"{section}:file", args=[record.slug, each.ending]))
        for each in formats_of(records, section)
    ]
