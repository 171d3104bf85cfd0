"""Organisations that may be in the register twice: found for a report, and while a name is typed.

Only those that share something rare (a name, an acronym, a website, a word) are compared, so that
the work grows with their number and not with its square.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.rights import Refused, check_can_change

from .likeness import SHOWN_FROM, Candidate, compare, site_of
from .models import Identifier, Membership, Name, NotTheSame, Organisation

MOST_ORGANISATIONS = 20_000
MOST_PAIRS = 200
# From so many on, comparing takes seconds: the number on the desk is kept for an hour, or until
# somebody looks at the pairs.
MANY_ORGANISATIONS = 2000
KEPT_COUNT, KEPT_SECONDS = "possible-duplicates", 3600
# A word that more of them have tells nothing.
LARGEST_BLOCK = 12
RARE_WORDS = 3
STEM = 7
SHORTEST_NAME = 3
SHORTEST_ACRONYM = 2
LONGEST_NAME = 300
MOST_ALIKE = 5


@dataclass(frozen=True)
class Pair:
    """`first` is the one that would stay: the one that readers have known for longer."""

    first: Candidate
    second: Candidate
    score: int
    reasons: tuple

    @property
    def both(self):
        return self.first, self.second


def possible_duplicates(most=MOST_PAIRS):
    """Pairs, the likeliest first; those that an editor called two are left out."""
    found = candidates()
    known = {(str(first), str(second)) for first, second in NotTheSame.objects.pairs()}
    pairs = []
    for one, other in sharing(found):
        if other.key in one.others or one.key in other.others or in_order(one, other) in known:
            continue
        first, second = sorted((one, other), key=lambda candidate: candidate.place)
        likeness = compare(first, second)
        if likeness and likeness.score >= SHOWN_FROM:
            pairs.append(Pair(first, second, likeness.score, likeness.reasons))
    pairs.sort(key=lambda pair: (-pair.score, pair.first.place, pair.second.place))
    keep_count(pairs[:MOST_PAIRS], compared=len(found))
    return pairs[:most]


def count_possible_duplicates():
    """At most MOST_PAIRS. In a large register as of the last time that somebody looked."""
    count = cache.get(KEPT_COUNT)
    return len(possible_duplicates()) if count is None else count


def keep_count(pairs, compared):
    if compared >= MANY_ORGANISATIONS:
        cache.set(KEPT_COUNT, len(pairs), KEPT_SECONDS)
    else:
        cache.delete(KEPT_COUNT)


def alike_to(name, acronym="", *, but=None, most=MOST_ALIKE):
    """(Candidate, Likeness) of those that a typed name or acronym may stand for, likeliest first.

    `but`: the organisation whose name it is.
    """
    typed = Candidate(key=str(but.pk) if but else "", name=name)
    if len(name.strip()) >= SHORTEST_NAME:
        typed.add_name(name[:LONGEST_NAME])
        if len(name.split()) == 1:
            # People type an acronym in any case.
            typed.add_acronym(name[:LONGEST_NAME])
    if len(acronym.strip()) >= SHORTEST_ACRONYM:
        typed.add_acronym(acronym[:LONGEST_NAME])
    if but is not None:
        typed.country = str(but.country)
        typed.website = site_of(but.website)
    return alike_among(typed, candidates() if typed.names or typed.acronyms else [], most)


def alike_among(typed, found, most):
    known = {(str(a), str(b)) for a, b in NotTheSame.objects.pairs()} if typed.key else set()
    near = []
    for other in found:
        if other.key == typed.key or in_order(typed, other) in known:
            continue
        likeness = compare(typed, other)
        if likeness and likeness.score >= SHOWN_FROM:
            near.append((other, likeness))
    near.sort(key=lambda pair: (-pair[1].score, pair[0].place))
    return near[:most]


def candidates(among=None):
    """Those that stand in the register, and drafts, all or `among` these keys; four queries."""
    standing = Organisation.objects.not_merged().filter(unpublished_at=None).order_by("pk")
    of_those = {}
    if among is not None:
        standing, of_those = standing.filter(pk__in=among), {"organisation__in": among}
    fields = (
        "pk", "name", "identifier", "acronym", "native_name", "country", "website",
        "published_at", "parent", "successor",
    )  # fmt: skip
    found = {}
    for row in standing.values(*fields)[:MOST_ORGANISATIONS]:
        candidate = Candidate(
            key=str(row["pk"]),
            name=row["name"],
            identifier=row["identifier"] or "",
            country=str(row["country"] or ""),
            website=site_of(row["website"]),
            published=row["published_at"] is not None,
            others={str(row[name]) for name in ("parent", "successor") if row[name]},
        )
        candidate.add_name(row["name"])
        candidate.add_name(row["native_name"])
        candidate.add_acronym(row["acronym"])
        found[row["pk"]] = candidate
    names = Name.objects.filter(**of_those).order_by("pk")
    for key, kind, name in names.values_list("organisation", "kind", "name"):
        if key in found:
            add = found[key].add_acronym if kind == Name.Kind.ACRONYM else found[key].add_name
            add(name)
    memberships = Membership.objects.filter(**of_those)
    for key, body in memberships.values_list("organisation", "body"):
        if key in found:
            found[key].others.add(str(body))
    numbers = Identifier.objects.filter(scheme="other", **of_those)
    for key, value in numbers.values_list("organisation", "value"):
        if key in found:
            found[key].numbers.add(value)
    return list(found.values())


def sharing(found):
    """Pairs that share something which few have."""
    blocks = defaultdict(list)
    often = Counter(word for one in found for word in words_of(one))
    for place, one in enumerate(found):
        for trait in traits(one, often):
            blocks[trait].append(place)
    pairs = set()
    for places in blocks.values():
        if len(places) <= LARGEST_BLOCK:
            pairs.update(combinations(places, 2))
    return [(found[one], found[other]) for one, other in sorted(pairs)]


def traits(one, often):
    rare = sorted(words_of(one), key=lambda word: (often[word], word))[:RARE_WORDS]
    found = {("word", word) for word in rare}
    found |= {("acronym", acronym) for acronym in one.acronyms}
    found |= {("number", number) for number in one.numbers}
    for name in one.names:
        # Two spellings of one name often begin or end alike.
        found |= {("name", name), ("begins", name[:STEM]), ("ends", name[-STEM:])}
    return found | ({("website", one.website)} if one.website else set())


def words_of(one):
    return {word for name in one.names for word in name.split()}


def in_order(one, other):
    return tuple(sorted((one.key, other.key)))


@transaction.atomic
def call_not_the_same(one, other, *, by, at=None):
    """The pair is not shown again."""
    for organisation in (one, other):
        check_can_change(organisation, by)
    if one.pk == other.pk:
        raise Refused(_("Choose two organisations."))
    first, second = sorted((one, other), key=lambda organisation: str(organisation.pk))
    dismissed, _made = NotTheSame.objects.get_or_create(
        first=first, second=second, defaults={"by": by, "at": at or timezone.now()}
    )
    return dismissed
