"""Which agreement of the register a row of a source speaks of, and which one a text names."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from imports.cleaned import Match, RowRefused
from publishing.ordering import fold

from .days_known import years_of, years_of_row
from .models import Agreement, Identifier
from .vocabulary import IdentifierScheme

LONGEST_TITLE_KEY = Agreement._meta.get_field("title_key").max_length
MOST_NAMED = 5


def match(rows, near_titles):
    """{number: Match, Doubt or RowRefused} of the rows that speak of an agreement here.

    `rows` are Cleaned; `identity` holds `identifier`, `identifiers` as [[scheme, number]] and
    `parties`, the references of those that take part.
    """
    found = {}
    for look in (by_own_identifier, by_number, by_title, near_titles.look):
        found |= look([row for row in rows if row.number not in found])
    return found


def references(texts):
    """{text: key of an agreement, or ValidationError} for identifiers, numbers and exact titles."""
    texts = list(texts)
    own = keys_by_identifier({text.upper() for text in texts})
    numbers = {text: number_in(text) for text in texts}
    owners = owners_of([number for number in numbers.values() if number])
    titles = titles_here({fold(text) for text in texts})
    found = {}
    for text in texts:
        keys = (
            [own[text.upper()]]
            if text.upper() in own
            else sorted(owners.get(folded(numbers[text]), ()), key=str) or titles[fold(text)]
        )
        found[text] = keys[0] if len(keys) == 1 else ValidationError(none_or_several(keys))
    return found


def none_or_several(keys):
    if not keys:
        return _("No agreement here has this identifier or title.")
    return _("%(count)s agreements have it: %(which)s.") % {
        "count": len(keys),
        "which": in_words(keys),
    }


def in_words(keys):
    """The first few by their identifiers, or by title where they have none yet."""
    rows = Agreement.objects.filter(pk__in=keys).order_by("identifier", "title_key", "pk")
    names = [identifier or title for identifier, title in rows.values_list("identifier", "title")]
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


# Identifiers of the register


def by_own_identifier(rows):
    wanted = {row.identity["identifier"] for row in rows} - {""}
    keys = keys_by_identifier(wanted)
    found = {}
    for row in rows:
        identifier = row.identity["identifier"]
        if identifier in keys:
            reason = _("identifier %(value)s") % {"value": identifier}
            found[row.number] = Match(keys[identifier], reason)
        elif identifier:
            message = _("No agreement here has this identifier.")
            found[row.number] = RowRefused(message, "identifier", identifier, row.label)
    return found


def keys_by_identifier(identifiers):
    if not identifiers:
        return {}
    rows = Agreement.objects.filter(identifier__in=identifiers)
    return dict(rows.values_list("identifier", "pk"))


# Numbers in a series of others


def by_number(rows):
    wanted = {row.number: telling(row) for row in rows}
    owners = owners_of([number for numbers in wanted.values() for number in numbers])
    found = {}
    for row in rows:
        keys = {key for number in wanted[row.number] for key in owners.get(folded(number), ())}
        shown = ", ".join(in_series(*number) for number in wanted[row.number])
        if len(keys) == 1:
            found[row.number] = Match(keys.pop(), shown)
        elif keys:
            message = none_or_several(keys)
            found[row.number] = RowRefused(message, "identifiers", shown, row.label)
    return found


def telling(row):
    """“Other” names no series: its numbers tell nothing."""
    return [pair for pair in row.identity["identifiers"] if pair[0] != IdentifierScheme.OTHER]


def owners_of(numbers):
    """{(scheme, folded number): keys of the agreements that have it}; one query."""
    wanted = {folded(number) for number in numbers}
    if not wanted:
        return {}
    rows = Identifier.objects.alias(upper=Upper("value")).filter(
        scheme__in={scheme for scheme, _number in wanted},
        upper__in={number for _scheme, number in wanted},
    )
    found = defaultdict(set)
    for scheme, value, agreement in rows.values_list("scheme", "value", "agreement"):
        found[folded((scheme, value))].add(agreement)
    return found


def folded(number):
    return (number[0], number[1].upper()) if number else None


def number_in(text):
    """(scheme, number) of “UKTS: 12/2025”, or None."""
    scheme, colon, number = text.partition(":")
    spelt = scheme.strip().casefold().replace(" ", "_")
    known = spelt in IdentifierScheme.values and spelt != IdentifierScheme.OTHER
    return (spelt, number.strip()) if colon and known else None


def in_series(scheme, number):
    return f"{IdentifierScheme(scheme).label} {number}"


# Titles


def by_title(rows):
    """The same title, hyphens and dashes alike, of the same year where both say one."""
    titles = titles_here({fold(row.label) for row in rows})
    years = years_of({key for keys in titles.values() for key in keys})
    found = {}
    for row in rows:
        keys = of_one_time(titles[fold(row.label)], years, years_of_row(row))
        if len(keys) == 1:
            found[row.number] = Match(keys[0], _("same title"))
        elif keys:
            message = none_or_several(keys)
            found[row.number] = RowRefused(message, "title", row.label, row.label)
    return found


def titles_here(titles):
    """{folded title: [keys]}; one query."""
    found = defaultdict(list)
    keys = {title[:LONGEST_TITLE_KEY] for title in titles} - {""}
    rows = Agreement.objects.filter(title_key__in=keys).order_by("pk") if keys else []
    for title, key in rows.values_list("title_key", "pk") if keys else ():
        found[title].append(key)
    return defaultdict(list, {title: found[title[:LONGEST_TITLE_KEY]] for title in titles})


def of_one_time(keys, years, wanted):
    """Those of the same year; where none is, those that are undated, or all if the row is."""
    if wanted is None:
        return keys
    dated = [key for key in keys if key in years and years[key].meets(wanted)]
    return dated or [key for key in keys if key not in years]
