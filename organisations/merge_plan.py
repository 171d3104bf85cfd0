"""What putting two organisations together would do to each row, before anything is written."""

import hashlib
import json
import uuid
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from publishing.facts import fact_path
from publishing.models import Citation
from publishing.naming import leads_to_a_record
from publishing.registry import content_of
from publishing.rights import Refused
from publishing.snapshots import child_relation, value_of

from .deeds import Deed, field_of, own_values, reference
from .own_content import OwnContent

# A merge of more is no double; and it would hold its locks for too long.
MOST_RECORDS = 200
MOST_ROWS = 2000


@dataclass
class MergePlan:
    """`deeds`: in the order in which they are done. `owners`: {reference: other record touched}.

    `notes`: sentences on what an editor should look at.
    """

    gone: object
    into: object
    keep_names: bool = True
    deeds: list = field(default_factory=list)
    owners: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)

    @classmethod
    def make(cls, gone, into, *, keep_names=True):
        """Raises Refused when too much would move."""
        plan = cls(gone, into, keep_names)
        plan.round = gone.merges.count()
        OwnContent(plan).add()
        for relation in gone._meta.related_objects:
            if names_others(relation):
                plan.follow(relation)
        plan.deeds.sort(key=lambda deed: not deed.after)
        return plan

    @property
    def digest(self):
        """The same for as long as merging would do the same."""
        said = [deed.to_json() for deed in self.deeds]
        text = json.dumps([str(self.gone.pk), str(self.into.pk), said], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def new_key(self, row, what=""):
        """The key of a copy: the same each time one looks, another when it is done again."""
        return uuid.uuid5(self.gone.pk, f"{self.into.pk} {row.pk} {what} {self.round}")

    def change(self, row, owner, old, new):
        """Record what differs between two {attribute: value} of a row."""
        before = {name: value for name, value in old.items() if new[name] != value}
        if before:
            after = {name: new[name] for name in before}
            self.deeds.append(Deed.of(row, owner, before, after))

    def add(self, row, owner):
        self.deeds.append(Deed.of(row, owner, {}, own_values(row)))

    def remove(self, row, owner):
        self.deeds.append(Deed.of(row, owner, own_values(row), {}))

    def follow(self, relation):
        """Let what names the one that goes name the other one."""
        model, name = relation.related_model, relation.field.name
        own_field = getattr(model, "owner_field", None)
        found = model._base_manager.filter(**{name: self.gone}).order_by("pk")
        by_owner = {}
        found = found.select_related(own_field) if own_field else found
        rows = list(found[: MOST_ROWS + 1])
        for row in rows:
            owner = getattr(row, own_field) if own_field else row
            if owner not in (self.gone, self.into):
                self.owners[reference(owner)] = owner
                by_owner.setdefault(owner, []).append(row)
        if len(rows) > MOST_ROWS or len(self.owners) > MOST_RECORDS:
            words = _("Too many records name “%(gone)s”. Move some of them by hand first.")
            raise Refused(words % {"gone": self.gone})
        if relation.field.many_to_many:
            for row, owner in each(by_owner):
                self.exchange(row, owner, name)
        elif own_field:
            self.follow_rows(model, name, own_field, by_owner)
        else:
            pointer = relation.field.attname
            for row, owner in each(by_owner):
                self.change(row, owner, {pointer: str(self.gone.pk)}, {pointer: str(self.into.pk)})

    def follow_rows(self, model, name, own_field, by_owner):
        found = model._base_manager.filter(**{name: self.into, f"{own_field}__in": by_owner})
        kept = {}
        for row in found.order_by("position", "pk"):
            kept.setdefault(getattr(row, f"{own_field}_id"), []).append(row)
        for owner, rows in by_owner.items():
            beside = kept.get(owner.pk, [])
            for row in most_telling_first(rows, beside):
                self.repoint(row, owner, name, beside)

    def exchange(self, row, owner, name):
        before = value_of(row, field_of(type(row), name))
        after = sorted({*before, str(self.into.pk)} - {str(self.gone.pk)})
        self.change(row, owner, {name: before}, {name: after})

    def repoint(self, row, owner, name, beside):
        """`beside`: the rows of the owner that name the other one already."""
        old = own_values(row)
        kept = next((other for other in beside if row.repeats(other)), None)
        if kept is not None:
            self.put_together(row, kept, owner)
            return
        if self.keep_names:
            row.named_until_now(self.gone)
        setattr(row, name, self.into)
        for other in [other for other in beside if other.repeats(row)]:
            row.take_in(other)
            self.let_follow(other, row, owner)
            self.remove(other, owner)
            self.note_double(owner, row)
            beside.remove(other)
        beside.append(row)
        self.change(row, owner, old, own_values(row))

    def put_together(self, row, kept, owner):
        old = own_values(kept)
        kept.take_in(row)
        self.change(kept, owner, old, own_values(kept))
        self.let_follow(row, kept, owner)
        self.remove(row, owner)
        self.note_double(owner, row)

    def note_double(self, owner, row):
        words = _("“%(record)s” names both in the same part (%(row)s): one row stays.")
        self.notes.append(words % {"record": owner, "row": row._meta.verbose_name})

    def let_follow(self, row, kept, owner):
        """What points at a row that goes, and what cites it, is about the one that stays."""
        for relation in row._meta.related_objects:
            attribute = relation.field.attname
            for other in relation.related_model._base_manager.filter(**{attribute: row.pk}):
                self.change(other, owner, {attribute: str(row.pk)}, {attribute: str(kept.pk)})
        children = content_of(type(owner)).children
        name = next(n for n in children if child_relation(type(owner), n).model is type(row))
        self.move_citations(owner, fact_path(name, row.pk), fact_path(name, kept.pk))

    def move_citations(self, owner, old, new):
        kind = ContentType.objects.get_for_model(owner)
        cited = list(Citation.objects.filter(content_type=kind, object_id=owner.pk).order_by("pk"))
        said = {(c.source_id, c.fact) for c in cited}
        for citation in cited:
            if citation.fact == old or citation.fact.startswith(f"{old}/"):
                fact = new + citation.fact.removeprefix(old)
                if (citation.source_id, fact) in said:
                    self.remove(citation, owner)
                else:
                    said.add((citation.source_id, fact))
                    self.change(citation, owner, {"fact": citation.fact}, {"fact": fact})


def each(by_owner):
    return [(row, owner) for owner, rows in by_owner.items() for row in rows]


def most_telling_first(rows, beside):
    """So that a row that took another in does not go itself."""
    everything = [*rows, *beside]
    return sorted(
        rows, key=lambda row: sum(row.repeats(other) for other in everything if other is not row)
    )


def names_others(relation):
    """Whether records name an organisation by this, apart from the rows that belong to it."""
    field = relation.field
    is_its_own = field.name == getattr(relation.related_model, "owner_field", None)
    return leads_to_a_record(relation) and field.editable and not is_its_own
