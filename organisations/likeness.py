"""How alike two organisations are, and why: a score of at most 100 with reasons in words."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from publishing.ordering import fold

# Words that one register writes and another leaves out.
LEGAL_FORMS = {
    "ab", "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kk",
    "limited", "llc", "lp", "ltd", "nv", "oy", "plc", "pte", "pty", "sa", "sarl", "spa", "srl",
}  # fmt: skip
JOINTS = {"and", "et", "for", "fur", "of", "the", "und"}
UNTELLING = LEGAL_FORMS | JOINTS
# Paths of a website that are its front page in some language.
FRONT_PAGE = re.compile(r"/?([a-z]{2}([-_][a-z]{2})?|english|eng|home|index\.\w+)?/?", re.ASCII)
ALIKE_FROM = 88
WORDS_ALIKE_FROM = 75
SAME_NAME, SAME_NUMBER, SAME_ACRONYM, SAME_WEBSITE = 96, 96, 88, 82
SAME_COUNTRY, OTHER_COUNTRY, OTHER_ACRONYM = 2, 25, 15
# International bodies have this in common and nothing else.
OF_NO_COUNTRY = "XX"
FURTHER_REASON = 4
SHOWN_FROM = 75
LONGEST_ACRONYM = 12


@dataclass
class Candidate:
    """An organisation as it is compared. `names`: {plain form: as printed}.

    `others`: keys of organisations that it is known not to be: what it is part of, and the like.
    """

    key: str
    name: str
    identifier: str = ""
    country: str = ""
    website: str = ""
    published: bool = False
    names: dict = field(default_factory=dict)
    acronyms: dict = field(default_factory=dict)
    numbers: set = field(default_factory=set)
    others: set = field(default_factory=set)

    def add_name(self, text):
        if plain := plain_form(text):
            self.names.setdefault(plain, text)
        if is_acronym(text):
            self.add_acronym(text)

    def add_acronym(self, text):
        if folded := fold(text).replace(" ", ""):
            self.acronyms.setdefault(folded, text)

    @property
    def place(self):
        """Its place among the two: the one that would stay comes first."""
        return (not self.published, len(self.identifier), self.identifier, self.key)


@dataclass(frozen=True)
class Likeness:
    score: int
    reasons: tuple


def plain_form(text):
    """Its words without legal forms, joints and order."""
    words = fold(text).split()
    telling = [word for word in words if word not in UNTELLING]
    return " ".join(sorted(telling or words))


def is_acronym(text):
    letters = re.sub(r"[\W_]", "", text)
    return 2 <= len(letters) <= LONGEST_ACRONYM and letters.isupper() and " " not in text.strip()


def site_of(website):
    """The host; with the path where one host has the pages of many organisations."""
    parts = urlsplit(website)
    if not parts.hostname:
        return ""
    host, path = parts.hostname.removeprefix("www."), parts.path.lower()
    return host if FRONT_PAGE.fullmatch(path) else host + path.rstrip("/")


def compare(one, other):
    """A Likeness, or None where nothing speaks for their being one."""
    by_name = same_name(one, other) or names_alike(one, other)
    looks = (same_number, same_acronym, same_website)
    found = [by_name, *(look(one, other) for look in looks)]
    found = [evidence for evidence in found if evidence]
    if not found:
        return None
    score = max(strength for strength, _words in found) + FURTHER_REASON * (len(found) - 1)
    reasons = [words for _strength, words in found]
    if found == [by_name] and one.acronyms and other.acronyms and score < SAME_NAME:
        reasons.append(_("but another acronym"))
        score -= OTHER_ACRONYM
    if one.country and other.country and one.country != other.country:
        reasons.append(_("but another country"))
        score -= OTHER_COUNTRY
    elif one.country and one.country == other.country != OF_NO_COUNTRY:
        reasons.append(_("same country"))
        score += SAME_COUNTRY
    return Likeness(min(round(score), 100), tuple(reasons))


def same_name(one, other):
    shared = sorted(one.names.keys() & other.names.keys())
    if shared:
        return SAME_NAME, _("same name “%(name)s”") % {"name": other.names[shared[0]]}
    return None


def same_number(one, other):
    shared = sorted(one.numbers & other.numbers)
    return (SAME_NUMBER, _("same number %(number)s") % {"number": shared[0]}) if shared else None


def same_acronym(one, other):
    shared = sorted(one.acronyms.keys() & other.acronyms.keys())
    if shared:
        return SAME_ACRONYM, _("same acronym %(acronym)s") % {"acronym": other.acronyms[shared[0]]}
    return None


def same_website(one, other):
    if one.website and one.website == other.website:
        return SAME_WEBSITE, _("same website %(site)s") % {"site": one.website}
    return None


def names_alike(one, other):
    best = max((alike(a, b) for a in one.names for b in other.names), default=0)
    return (best, _("names alike %(score)d %%") % {"score": best}) if best else None


def alike(one, other):
    """0 where a word of one is another word in the other, such as north and south."""
    score = fuzz.ratio(one, other, score_cutoff=ALIKE_FROM)
    if not score:
        return 0
    mine, theirs = set(one.split()), set(other.split())
    left = [" ".join(sorted(words)) for words in (mine - theirs, theirs - mine)]
    if any(char.isdigit() for words in left for char in words):
        return 0
    return score if not all(left) or fuzz.ratio(*left) >= WORDS_ALIKE_FROM else 0
