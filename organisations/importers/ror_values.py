"""Single values of a ROR record, https://ror.readme.io/docs/ror-data-structure."""

from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns as cells
from imports.cleaned import RowRefused
from organisations.countries import country_code
from organisations.identifier_schemes import validate_identifier
from organisations.reference_texts import tidied
from organisations.vocabulary import Kind, Status
from publishing.web_addresses import validate_web_address

from .places import EXACT_TO, site

ADDRESS = "https://ror.org/"
# Only where ROR's type leaves one of ours; a "government" is a ministry, an agency or a laboratory.
KINDS = {
    "education": Kind.UNIVERSITY.value,
    "company": Kind.COMPANY.value,
    "facility": Kind.RESEARCH_ORGANISATION.value,
}
STATUSES = {"active": Status.ACTIVE.value, "inactive": Status.DISSOLVED.value, "withdrawn": ""}
SCHEMES = ("wikidata", "isni")
LONGEST_ADDRESS, LONGEST_PLACE = 600, 200


def listed(values, name):
    """The objects of a list; whatever else stands there is none."""
    found = values.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def text_of(value, longest=None):
    """The text, or "" for what cannot be one."""
    if not isinstance(value, str):
        return ""
    # Most are plain: nothing in them has to be cleaned.
    if value.isascii() and value.isprintable() and "  " not in value:
        value = value.strip()
        return value if longest is None or len(value) <= longest else ""
    try:
        return cells.text(value, longest)
    except ValidationError:
        return ""


def number_or_none(scheme, value):
    number = tidied(scheme, text_of(value, 100))
    try:
        validate_identifier(scheme, number)
    except ValidationError:
        return None
    return number


def ror_id(values):
    key = number_or_none("ror", values.get("id"))
    if key is None:
        shown = str(values.get("id"))[:100]
        raise RowRefused(_("It is no ROR number: a figure is mistyped."), "id", shown)
    return key


def numbers_of(values, key):
    """{scheme: values, the preferred one first}; those that cannot be right are left out.

    GRID ended in 2021, and a number of Crossref's funders leads nowhere that readers need.
    """
    found = {"ror": [key]}
    for one in listed(values, "external_ids"):
        scheme, every = one.get("type"), one.get("all")
        if scheme not in SCHEMES or not isinstance(every, list):
            continue
        written = [one.get("preferred"), *every[:20]]
        written = dict.fromkeys(value for value in written if isinstance(value, str))
        numbers = list(filter(None, (number_or_none(scheme, value) for value in written)))
        if numbers:
            found[scheme] = numbers
    return found


def place_of(values):
    """Where it is, in ROR's words; the first of several."""
    locations = listed(values, "locations")
    details = locations[0].get("geonames_details") if locations else None
    return details if isinstance(details, dict) else {}


def country_of(values):
    return country_code(text_of(place_of(values).get("country_code"), 2))


def site_in(values, country):
    details = place_of(values)
    place = text_of(details.get("name"), LONGEST_PLACE)
    if not place:
        return {}
    latitude, longitude = degrees(details.get("lat"), 90), degrees(details.get("lng"), 180)
    if latitude is None or longitude is None:
        latitude = longitude = None
    return site(place, country, latitude, longitude)


def degrees(value, most):
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > most:
        return None
    return f"{number.quantize(EXACT_TO):f}"


def website_of(values):
    for link in listed(values, "links"):
        address = text_of(link.get("value"), LONGEST_ADDRESS)
        if link.get("type") == "website" and address:
            try:
                validate_web_address(address)
            except ValidationError:
                continue
            return address
    return ""


def kind_of(values):
    types = values.get("types")
    types = types if isinstance(types, list) else []
    return next((KINDS[one] for one in KINDS if one in types), Kind.OTHER.value)


def status_of(values):
    status = values.get("status")
    if status not in STATUSES:
        raise RowRefused(_("It is neither active, inactive nor withdrawn."), "status", str(status))
    return STATUSES[status]


def named_by_it(values):
    """{"parents", "successors": ROR numbers}, and "withdrawn" where ROR has taken it back."""
    found = {}
    for name, kind in (("parents", "parent"), ("successors", "successor")):
        others = [one for one in listed(values, "relationships") if one.get("type") == kind]
        numbers = [number_or_none("ror", one.get("id")) for one in others[:100]]
        if numbers := sorted({number for number in numbers if number}):
            found[name] = numbers
    if values.get("status") == "withdrawn":
        found["withdrawn"] = True
    return found
