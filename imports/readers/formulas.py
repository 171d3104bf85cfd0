"""Cells that an export of the register has made harmless for a spreadsheet."""

import re

# A spreadsheet runs what begins so, and takes the wide forms for the narrow ones.
BEGINS_A_FORMULA = re.compile("[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"[+-]?[0-9 ().-]+")


def restored(cell):
    """The cell without what the export has put before it.

    The export puts an apostrophe before a text that begins a formula, and before one that does so
    after apostrophes of its own, so that the two can be told apart; never before a number.
    https://owasp.org/www-community/attacks/CSV_Injection
    """
    if not cell.startswith("'"):
        return cell
    bare = cell.lstrip("'")
    if BEGINS_A_FORMULA.match(bare) and not NUMBER.fullmatch(bare):
        return cell[1:]
    return cell
