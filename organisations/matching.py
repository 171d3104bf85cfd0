"""Which organisation a row of a source, or a text that names one, speaks of.

In this order: the permanent identifier and numbers in other registers; the exact name, acronym or
alias together with the country. A name that is merely near is a doubt, which an editor settles.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imports.cleaned import Match, RowRefused

from .countries import country_in_sentence
from .match_keys import match_key_and_country, without_country
from .models import Identifier, Organisation
from .owners import Owners
from .reference_texts import number_in

# Registers that give one organisation one number: another number is another organisation. Wikidata
# and ISNI have doubles.
ONE_NUMBER_EACH = ("ror", "lei", "companies_house", "govuk")
MOST_NAMED = 5


@dataclass(frozen=True)
class Identity:
    """What a row says of itself that an organisation can be known by.

    `identifiers`: {scheme: [values]}. `aliases` are what it is called besides its `names`;
    `acronyms` are those that are enough to know it by.
    """

    identifier: str = ""
    identifiers: dict = field(default_factory=dict)
    names: list = field(default_factory=list)
    aliases: list = field(default_factory=list)
    acronyms: list = field(default_factory=list)
    country: str = ""
    website: str = ""

    @property
    def numbers(self):
        return [(scheme, value) for scheme, values in self.identifiers.items() for value in values]

    @property
    def is_national(self):
        return self.country not in ("", "XX")

    def has_other(self, numbers, schemes):
        """Whether it has another number than an organisation in one of the registers."""
        return any(
            numbers.get(scheme) and not numbers[scheme] & set(self.identifiers[scheme])
            for scheme in schemes
            if scheme in self.identifiers
        )


def match(identities, *, needs_country=False):
    """{row number: Match or RowRefused} of those that an organisation here is known to be.

    `identities`: {row number: Identity}. `needs_country`: whether a name counts only where both are
    known to be in one country. A fixed number of queries.
    """
    if not identities or not Organisation.objects.exists():
        return dict(refused_without_register(identities))
    every = identities.values()
    owners = Owners(
        identifiers=[one.identifier for one in every],
        numbers=[pair for one in every for pair in one.numbers],
        names=[name for one in every for name in (*one.names, *one.aliases)],
        acronyms=[acronym for one in every for acronym in one.acronyms],
    )
    found = {n: matched(one, owners, needs_country) for n, one in identities.items()}
    return {number: outcome for number, outcome in found.items() if outcome}


def refused_without_register(identities):
    for number, one in identities.items():
        if one.identifier:
            yield number, not_here(one.identifier)


def matched(one, owners, needs_country):
    """A Match, a RowRefused, or None."""
    if one.identifier and one.identifier not in owners.by_identifier:
        return not_here(one.identifier)
    return by_number(one, owners) or by_name(one, owners, needs_country)


def not_here(identifier):
    words = _("No organisation here has the identifier %(identifier)s.")
    return RowRefused(words % {"identifier": identifier}, "identifier", identifier)


def by_number(one, owners):
    """What has its identifier, or one of its numbers: all of them must lead to one."""
    found = {}
    if one.identifier:
        owner = owners.of[owners.by_identifier[one.identifier]]
        found[owner.key] = (owner, one.identifier, "identifier")
    for scheme, value in one.numbers:
        owner = owners.of.get(owners.by_number.get((scheme, value)))
        if owner is not None and not one.has_other(owner.numbers, ONE_NUMBER_EACH):
            words = f"{Identifier.Scheme(scheme).label} {value}"
            found.setdefault(owner.key, (owner, words, scheme))
    if len(found) > 1:
        said = "; ".join(f"{words}: {owner}" for owner, words, _scheme in found.values())
        words = _("Its numbers are those of several organisations (%(numbers)s).")
        return RowRefused(words % {"numbers": said}, list(found.values())[1][2])
    for key, (_owner, words, _scheme) in found.items():
        return Match(key, words)
    return None


def by_name(one, owners, needs_country):
    """By its own names, else by what else it is called, else by its acronym."""
    for column, texts in (("name", one.names), ("aliases", one.aliases), ("acronym", one.acronyms)):
        found = {}
        for text in texts:
            is_enough = not needs_country and column != "acronym"
            for owner, reason in known_by(one, text, owners, is_enough):
                found.setdefault(owner.key, (owner, text, reason))
        if len(found) > 1:
            text = next(iter(found.values()))[1]
            return ambiguous(text, [owner for owner, _text, _reason in found.values()], column)
        for key, (_owner, _text, reason) in found.items():
            return Match(key, reason)
    return None


def known_by(one, text, owners, is_enough):
    """[(Owner, reason)] of those that have the name and are in the same country.

    `is_enough`: whether a name that one alone has counts where a country is not known.
    """
    named = [(o, h) for o, h in owners.named(text) if not one.has_other(o.numbers, one.identifiers)]
    named = preferred(named)
    found = []
    for owner, hit in named:
        alone = is_enough and len(named) == 1 and not hit.is_acronym
        if not countries_agree(one, owner, alone=alone):
            continue
        if same_without_countries(text, hit.text, one.country or owner.country):
            found.append((owner, reason_of(hit, one.country == owner.country != "")))
    return found


def preferred(named):
    """Those that bear the name today before those that bore it once; those that stand before those
    that were taken back."""
    for is_worse in (lambda pair: pair[1].is_former, lambda pair: pair[0].taken_back):
        better = [pair for pair in named if not is_worse(pair)]
        named = better or named
    return named


def countries_agree(one, owner, *, alone):
    """The same; or one of the two is not known or has none, and no other has the name."""
    if one.country and one.country == owner.country:
        return True
    return alone and not (one.is_national and owner.is_national)


def same_without_countries(text, other, country):
    """What was left out before or after one name stands in the other, or is where both are."""
    _key, one = match_key_and_country(text)
    _key, two = match_key_and_country(other)
    return one == two or {one, two} - {""} == {country}


def reason_of(hit, same_country):
    said = {"name": hit.text}
    words = _("same acronym “%(name)s”") if hit.is_acronym else _("same name “%(name)s”")
    return f"{words % said}, {_('same country')}" if same_country else words % said


def ambiguous(text, owners, column):
    """A refusal that names who they are."""
    count = len(owners)
    words = ngettext("“%(text)s”: %(n)s owner", "“%(text)s”: %(n)s owners", count)
    owners = sorted(owners, key=lambda owner: (len(owner.identifier), str(owner)))
    named = "; ".join(str(owner) for owner in owners[:MOST_NAMED])
    more = " …" if count > MOST_NAMED else ""
    sentence = f"{words % {'text': text, 'n': count}} ({named}{more})."
    return RowRefused(sentence, column, text)


# Texts that name an organisation


def references(texts, column=""):
    """{text: key of the organisation, or RowRefused}: an identifier, a number in another register
    (as its address too), or a name or acronym that one organisation alone has.

    A country in brackets tells apart what has one name: "ENEA (Italy)".
    """
    texts = set(texts)
    numbers = {text: number_in(text) for text in texts}
    bare = {text: without_country(text) for text in texts}
    owners = Owners(
        identifiers=[value for scheme, value in numbers.values() if scheme == "identifier"],
        numbers=[pair for pair in numbers.values() if pair[0] not in ("", "identifier")],
        names=[name for name, _country in bare.values()],
    )
    return {text: referred(text, numbers[text], bare[text], owners, column) for text in texts}


def referred(text, number, bare, owners, column):
    scheme, value = number
    by_number = owners.by_identifier if scheme == "identifier" else owners.by_number
    key = by_number.get(value if scheme == "identifier" else number)
    if key is not None:
        return owners.of[key].key
    name, country = bare
    named = preferred(owners.named(name))
    if country and len(named) > 1:
        named = [pair for pair in named if pair[0].country == country]
    if len(named) > 1:
        return ambiguous(text, [owner for owner, _hit in named], column)
    for owner, _hit in named:
        if country and owner.is_national and owner.country != country:
            words = _("The only “%(name)s” here is in %(country)s.")
            said = {"name": name, "country": country_in_sentence(owner.country)}
            return RowRefused(words % said, column, text)
        return owner.key
    return RowRefused(_("It names no organisation that is here."), column, text)
