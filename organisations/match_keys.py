"""What two ways of writing one name have in common, so that they can be looked up."""

import re

from publishing.ordering import FoldedKeyField, fold

from .countries import country_code
from .likeness import LEGAL_FORMS

# What others put before the name of a body that does not bear it, such as "UK Atomic Energy
# Authority" and "Japanese Ministry of …", with the country that it repeats. Names of countries that
# bodies bear themselves ("Japan Atomic Energy Agency", "Korea Institute of …") are not among them.
LEADING_COUNTRIES = {
    "american": "US",
    "british": "GB",
    "canadian": "CA",
    "chinese": "CN",
    "dutch": "NL",
    "french": "FR",
    "german": "DE",
    "indian": "IN",
    "italian": "IT",
    "japanese": "JP",
    "korean": "KR",
    "spanish": "ES",
    "swedish": "SE",
    "uk": "GB",
    "united kingdom": "GB",
    "united states": "US",
    "us": "US",
    "usa": "US",
}
LEADING = re.compile(
    f"({'|'.join(sorted(LEADING_COUNTRIES, key=len, reverse=True))}) (?!of )(?=\\w+ \\w)"
)
# "U.S." and "S.p.A." are folded to letters that stand apart.
SINGLE_LETTERS = re.compile(r"(?<!\w)\w(?: \w)+(?!\w)")
IN_BRACKETS = re.compile(r"\s*\(([^()]+)\)\s*$")
JOINTS = {"and", "et", "und"}


def match_key(name):
    """Without case, accents, punctuation, legal form, and a country before or after it."""
    return match_key_and_country(name)[0]


def match_key_and_country(name):
    """(the key, the code of the country that was left out of it, or "")."""
    name, after = without_country(name)
    words = fold(name.replace("&", " and ") if "&" in name else name)
    words = SINGLE_LETTERS.sub(lambda letters: letters[0].replace(" ", ""), words)
    words = without_legal_form(words)
    before = LEADING.match(words)
    if before is None:
        return words, after
    return words[before.end() :], after or LEADING_COUNTRIES[before[1]]


def without_country(name):
    """("Google", "US") for "Google (United States)", which is how ROR tells branches apart."""
    if not name.endswith(")"):
        return name, ""
    found = IN_BRACKETS.search(name)
    code = country_code(found[1]) if found and found.start() else ""
    return (name[: found.start()], code) if code else (name, "")


def without_legal_form(words):
    """At the end alone: "SA Water" is no company of the name "Water"."""
    while True:
        rest, _space, last = words.rpartition(" ")
        if not rest or last not in LEGAL_FORMS | JOINTS:
            return words
        words = rest


def acronym_key(acronym):
    """An acronym is one word, however it is spaced: it meets names that are written the same."""
    return fold(acronym).replace(" ", "")


class MatchKeyField(FoldedKeyField):
    """The match key of another field, kept by every save and bulk_create."""

    key = staticmethod(match_key)

    def __init__(self, source, **options):
        super().__init__(source, **{"db_index": False, **options})


class AcronymKeyField(MatchKeyField):
    key = staticmethod(acronym_key)
