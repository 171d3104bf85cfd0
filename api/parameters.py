"""The parameters of an address in the words of OpenAPI, drawn from what reads them.

https://spec.openapis.org/oas/v3.1.0#parameter-object
"""

from django.utils.translation import gettext as _

from dates.partial import FIRST_YEAR, LAST_YEAR
from publishing.as_of import PARAMETER
from publishing.public_lists import CodesFilter, SortFilter, YearFilter
from search.filters import RELEVANCE, RelevanceSortFilter
from search.queries import LONGEST_TEXT

from .asking import LIMIT, MOST, USUAL
from .cursors import CURSOR
from .fields import FIELDS

SLUG = {"type": "string", "pattern": "^[a-z0-9_-]+$"}
# What a filter takes whose codes are those of records.
TAKES = {
    "country": (
        _("Countries by ISO 3166-1 alpha-2 code; xx for international bodies."),
        {"type": "string", "pattern": "^[a-zA-Z]{2}$"},
    ),
    "organisation": (_("Organisations by slug."), SLUG),
    "member_of": (_("Members of these organisations, by slug."), SLUG),
    "agreement": (_("Agreements by slug."), SLUG),
    "theme": (_("Themes by slug; with those below it."), SLUG),
}
ANY_OF = _("Repeat it for any of several.")


def parameter(name, description, schema, *, required=False, **more):
    words = {"description": description, "required": required}
    return {"in": "query", "name": name, **words, "schema": schema, **more}


def filter_parameters(filters, codes):
    """Of the filters of a list. `codes`: {name: vocabulary}."""
    return [filter_parameter(name, each, codes.get(name)) for name, each in filters.items()]


def filter_parameter(name, filter_, vocabulary):
    if isinstance(filter_, YearFilter):
        schema = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
        words = _("The first year.") if name == "year_from" else _("The last year.")
        return parameter(name, words, schema)
    if isinstance(filter_, SortFilter):
        return sort_parameter(name, filter_)
    if isinstance(filter_, CodesFilter):
        return codes_parameter(name, filter_, vocabulary)
    words = _("Words that it must have, “phrases in quotes”, beginn*, -without.")
    return parameter(name, words, {"type": "string", "maxLength": LONGEST_TEXT})


def sort_parameter(name, filter_):
    orders = {code: str(label) for code, (label, _method) in filter_.orders.items()}
    if isinstance(filter_, RelevanceSortFilter):
        orders[RELEVANCE] = _("best match, the usual one with q")
    usual = filter_.first
    words = "; ".join(f"{code}: {label}" for code, label in orders.items())
    return parameter(name, f"{words}.", {"type": "string", "enum": list(orders), "default": usual})


def codes_parameter(name, filter_, vocabulary):
    if name in TAKES:
        words, of_one = TAKES[name]
    else:
        codes = vocabulary.values if vocabulary else [code for code, _l in filter_.choices(())]
        words, of_one = f"{filter_.label}.", {"type": "string", "enum": list(codes)}
    schema = {"type": "array", "items": of_one}
    return parameter(name, f"{words} {ANY_OF}", schema, style="form", explode=True)


def as_of_parameter():
    words = _("The register as it stood on a day that is past, from what it knows today.")
    return parameter(PARAMETER, words, {"type": "string", "format": "date"})


def fields_parameter(shape):
    words = _("The fields that you want of each record, separated by commas; without it, all.")
    names = {"type": "array", "items": {"type": "string", "enum": list(shape.model_fields)}}
    return parameter(FIELDS, words, names, style="form", explode=False)


def page_parameters():
    how_many = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    return [
        parameter(CURSOR, _("Where the page begins: take it from “next”."), {"type": "string"}),
        parameter(LIMIT, _("How many on a page."), how_many),
    ]
