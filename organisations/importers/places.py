"""Where an organisation is, as its row of sites holds it."""

from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns as cells
from imports.cleaned import RowRefused
from publishing.ordering import fold

EXACT_TO = Decimal("0.00001")
# In foreign tables a town is all that is said; whether the head office is there is not.
KIND = "office"


def coordinate(value, most):
    """A latitude or longitude as a snapshot writes it."""
    try:
        number = Decimal(cells.text(value, 40))
    except InvalidOperation:
        raise ValidationError(_("Write degrees as a number, such as 51.659.")) from None
    if not number.is_finite() or abs(number) > most:
        raise ValidationError(_("Degrees lie between -%(most)s and %(most)s.") % {"most": most})
    return f"{number.quantize(EXACT_TO):f}"


def site(place, country, latitude=None, longitude=None):
    """{natural key: values} of the one site."""
    values = {"kind": KIND, "place": place, "country": country}
    if latitude is not None:
        values |= {"latitude": latitude, "longitude": longitude}
    return {fold(place): values}


def sites_of(values):
    """Those in full, and the one place of a table that says no more of it."""
    found = list(values.get("sites", ()))
    place, latitude, longitude = map(values.get, ("place", "latitude", "longitude"))
    if (latitude is None) != (longitude is None):
        raise RowRefused(_("Give both latitude and longitude, or neither."), "latitude")
    if latitude is not None and not place:
        raise RowRefused(_("Say what place the latitude and longitude are of."), "place")
    if place and fold(place) not in {fold(row["place"]) for row in found}:
        found += site(place, values.get("country", ""), latitude, longitude).values()
    return found
