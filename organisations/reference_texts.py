"""Numbers of organisations as people and files write them."""

import re

from django.core.exceptions import ValidationError

from .identifier_schemes import validate_identifier

PERMANENT = re.compile(r"ORG-\d{4,}", re.IGNORECASE)
# How each is addressed on the web, and what people write before the bare number.
BEFORE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:"
    r"(?P<ror>ror\.org/)|(?P<wikidata>wikidata\.org/(?:wiki|entity)/)|(?P<isni>isni\.org/(?:isni/)?)"
    r"|(?P<govuk>gov\.uk/(?:api/)?(?:government|world)/organisations/)"
    r"|(?P<lei>search\.gleif\.org/#/record/)"
    r"|(?P<companies_house>find-and-update\.company-information\.service\.gov\.uk/company/))",
    re.IGNORECASE,
)
NAMED = re.compile(r"(ror|wikidata|lei|isni|companies[ _]house|gov\.?uk)\s*:\s*", re.IGNORECASE)
# Those that no name is written like. The slug of a page on GOV.UK may be a name.
BARE = ("ror", "wikidata", "lei", "companies_house", "isni")


def tidied(scheme, text):
    """The value without the address, blanks and case that are no part of it."""
    value = text.strip()
    before = BEFORE.match(value)
    if before is not None and before.lastgroup == scheme:
        value = value[before.end() :].rstrip("/")
    return TIDY.get(scheme, str)(value)


def company_number(text):
    number = text.replace(" ", "").upper().removeprefix("GB-COH-")
    # Spreadsheets drop the zeros that it begins with.
    return f"GB-COH-{number.zfill(8)}" if number.isdigit() else f"GB-COH-{number}"


def without_gaps(text):
    return re.sub(r"[\s-]", "", text.upper().removeprefix("ISNI"))


TIDY = {
    "ror": str.lower,
    "wikidata": str.upper,
    "lei": without_gaps,
    "isni": without_gaps,
    "companies_house": company_number,
    "govuk": str.lower,
}


def number_in(text):
    """(scheme, value) of a text that is a number of an organisation, else ("", "").

    The register's own permanent identifiers are of the scheme "identifier".
    """
    text = text.strip()
    if PERMANENT.fullmatch(text):
        return "identifier", text.upper()
    before = BEFORE.match(text)
    if before is not None:
        return of_scheme(before.lastgroup, text)
    named = NAMED.match(text)
    if named is not None:
        scheme = named[1].lower().replace(" ", "_").replace("gov.uk", "govuk")
        return of_scheme(scheme, text[named.end() :])
    for scheme in BARE:
        found = of_scheme(scheme, text) if any(c.isdigit() for c in text) else ("", "")
        if found[0]:
            return found
    return "", ""


def of_scheme(scheme, text):
    value = tidied(scheme, text)
    if scheme == "companies_house" and not re.search(r"\d{6}", text):
        return "", ""
    try:
        validate_identifier(scheme, value)
    except ValidationError:
        return "", ""
    return scheme, value
