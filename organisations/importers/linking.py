"""Organisations that a row names, found among the rows of the source and in the register."""

from django.utils.translation import gettext as _

from imports.cleaned import RowRefused, told_apart
from organisations.match_keys import match_key
from organisations.matching import references


def link_table(rows, targets, keys_by_name):
    """{row number: RowRefused}. `keys_by_name`: {match key: keys of the rows that have the name}.

    A row of the same file comes before what the register has.
    """
    found = references({text for row in rows for _column, text in named(row)})
    refused = {}
    for row in rows:
        try:
            link_row(row, targets, keys_by_name, found)
        except RowRefused as refusal:
            refused[row.number] = refusal
    return refused


def named(row):
    """(column, text) of every organisation that the row names."""
    for column in ("parent", "successor"):
        if column in row.references:
            yield column, row.references[column]
    for membership in row.references.get("memberships", ()):
        yield "memberships", membership["body"]
    for text in row.references.get("members_of", ()):
        yield "members_of", text


def link_row(row, targets, keys_by_name, found):
    bodies = []
    for column, text in named(row):
        other = row_named(text, targets, keys_by_name, column)
        target = found[text] if other is None else targets[other]
        if isinstance(target, RowRefused):
            raise RowRefused(target.messages[0], column, text)
        if column == "memberships":
            bodies.append(target)
        else:
            put(row, column, target)
    put_memberships(row, bodies)


def put(row, column, target):
    """Write the key where it belongs; the record of a row that is still to be made has none."""
    if target is None:
        row.waits = True
    elif column == "members_of":
        row.children.setdefault("memberships", {})[str(target)] = {"body": str(target)}
    else:
        row.fields[column] = str(target)


def put_memberships(row, bodies):
    """Those in full before those of which the row says no more."""
    told = zip(row.references.get("memberships", ()), bodies, strict=True)
    in_full = [{**one, "body": str(body)} for one, body in told if body is not None]
    row.waits = row.waits or None in bodies
    if in_full:
        found = told_apart(in_full, lambda values: values["body"])
        row.children["memberships"] = {**row.children.get("memberships", {}), **found}


def row_named(text, targets, keys_by_name, column):
    """The source's key of the row that the text names, or None."""
    if text in targets:
        return text
    keys = sorted(key for key in keys_by_name.get(match_key(text), ()) if key in targets)
    if len(keys) > 1:
        words = _("“%(text)s”: %(n)s rows of the file.")
        raise RowRefused(words % {"text": text, "n": len(keys)}, column, text)
    return keys[0] if keys else None
