"""Reading snapshots through merges: what named a record names the one that took its place."""

from django.db.models import UniqueConstraint
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .bounded import portions
from .registry import content_of
from .snapshots import child_relation, content_fields, references


def follow_merged(model, snapshot, live):
    """Change a snapshot of today's schema in place; returns sentences on rows that it leaves out.

    What the rows name, `live`, was never merged away: nothing is asked about it.
    """
    # `live` may itself be a stored snapshot, with rows of a sort that is no longer kept.
    kept = {name: live["children"].get(name, {}) for name in snapshot["children"]}
    known = references(model, {"fields": live["fields"], "children": kept})
    named = references(model, snapshot)
    new = {target: keys - known.get(target, set()) for target, keys in named.items()}
    return follow(model, snapshot, replacements(new))


def replacements(named):
    """{(model, key): key of what took its place}, of what was merged among {model: keys}."""
    return {
        (target, old): key
        for target, keys in named.items()
        if hasattr(target, "replacements")
        for some in portions(keys)
        for old, key in target.replacements(some).items()
    }


def follow(model, snapshot, moved):
    """As follow_merged, where `moved` is known: what replacements() gives."""
    if not moved:
        return []
    follow_in(content_fields(model), snapshot["fields"], moved)
    left_out = []
    for name in content_of(model).children:
        relation = child_relation(model, name)
        rows = snapshot["children"][name]
        followed = {k for k, values in rows.items() if follow_in(relation.fields, values, moved)}
        for key in repeated(relation, rows, followed):
            del rows[key]
            words = _("%(row)s: another row says the same, since two records were merged.")
            left_out.append(words % {"row": capfirst(relation.model._meta.verbose_name)})
    return left_out


def follow_in(fields, values, moved):
    """Whether any of the values named what was merged."""
    followed = False
    for field in fields:
        value = values.get(field.name)
        if not field.remote_field or not value:
            continue
        if isinstance(value, list):
            new = sorted({moved.get((field.related_model, key), key) for key in value})
        else:
            new = moved.get((field.related_model, str(value)), value)
        followed |= new != value
        values[field.name] = new
    return followed


def repeated(relation, rows, followed):
    """The keys of followed rows that say what no two rows of a record may."""
    if not followed:
        return []
    found = []
    for constraint in relation.model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint) or constraint.condition:
            continue
        names = [name for name in constraint.fields if name != getattr(relation, "owner", None)]
        if len(names) == len(constraint.fields):
            continue
        seen = set()
        for key in sorted(rows, key=lambda key: (key in followed, key)):
            said = tuple(rows[key].get(name) for name in names)
            if said in seen and key in followed:
                found.append(key)
            seen.add(said)
    return dict.fromkeys(found)
