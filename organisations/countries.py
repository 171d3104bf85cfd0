"""Countries by the names that people use for them."""

from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries import countries

from publishing.ordering import fold

# Names in use that ISO 3166-1 does not give, to its codes.
ALIASES = {
    "America": "US",
    "Britain": "GB",
    "China": "CN",
    "Czech Republic": "CZ",
    "Czechia": "CZ",
    "England": "GB",
    "Great Britain": "GB",
    "Holland": "NL",
    "Iran": "IR",
    "Korea": "KR",
    "Northern Ireland": "GB",
    "PRC": "CN",
    "People's Republic of China": "CN",
    "Republic of Korea": "KR",
    "ROK": "KR",
    "Russia": "RU",
    "Russian Federation": "RU",
    "Scotland": "GB",
    "South Korea": "KR",
    "Taiwan": "TW",
    "The Netherlands": "NL",
    "Turkey": "TR",
    "Türkiye": "TR",
    "U.K.": "GB",
    "U.S.": "US",
    "U.S.A.": "US",
    "UAE": "AE",
    "UK": "GB",
    "United Kingdom": "GB",
    "United States": "US",
    "United States of America": "US",
    "USA": "US",
    "Vietnam": "VN",
    "Wales": "GB",
}
_CODES = {fold(name): code for name, code in ALIASES.items()}


def country_code(text):
    """The code of the country that a person means, or "": takes a code or a name in any case."""
    text = (text or "").strip()
    if text.upper() in countries.countries:
        return text.upper()
    return _CODES.get(fold(text)) or countries.by_name(text) or ""


def country_name(code):
    """The name to print, or "" for a code that is none."""
    code = code.upper()
    # Asked itself, the library takes "392" for a code too, and fails at "²".
    return _name_in(get_language(), code) if code in countries.countries else ""


@cache
def _name_in(language, code):
    return str(countries.name(code))


# Those that take an article in a sentence.
WITH_ARTICLE = {
    *("AE", "BS", "CD", "CF", "CG", "DO", "FK", "GB", "GM", "IM", "KM", "KY"),
    *("MH", "MV", "NL", "PH", "SB", "SC", "TC", "US", "VG", "VI"),
}


def country_in_sentence(code):
    """ "Japan", "the United States": the name as it stands within a sentence."""
    name = country_name(code)
    if code.upper() in WITH_ARTICLE and not name.lower().startswith("the "):
        return _("the %(country)s") % {"country": name}
    return name


@cache
def names_of_country(code):
    """The usual name and, each beside it, those that people look a country up by as well."""
    aliases = sorted(
        (name for name, of in ALIASES.items() if of == code), key=lambda n: (len(n), n)
    )
    name = country_name(code)
    if not name:
        return aliases
    return [name, *(f"{name} ({alias})" for alias in aliases if alias != name)]
