"""The facts of a record that a source can support, each with the words an editor knows it by."""

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from .facts import fact_path
from .registry import content_of
from .snapshots import child_relation, content_fields

# What only says how another field is to be read, or where a row stands, is no fact of its own.
LABELS = {"slug", "position", "date_note", "logo_credit", "lead_image_alt", "lead_image_credit"}
QUALIFYING = ("_qualifier", "_language")
LONGEST_NAME = 60


def fact_choices(record):
    """Grouped choices for a select: (path, label) pairs of the record, then of its saved rows."""
    meta = record._meta
    own = [(field.name, label_of(field)) for field in fact_fields(content_fields(type(record)))]
    groups = [
        ("", _("The page as a whole")),
        (capfirst(meta.verbose_name), own),
    ]
    if not record._state.adding:
        groups += row_groups(record)
    return groups


def row_groups(record):
    for name in content_of(type(record)).children:
        relation = child_relation(type(record), name)
        if relation.generic:
            continue
        choices = [
            choice
            for row in rows_with_names(record, relation)
            for choice in choices_of_row(name, row, relation.fields)
        ]
        if choices:
            yield capfirst(relation.model._meta.verbose_name_plural), choices


def choices_of_row(name, row, fields):
    """The row as a whole, then each of its fields."""
    words = name_of(row)
    yield fact_path(name, row.pk), words
    for field in fact_fields(fields):
        yield fact_path(name, row.pk, field.name), f"{words} – {field.verbose_name}"


def rows_with_names(record, relation):
    """The rows, with what they point at: the name of a row is often that of its target."""
    targets = [field.name for field in relation.fields if field.many_to_one]
    rows = getattr(record, relation.name).order_by("position", "pk")
    return rows.select_related(*targets) if targets else rows


def name_of(row):
    words = Truncator(str(row)).chars(LONGEST_NAME)
    return f"{capfirst(row._meta.verbose_name)}: {words}"


def fact_fields(fields):
    return [f for f in fields if f.name not in LABELS and not f.name.endswith(QUALIFYING)]


def label_of(field):
    return capfirst(str(field.verbose_name))


def is_known(model, snapshot, path):
    """Whether a snapshot of a record has the fact of that path."""
    name, *rest = path.split("/")
    if not rest:
        return name in {field.name for field in content_fields(model)}
    if name not in content_of(model).children or rest[0] not in snapshot["children"].get(name, {}):
        return False
    return len(rest) == 1 or rest[1] in {f.name for f in child_relation(model, name).fields}


def known_paths(groups):
    """Every path of grouped choices."""
    paths = set()
    for value, label in groups:
        paths |= {path for path, _label in label} if isinstance(label, list) else {value}
    return paths
