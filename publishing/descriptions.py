"""An old version in words: the labels of its fields and what they held."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _

from dates.partial import PartialDate

from .registry import content_of
from .richtext import RichTextField
from .snapshots import child_relation, content_fields

QUALIFIER_SUFFIX = "_qualifier"


@dataclass
class Line:
    """One labelled value. `html` is rich text, to be sanitised when it is printed.

    Of a file the value is its stored name; `file` is what it is called: its alternative text, or
    the title of a document.
    """

    label: str
    value: str = ""
    html: str = ""
    file: str = ""
    is_picture: bool = False


@dataclass
class Section:
    """The rows of one sort, each a list of lines."""

    label: str
    rows: list = field(default_factory=list)


def describe(model, snapshot):
    """(lines of the record, sections of its rows), with the names of what it points at."""
    names = Names()
    fields = current_names(model, snapshot["fields"])
    names.collect(content_fields(model), fields)
    sections = []
    for name in content_of(model).children:
        rows = snapshot["children"].get(name, {})
        relation = child_relation(model, name)
        ordered = sorted(rows.items(), key=lambda item: (item[1].get("position", 0), item[0]))
        for _key, values in ordered:
            names.collect(relation.fields, values)
        if rows:
            label = str(relation.model._meta.verbose_name_plural)
            sections.append((Section(label), relation, [values for _key, values in ordered]))
    names.resolve()
    for section, relation, rows in sections:
        section.rows = [lines_of(relation.fields, values, names) for values in rows]
    return lines_of(content_fields(model), fields, names), [s for s, _, _ in sections]


def current_names(model, values):
    renamed = content_of(model).renamed
    return {renamed.get(name, name): value for name, value in values.items()}


class Names:
    """What keys point at, asked once a model."""

    def __init__(self):
        self.keys = {}
        self.found = {}

    def collect(self, fields, values):
        for f in fields:
            value = values.get(f.name)
            if f.remote_field and value:
                keys = value if isinstance(value, list) else [value]
                self.keys.setdefault(f.related_model, set()).update(keys)

    def resolve(self):
        for model, keys in self.keys.items():
            # Some name themselves by what they belong to.
            rows = model._base_manager.filter(pk__in=keys).select_related()
            self.found |= {(model, str(row.pk)): str(row) for row in rows}
            self.say_where_merged(
                model, [row for row in rows if getattr(row, "replacement_key", None)]
            )

    def say_where_merged(self, model, rows):
        """An old text keeps the name that it had, and says under which it is found today."""
        if not rows:
            return
        today = model.replacements([row.pk for row in rows])
        named = {str(row.pk): row for row in model._base_manager.filter(pk__in=today.values())}
        for old, new in today.items():
            words = {"old": self.found[model, old], "new": named[new]}
            self.found[model, old] = _("%(old)s (today under “%(new)s”)") % words

    def of(self, model, key):
        return self.found.get((model, str(key)), str(key))


def lines_of(fields, values, names):
    lines = []
    for f in fields:
        value = values.get(f.name)
        if value in (None, "", [], False) or f.name == "position":
            continue
        if f.name.endswith((QUALIFIER_SUFFIX, "_language")) or f.name == "fact":
            continue
        lines.append(line_of(f, value, values, names))
    return lines


def line_of(f, value, values, names):
    label = str(f.verbose_name)
    label = label[:1].upper() + label[1:]
    if isinstance(f, RichTextField):
        return Line(label, html=value)
    if isinstance(f, models.ImageField):
        return Line(label, value, file=values.get(f"{f.name}_alt") or label, is_picture=True)
    if isinstance(f, models.FileField):
        return Line(label, value, file=values.get("title") or label)
    if f.remote_field:
        keys = value if isinstance(value, list) else [value]
        return Line(label, ", ".join(names.of(f.related_model, key) for key in keys))
    if f.name + QUALIFIER_SUFFIX in values:
        qualifier = values[f.name + QUALIFIER_SUFFIX]
        return Line(label, printed_date(value, qualifier) if f.name == "date" else str(value))
    return Line(label, str(dict(f.flatchoices).get(value, value)))


def printed_date(value, qualifier):
    return str(PartialDate(value, qualifier or "on"))
