"""The parts of a record as its page shows them: what a remark or an outsider's answer is about.

They follow from what the model declares: its title and summary, its other fields, each of its long
texts, then the rows of each sort that belong to it.
"""

from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .descriptions import Names, current_names, lines_of
from .registry import content_of
from .richtext import RichTextField
from .snapshots import child_relation, content_fields

HEADING = "heading"
DETAILS = "details"
WHOLE = "whole"


@dataclass
class Part:
    """`lines` of the record itself, or `rows` of one sort, each a list of lines."""

    key: str
    label: str
    fields: list = field(default_factory=list)
    relation: object = None
    lines: list = field(default_factory=list)
    rows: list = field(default_factory=list)


def parts_of(model):
    """The parts of every record of this kind, in the order of its page, still empty."""
    own = content_fields(model)
    texts = [f for f in own if isinstance(f, RichTextField)]
    heading = [f for f in own if f.name in (model.title_field, "summary")]
    others = [f for f in own if f not in texts and f not in heading and f.name != "slug"]
    summed_up = len(heading) > 1
    words = _("Title and summary") if summed_up else label_of(heading[0])
    found = [Part(HEADING, words, heading)]
    if others:
        found.append(Part(DETAILS, _("Details"), others))
    found += [Part(f.name, label_of(f), [f]) for f in texts]
    for name in content_of(model).children:
        relation = child_relation(model, name)
        label = capfirst(relation.model._meta.verbose_name_plural)
        found.append(Part(name, label, relation=relation))
    return found


def label_of(found):
    return capfirst(str(found.verbose_name))


def part_choices(model):
    return [(part.key, part.label) for part in parts_of(model)]


def described_parts(model, snapshot):
    """The parts with what the snapshot holds in each."""
    names = Names()
    fields = current_names(model, snapshot["fields"])
    names.collect(content_fields(model), fields)
    found = parts_of(model)
    ordered = {part.key: rows_in_order(snapshot, part) for part in found if part.relation}
    for part in found:
        for values in ordered.get(part.key, ()):
            names.collect(part.relation.fields, values)
    names.resolve()
    for part in found:
        if part.relation:
            fields_of_row = part.relation.fields
            part.rows = [lines_of(fields_of_row, row, names) for row in ordered[part.key]]
        else:
            part.lines = lines_of(part.fields, fields, names)
    return found


def rows_in_order(snapshot, part):
    rows = snapshot["children"].get(part.key, {})
    ordered = sorted(rows.items(), key=lambda item: (item[1].get("position", 0), item[0]))
    return [values for _key, values in ordered]
