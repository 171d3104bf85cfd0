"""Cells that a spreadsheet would run as formulas: made harmless by an export, restored by imports.

https://owasp.org/www-community/attacks/CSV_Injection
"""

import re

# A spreadsheet runs what begins so, and takes the wide forms for the narrow ones.
BEGINS_A_FORMULA = re.compile("[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"[+-]?[0-9 ().-]+")


def harmless(cell):
    """The cell behind an apostrophe where a spreadsheet would run it; never a number.

    One that is such behind apostrophes of its own gets one too, so that the two can be told apart.
    """
    if not cell or cell[0].isalnum():
        return cell
    return f"'{cell}" if would_run(cell.lstrip("'")) else cell


def restored(cell):
    """The cell without what harmless() has put before it."""
    if cell.startswith("'") and would_run(cell.lstrip("'")):
        return cell[1:]
    return cell


def would_run(bare):
    return bool(BEGINS_A_FORMULA.match(bare)) and not NUMBER.fullmatch(bare)
