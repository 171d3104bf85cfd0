"""Agreements whose titles are nearly that of a row: never the same without an editor.

Only those that share a rare word are compared, so that the work grows with the rows alone.
"""

from collections import Counter, defaultdict
from functools import cached_property

from django.utils.translation import gettext as _

from imports.cleaned import Candidate, Doubt
from organisations.likeness import alike, plain_form
from organisations.matching import references

from .days_known import years_of, years_of_row
from .models import Agreement, Party

# Words that one source writes and another leaves out or replaces.
JOINTS = {
    "a", "about", "an", "as", "at", "between", "by", "concerning", "from", "in", "into", "on",
    "regarding", "to", "with",
}  # fmt: skip
# A word that more titles have tells nothing.
LARGEST_BLOCK = 50
RARE_WORDS = 3
SHOWN_FROM = 85
MOST_CANDIDATES = 5
SAME_YEAR, OTHER_YEAR, SAME_PARTIES = 3, 20, 5


class NearTitles:
    """The titles that stand when the first row asks."""

    @cached_property
    def titles(self):
        """[(key, title, its telling words in order)]"""
        rows = Agreement.objects.order_by("pk").values_list("pk", "title")
        return [(key, title, telling_words(title)) for key, title in rows.iterator()]

    @cached_property
    def blocks(self):
        """{word: places in `titles`} of the words that few titles have."""
        often = Counter(word for _k, _t, plain in self.titles for word in set(plain.split()))
        found = defaultdict(list)
        for place, (_key, _title, plain) in enumerate(self.titles):
            for word in set(plain.split()):
                if often[word] <= LARGEST_BLOCK:
                    found[word].append(place)
        return dict(found)

    def look(self, rows):
        """{number: Doubt} of rows whose title is nearly that of an agreement here."""
        near = {row.number: self.near(telling_words(row.label)) for row in rows} if rows else {}
        near = {number: found for number, found in near.items() if found}
        if not near:
            return {}
        weighing = Weighing({place for found in near.values() for place in found}, self.titles)
        weighing.find_parties(row for row in rows if row.number in near)
        doubts = {}
        for row in rows:
            candidates = weighing.candidates(row, near.get(row.number, {}))
            if candidates:
                doubts[row.number] = Doubt(tuple(candidates[:MOST_CANDIDATES]))
        return doubts

    def near(self, plain):
        """{place: how alike} of those that share a rare word."""
        words = [word for word in set(plain.split()) if word in self.blocks]
        rare = sorted(words, key=lambda word: (len(self.blocks[word]), word))[:RARE_WORDS]
        places = {place for word in rare for place in self.blocks[word]}
        found = {place: alike(plain, self.titles[place][2]) for place in places}
        return {place: score for place, score in found.items() if score}


class Weighing:
    """What the years and the parties say of titles that are alike."""

    def __init__(self, places, titles):
        self.titles = titles
        self.keys = {titles[place][0] for place in places}
        self.years = years_of(self.keys)
        self.parties = defaultdict(set)
        rows = Party.objects.filter(agreement__in=self.keys)
        for agreement, organisation in rows.values_list("agreement", "organisation"):
            self.parties[agreement].add(str(organisation))

    def find_parties(self, rows):
        self.organisations = references({text for row in rows for text in row.identity["parties"]})

    def candidates(self, row, near):
        found = [self.candidate(row, place, score) for place, score in near.items()]
        found = [candidate for candidate in found if candidate.score >= SHOWN_FROM]
        return sorted(found, key=lambda candidate: (-candidate.score, str(candidate.key)))

    def candidate(self, row, place, score):
        key, title, _plain = self.titles[place]
        reasons = [_("titles alike %(score)d %%") % {"score": score}]
        mine, theirs = years_of_row(row), self.years.get(key)
        if mine and theirs and mine.meets(theirs):
            score += SAME_YEAR
            reasons.append(_("same year"))
        elif mine and theirs:
            score -= OTHER_YEAR
            reasons.append(_("but another year"))
        here = {str(self.organisations.get(text)) for text in row.identity["parties"]}
        if here and here == self.parties[key]:
            score += SAME_PARTIES
            reasons.append(_("same parties"))
        return Candidate(key, title, min(round(score), 100), ", ".join(reasons))


def telling_words(title):
    plain = plain_form(title)
    return " ".join(word for word in plain.split() if word not in JOINTS) or plain
