"""Well-formed identifiers of invented organisations, each of one number."""

from organisations.identifier_schemes import CROCKFORD

ROR_NUMBERS = 32**6
# Odd, so that it leads every number to another one, and neighbours far apart.
SPREAD = 612_437_809


def ror_id(number, seed):
    """https://ror.readme.io/docs/identifier"""
    spread = (number * SPREAD + seed * 7919) % ROR_NUMBERS
    letters = "".join(CROCKFORD[spread >> shift & 31] for shift in range(25, -1, -5))
    return f"https://ror.org/0{letters}{98 - spread * 100 % 97:02d}"


def isni(number):
    """ISO 27729, in groups of four as ROR writes it; 0000 0009 at the front is ours."""
    digits = f"00000009{number:07d}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    digits += "X" if check == 10 else str(check)
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


def grid(number):
    """GRID ended in 2021; how it made the last figure is not public."""
    return f"grid.9{number:06d}.{number % 16:x}"


def wikidata(number):
    """Far above the numbers of the items that Wikidata has."""
    return f"Q9{number:08d}"


def fundref(number):
    return f"50119{number:07d}"
