"""Where an organisation is, as its row of sites holds it."""

from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns as cells
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
