"""Where the next page begins, as text that only the register can write.

It is signed: what is read back is a place that the register gave, in the same list and order.
"""

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from .problems import bad_value

CURSOR = "cursor"


def signer(order):
    # Without a moment in it: the same page of the same register is the same bytes.
    return Signer(salt=f"api.cursor.{order}", sep=".")


def cursor_at(place, order):
    """The text for a place: a list of values. `order`: the name of the list and of its order."""
    values = [value if isinstance(value, int | None) else str(value) for value in place]
    return signer(order).sign_object(values, compress=True)


def place_of(text, order, length):
    """The place of so many values; Problem for a text that is no cursor of this list and order."""
    try:
        place = signer(order).unsign_object(text)
    except (BadSignature, ValueError):
        place = ()
    if len(place) != length:
        raise bad_value(
            CURSOR, _("This is no cursor of this list in this order: take it from “next”.")
        )
    return place
