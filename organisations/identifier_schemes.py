"""Formats and check digits of the identifiers of organisations."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
FORMATS = {
    "ror": r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}",
    "wikidata": r"Q[1-9][0-9]{0,11}",
    "lei": r"[0-9A-Z]{18}[0-9]{2}",
    "isni": r"[0-9]{15}[0-9X]",
    "companies_house": r"GB-COH-[0-9A-Z]{8}",
    "govuk": r"[a-z0-9]+(-[a-z0-9]+)*",
}
EXAMPLES = {
    "ror": "0361bwx64",
    "wikidata": "Q615775",
    "lei": "213800D1EI4B9WTWWD28",
    "isni": "0000000121032683",
    "companies_house": "GB-COH-01234567",
    "govuk": "uk-atomic-energy-authority",
}


def ror_is_right(value):
    """ISO/IEC 7064 MOD 97-10 over the Crockford number, https://ror.readme.io/docs/identifier."""
    number = 0
    for letter in value[1:7]:
        number = number * 32 + CROCKFORD.index(letter)
    return 98 - (number * 100) % 97 == int(value[7:])


def lei_is_right(value):
    """ISO 17442: ISO/IEC 7064 MOD 97-10 over the digits, letters counted from 10."""
    return int("".join(str(int(c, 36)) for c in value)) % 97 == 1


def isni_is_right(value):
    """ISO 27729: ISO/IEC 7064 MOD 11-2."""
    total = 0
    for digit in value[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return value[15] == ("X" if check == 10 else str(check))


CHECKS = {"ror": ror_is_right, "lei": lei_is_right, "isni": isni_is_right}


def validate_identifier(scheme, value):
    """Raise ValidationError when the value cannot be one of the scheme."""
    pattern = FORMATS.get(scheme)
    if pattern and not re.fullmatch(pattern, value):
        example = EXAMPLES[scheme]
        raise ValidationError(_("Write it like %(example)s."), params={"example": example})
    if scheme in CHECKS and not CHECKS[scheme](value):
        raise ValidationError(_("The check digit is wrong: a figure is mistyped."))


def web_address(scheme, value):
    """Where the identifier leads, or an empty string."""
    return {
        "ror": f"https://ror.org/{value}",
        "wikidata": f"https://www.wikidata.org/wiki/{value}",
        "lei": f"https://search.gleif.org/#/record/{value}",
        "isni": f"https://isni.org/isni/{value}",
        "companies_house": "https://find-and-update.company-information.service.gov.uk/company/"
        + value.removeprefix("GB-COH-"),
        "govuk": f"https://www.gov.uk/government/organisations/{value}",
    }.get(scheme, "")
