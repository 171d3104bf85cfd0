"""What an organisation holds itself, brought to the one that it is merged into.

Its rows stay with it as they are, so that undoing is sure; the other one gets copies. Identifiers
move: each names one organisation.
"""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing.facts import fact_path
from publishing.models import Citation
from publishing.ordering import fold
from publishing.snapshots import value_of

from .deeds import field_of, own_values
from .models import Name
from .vocabulary import NameKind

# What the other one says itself stays; fields of one tuple go together.
TAKEN_WHERE_EMPTY = (
    ("acronym",),
    ("native_name", "native_name_language"),
    ("kind",),
    ("country",),
    ("parent",),
    ("successor",),
    ("website",),
    ("summary",),
    ("body",),
    ("logo", "logo_credit"),
)
IN_OTHER_ROWS = ("acronym", "native_name", "parent", "successor", "body")
LONGEST_VALUE = 300


def folded(text):
    """As `fold`, also for what has no letters."""
    return fold(text) or text.strip().casefold()


class OwnContent:
    """`paths`: {fact of the one that goes: the same fact of the other}."""

    def __init__(self, plan):
        self.plan, self.gone, self.into = plan, plan.gone, plan.into
        self.paths = {}

    def add(self):
        self.fields = self.take_fields()
        self.add_names()
        self.move_identifiers()
        self.copy_rows("sites", lambda s: (folded(s.name), folded(s.place), str(s.country)))
        self.copy_rows("memberships", lambda m: (m.body_id, m.since))
        self.add_themes()
        self.copy_citations()

    def take_fields(self):
        """What the other one leaves empty; returns its values as they will be."""
        values = {}
        for names in TAKEN_WHERE_EMPTY:
            ours, theirs = (self.value(record, names[0]) for record in (self.into, self.gone))
            taken = bool(theirs and not ours and not self.leads_back(names[0]))
            if taken:
                old, new = self.values(self.into, names), self.values(self.gone, names)
                self.plan.change(self.into, self.into, old, new)
            elif ours and theirs and ours != theirs and names[0] not in IN_OTHER_ROWS:
                self.note_difference(names[0])
            values |= {name: self.value(self.gone if taken else self.into, name) for name in names}
        return values

    def value(self, record, name):
        return value_of(record, field_of(type(record), name))

    def values(self, record, names):
        """By attribute, as deeds keep them."""
        fields = [record._meta.get_field(name) for name in names]
        return {field.attname: value_of(record, field) for field in fields}

    def leads_back(self, name):
        """Whether the other one would be below or after itself."""
        if name not in ("parent", "successor"):
            return False
        seen, other = {self.gone.pk, self.into.pk}, getattr(self.gone, name)
        while other is not None and other.pk not in seen:
            seen.add(other.pk)
            other = getattr(other, name)
        return other is not None

    def note_difference(self, name):
        label = capfirst(str(self.into._meta.get_field(name).verbose_name))
        words = _("%(field)s: “%(ours)s” stays; “%(theirs)s” does not come over.")
        said = {"ours": printed(self.into, name), "theirs": printed(self.gone, name)}
        self.plan.notes.append(words % {"field": label, **said})

    def add_names(self):
        """Each name that the other one does not have yet, in whatever spelling."""
        into = self.into
        known = {folded(into.name): "name"}
        for name in ("acronym", "native_name"):
            if self.fields[name]:
                known.setdefault(folded(self.fields[name]), name)
        rows = list(into.names.order_by("position", "pk"))
        for row in rows:
            known.setdefault(folded(row.name), fact_path("names", row.pk, "name"))
        self.position = max((row.position for row in rows), default=0)
        gone = self.gone
        self.add_name(known, "name", NameKind.ALIAS, gone.name, "")
        self.add_name(known, "acronym", NameKind.ACRONYM, gone.acronym, "")
        language = gone.native_name_language
        self.add_name(known, "native_name", NameKind.NATIVE, gone.native_name, language)
        for row in gone.names.order_by("position", "pk"):
            if folded(row.name) not in known:
                new = self.copy(row, self.next_position())
                known[folded(row.name)] = fact_path("names", new.pk, "name")
            whole = known[folded(row.name)].removesuffix("/name")
            self.paths[fact_path("names", row.pk)] = whole
            self.paths[fact_path("names", row.pk, "name")] = known[folded(row.name)]

    def add_name(self, known, fact, kind, text, language):
        if not text:
            return
        if folded(text) not in known:
            row = Name(
                pk=self.plan.new_key(self.gone, fact),
                organisation=self.into,
                position=self.next_position(),
                kind=kind,
                name=text,
                language=language,
            )
            self.plan.add(row, self.into)
            known[folded(text)] = fact_path("names", row.pk, "name")
        self.paths[fact] = known[folded(text)]

    def next_position(self):
        self.position += 1
        return self.position

    def copy(self, row, position):
        new = type(row)(**own_values(row))
        new.pk, new.organisation, new.position = self.plan.new_key(row), self.into, position
        self.plan.add(new, self.into)
        return new

    def copy_rows(self, relation, likeness):
        rows = list(getattr(self.into, relation).order_by("position", "pk"))
        known = {likeness(row): row for row in rows}
        position = max((row.position for row in rows), default=0)
        for row in getattr(self.gone, relation).order_by("position", "pk"):
            if likeness(row) not in known:
                position += 1
                known[likeness(row)] = self.copy(row, position)
            same = known[likeness(row)]
            self.paths[fact_path(relation, row.pk)] = fact_path(relation, same.pk)

    def move_identifiers(self):
        rows = list(self.into.identifiers.order_by("position", "pk"))
        known = {(row.scheme, folded(row.value)): row for row in rows}
        position = max((row.position for row in rows), default=0)
        for row in self.gone.identifiers.order_by("position", "pk"):
            same = known.get((row.scheme, folded(row.value)))
            if same is None:
                self.note_second(row, rows)
                position += 1
                old = own_values(row)
                new = {**old, "organisation_id": str(self.into.pk), "position": position}
                self.plan.change(row, self.into, old, new)
            path = fact_path("identifiers", (same or row).pk)
            self.paths[fact_path("identifiers", row.pk)] = path

    def note_second(self, row, rows):
        for other in rows:
            if other.scheme == row.scheme and row.scheme != "other":
                words = _("Two numbers in one register: %(first)s and %(second)s. Are they one?")
                self.plan.notes.append(words % {"first": other, "second": row})

    def add_themes(self):
        before = self.value(self.into, "themes")
        after = sorted({*before, *self.value(self.gone, "themes")})
        self.plan.change(self.into, self.into, {"themes": before}, {"themes": after})

    def copy_citations(self):
        cited = list(self.into.citations.order_by("position", "pk"))
        known = {(citation.source_id, citation.fact) for citation in cited}
        position = max((citation.position for citation in cited), default=0)
        for citation in self.gone.citations.order_by("position", "pk"):
            fact, value = self.fact_and_value(citation)
            if (citation.source_id, fact) in known:
                continue
            known.add((citation.source_id, fact))
            position += 1
            copied = own_values(citation) | {
                "object_id": str(self.into.pk),
                "position": position,
                "fact": fact,
                "value": value,
            }
            self.plan.add(Citation(pk=self.plan.new_key(citation), **copied), self.into)

    def fact_and_value(self, citation):
        """What the source supports there; where the other one says something else, what it says."""
        fact, value = citation.fact, citation.value
        for known in sorted(self.paths, key=len, reverse=True):
            if fact == known or fact.startswith(f"{known}/"):
                path = self.paths[known]
                return path + (fact.removeprefix(known) if "/" in path else ""), value
        if fact not in self.fields:
            return ("", "") if fact else ("", value)
        if self.value(self.gone, fact) == self.fields[fact] or value:
            return fact, value
        said = printed(self.gone, fact)
        return (fact, said) if said and fact != "body" else ("", "")


def printed(record, name):
    """The words of a field, as a citation keeps what a source says instead."""
    value = getattr(record, name)
    if name == "country":
        value = record.country.name
    elif hasattr(record, f"get_{name}_display"):
        value = getattr(record, f"get_{name}_display")()
    return str(value or "")[:LONGEST_VALUE]
