"""What differs between two snapshots, in the words an editor knows."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import unescape

from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .descriptions import Names, lines_of
from .merging import changed_units, units
from .registry import content_of
from .richtext import RichTextField
from .snapshots import child_relation, content_fields, file_fields

# Two long texts are compared word by word up to this many words, else they stand side by side.
MOST_WORDS = 3000
NAMING = ("name", "title", "text", "office")
BLOCK_ENDS = re.compile(r"</(?:p|li|h[1-6]|blockquote|tr)>|<br ?/?>")
WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """Some words of a text; `changed`: they are not in the other one."""

    text: str
    changed: bool = False


@dataclass
class Difference:
    """One field or row that differs. `sort`: changed, added, removed or moved.

    `old` and `new` are lists of Pieces; of a row each line is (label, pieces).
    """

    unit: tuple
    label: str
    sort: str = "changed"
    old: list = field(default_factory=list)
    new: list = field(default_factory=list)
    old_lines: list = field(default_factory=list)
    new_lines: list = field(default_factory=list)
    old_files: list = field(default_factory=list)
    new_files: list = field(default_factory=list)
    note: str = ""

    @property
    def is_row(self):
        return self.unit[0] == "children"

    @property
    def key(self):
        """How a form names it."""
        return ":".join(self.unit)

    def in_words(self):
        """What changed as plain text, for the history."""
        return {
            "what": self.label if self.sort == "changed" else f"{self.label} ({SORTS[self.sort]})",
            "old": self.plain(self.old, self.old_lines),
            "new": self.plain(self.new, self.new_lines),
        }

    @staticmethod
    def plain(pieces, lines):
        if lines:
            return "; ".join(f"{label}: {text_of(found)}" for label, found in lines)
        return text_of(pieces)


SORTS = {"added": "added", "removed": "removed", "moved": "moved", "changed": "changed"}


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


def compare(model, old, new):
    """A Difference for each unit that differs, in the order of the record. Both conformed."""
    changed = changed_units(model, old, new)
    before, after = units(model, old), units(model, new)
    names = Names()
    for unit in changed:
        for found in (before.get(unit), after.get(unit)):
            if found is not None:
                names.collect(*named_values(model, unit, found))
    names.resolve()
    differences = []
    for unit in changed:
        old, new = before.get(unit), after.get(unit)
        found = difference_of(model, unit, old, new, names)
        found.old_files, found.new_files = (files_of(model, unit, value) for value in (old, new))
        differences.append(found)
    return differences


def files_of(model, unit, value):
    """The stored names of the files in one side of a difference."""
    if value is None:
        return []
    fields, values = named_values(model, unit, value)
    return [values[name] for name in file_fields(fields) if values.get(name)]


def named_values(model, unit, value):
    """(fields, values) of a unit."""
    if unit[0] == "fields":
        fields = {f.name: f for f in content_fields(model)}
        return [fields[name] for name in unit[1:]], dict(zip(unit[1:], value, strict=True))
    return child_relation(model, unit[1]).fields, value


def difference_of(model, unit, old, new, names):
    if unit[0] == "children":
        return difference_of_rows(model, unit, old, new, names)
    fields, _values = named_values(model, unit, new)
    label = capfirst(str(fields[0].verbose_name))
    old_text, new_text = (
        text_of_unit(fields, dict(zip(unit[1:], value, strict=True)), names) for value in (old, new)
    )
    found = Difference(unit, label)
    if old_text == new_text:
        if isinstance(fields[0], RichTextField):
            found.note = _("Only the layout differs.")
        else:
            old_text, new_text = (
                every_field_text(fields, unit, value, names) for value in (old, new)
            )
    found.old, found.new = marked(old_text, new_text)
    return found


def every_field_text(fields, unit, value, names):
    """With what only qualifies another field, such as how exact an amount is."""
    values = dict(zip(unit[1:], value, strict=True))
    texts = [(capfirst(str(f.verbose_name)), field_text(f, values, names)) for f in fields]
    return ", ".join(f"{label}: {text}" for label, text in texts if text)


def text_of_unit(fields, values, names):
    """The value in words; of several fields each with its label."""
    if isinstance(fields[0], RichTextField):
        return plain_text(values[fields[0].name])
    lines = lines_of(fields, values, names)
    if len(fields) == 1:
        return lines[0].value if lines else ""
    return ", ".join(f"{line.label}: {line.value}" for line in lines)


def plain_text(html):
    """The words of rich text, a line a paragraph."""
    return unescape(strip_tags(BLOCK_ENDS.sub(r"\g<0>\n", html))).strip()


def difference_of_rows(model, unit, old, new, names):
    relation = child_relation(model, unit[1])
    label = (
        f"{capfirst(relation.model._meta.verbose_name)}: {row_name(relation, new or old, names)}"
    )
    if old is None or new is None:
        found = Difference(unit, label, "removed" if new is None else "added")
        words = pieces_of_lines(relation.fields, old or new, names)
        if new is None:
            found.old_lines = words
        else:
            found.new_lines = words
        return found
    fields = [f for f in relation.fields if old.get(f.name) != new.get(f.name)]
    places = [f for f in fields if f.name == "position"]
    if fields == places:
        found = Difference(unit, label, "moved")
        found.old, found.new = ([Piece(place_words(row))] for row in (old, new))
        return found
    found = Difference(unit, label)
    for f in fields:
        line_label = capfirst(str(f.verbose_name))
        old_text, new_text = (field_text(f, row, names) for row in (old, new))
        old_pieces, new_pieces = marked(old_text, new_text)
        found.old_lines.append((line_label, old_pieces))
        found.new_lines.append((line_label, new_pieces))
    return found


def place_words(row):
    return _("place %(position)s") % {"position": row.get("position", 0)}


def field_text(f, values, names):
    if isinstance(f, RichTextField):
        return plain_text(values[f.name])
    if f.name in ("position", "fact") or f.name.endswith(("_qualifier", "_language")):
        return str(dict(f.flatchoices).get(values[f.name], values[f.name]))
    lines = lines_of([f], values, names)
    return lines[0].value if lines else ""


def row_name(relation, values, names):
    """What an editor would call the row: its own name, or else the first thing that it says."""
    own = next((values[name] for name in NAMING if values.get(name)), None)
    if own:
        return own
    lines = lines_of(relation.fields, values, names)
    return lines[0].value or plain_text(lines[0].html) if lines else "–"


def pieces_of_lines(fields, values, names):
    return [
        (line.label, [Piece(line.value or plain_text(line.html))])
        for line in lines_of(fields, values, names)
    ]


def marked(old, new):
    """Two texts as Pieces, what is not in the other one marked."""
    old_words, new_words = WORDS.findall(old), WORDS.findall(new)
    if len(old_words) + len(new_words) > MOST_WORDS:
        return [Piece(old, True)], [Piece(new, True)]
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
    old_pieces, new_pieces = [], []
    for sort, i1, i2, j1, j2 in matcher.get_opcodes():
        for pieces, words in ((old_pieces, old_words[i1:i2]), (new_pieces, new_words[j1:j2])):
            if words:
                pieces.append(Piece("".join(words), sort != "equal"))
    return old_pieces, new_pieces


def same_fields(model, old, new):
    """The labels of what is equal in both, rows by their sort."""
    changed = changed_units(model, old, new)
    names = {name for unit in changed if unit[0] == "fields" for name in unit[1:]}
    relations = {unit[1] for unit in changed if unit[0] == "children"}
    labels = [str(f.verbose_name) for f in content_fields(model) if f.name not in names]
    for relation in content_of(model).children:
        if relation not in relations:
            labels.append(str(child_relation(model, relation).model._meta.verbose_name_plural))
    return labels
