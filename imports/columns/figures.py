"""Numbers, amounts, and yes or no."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .words import echo, text

YES = {"true", "yes", "y", "1"}
NO = {"false", "no", "n", "0"}
# Between three figures stands a comma or a space of any sort; a point begins the fraction.
FIGURES = re.compile(
    r"([+-]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(\.[0-9]+)?"
)
MOST_FIGURES = 20
MONEY_PLACES = 2
MONEY_FIGURES = 18


def boolean(value):
    """True, False, or None for an empty cell."""
    if isinstance(value, bool):
        return value
    word = text(value).casefold()
    if word == "":
        return None
    if word in YES | NO:
        return word in YES
    raise ValidationError(_("Write yes or no instead of “%(value)s”.") % {"value": echo(word)})


def decimal_of(value, advice):
    written = written_out(value)
    match = FIGURES.fullmatch(written)
    if not match or len(written) > MOST_FIGURES:
        raise ValidationError(advice % {"value": echo(text(value))})
    sign, whole, fraction = match.groups()
    return Decimal(f"{sign}{re.sub('[, ]', '', whole)}{fraction or ''}")


def written_out(value):
    """The figures of a cell; those of a number of JSON without its exponent."""
    if isinstance(value, float | Decimal):
        exact = Decimal(str(value))
        if exact.is_finite() and abs(exact.adjusted()) < MOST_FIGURES:
            return format(exact, "f")
    return text(value).replace("\u2212", "-")


def number(value, places):
    """Figures as a snapshot holds them, with so many decimal places; None for an empty cell.

    Further places are rounded away: they say more than the register keeps.
    """
    if text(value) == "":
        return None
    advice = _("Write the number in figures, such as 51.659, instead of “%(value)s”.")
    return format(round(decimal_of(value, advice), places), "f")


def whole_number(value):
    if text(value) == "":
        return None
    advice = _("Write a whole number in figures instead of “%(value)s”.")
    figures = decimal_of(value, advice)
    if figures != int(figures):
        raise ValidationError(advice % {"value": echo(value)})
    return int(figures)


def money_amount(value):
    """An amount as a snapshot holds it, "410000000.00"; None for an empty cell."""
    if text(value) == "":
        return None
    advice = _(
        "Write the amount in figures without its currency, such as 410,000,000 or 1234.50, "
        "instead of “%(value)s”."
    )
    amount = decimal_of(value, advice)
    exact = round(amount, MONEY_PLACES)
    if exact != amount or exact < 0 or len(exact.as_tuple().digits) > MONEY_FIGURES:
        raise ValidationError(advice % {"value": echo(value)})
    return format(abs(exact), "f")
