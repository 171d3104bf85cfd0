"""Parents and successors of ROR records: rows of the source, or organisations with the number."""

from organisations.models import Identifier, Organisation
from organisations.owners import found_by_number

from .linking import put


def link_ror(rows, targets):
    """Where ROR names several, none is chosen; what is not here is left out."""
    wanted = {key for row in rows for _column, key in named(row) if key not in targets}
    here = organisations_with(wanted)
    for row in rows:
        for column, key in named(row):
            if key in targets:
                put(row, column, targets[key])
            elif key in here:
                put(row, column, here[key])


def leave_shared_numbers(rows, targets):
    """Wikidata and ISNI have doubles: what one organisation has already is no number of another."""
    pairs = {row.number: list(shared_numbers(row)) for row in rows}
    owners = found_by_number({pair for found in pairs.values() for pair in found})
    for row in rows:
        if row.key not in targets:
            continue
        for pair in pairs[row.number]:
            if owners.setdefault(pair, targets[row.key]) != targets[row.key]:
                del row.children["identifiers"][pair[0]]


def shared_numbers(row):
    """(scheme, value) of those that the row would add."""
    for scheme in ("wikidata", "isni"):
        if scheme in row.children.get("identifiers", {}):
            yield scheme, row.children["identifiers"][scheme]["value"]


def named(row):
    for column, name in (("parent", "parents"), ("successor", "successors")):
        numbers = row.references.get(name, ())
        if len(numbers) == 1 and numbers[0] != row.key:
            yield column, numbers[0]


def organisations_with(numbers):
    """{ROR number: key of the organisation that has it today}."""
    if not numbers:
        return {}
    found = Identifier.objects.filter(scheme=Identifier.Scheme.ROR, value__in=numbers)
    found = found.filter(organisation__unpublished_at=None)
    keys = dict(found.values_list("value", "organisation"))
    today = Organisation.replacements(keys.values())
    return {number: today.get(str(key), key) for number, key in keys.items()}
