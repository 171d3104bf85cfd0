"""What to do with each record of a package; the rules are those of the package's docstring."""

from dataclasses import dataclass, field, replace

from publishing import snapshots
from publishing.history import History, PublicChange, PublicVersion
from publishing.models import Change, Version
from publishing.registry import content_of

from .tables import CHANGES, RECORDS, VERSIONS, reference_field, reference_to

STANDING = (Change.Kind.WITHDRAWN, Change.Kind.REINSTATED)
MAKING = (Change.Kind.PUBLISHED, Change.Kind.CHANGED)


@dataclass
class Plan:
    """`outcome`: created, updated, unchanged or conflict. `here`: the row that is updated.

    `history`: what to adopt. `content`: whether the rows are to be written.
    """

    row: object
    outcome: str
    here: object = None
    history: History | None = None
    content: bool = True
    sentence: str = ""

    @property
    def record(self):
        return self.here if self.here is not None else self.row.instance


@dataclass
class Elsewhere:
    """The public history of one record as the package tells it."""

    versions: list = field(default_factory=list)
    changes: list = field(default_factory=list)


class Comparison:
    def __init__(self, package, problems):
        self.package = package
        self.problems = problems
        self.children = package.children_by_owner()
        self.elsewhere = elsewhere_by_owner(package)

    def plans(self):
        found = []
        for table in RECORDS:
            rows = self.package.rows[table]
            field = reference_field(table.model)
            references = [row.values[field] for row in rows]
            named = table.model._base_manager.in_bulk(references, field_name=field)
            keyed = table.model._base_manager.in_bulk([row.instance.pk for row in rows])
            for row in rows:
                here = named.get(row.values[field])
                found.append(self.plan(row, here, keyed.get(row.instance.pk)))
        return [plan for plan in found if plan]

    def plan(self, row, here, keyed):
        own = reference_to(row.instance)
        if here is not None and here.unpublished_at:
            return Plan(row, "unchanged")
        if here is None and keyed is not None and not row.table.model.identifier_prefix:
            # The address of a theme or page may change; its key does not.
            here = keyed
        if here is None and keyed is not None:
            self.problems.at(row, "id", f"Another record here has this key: {keyed}.")
        elif here is None:
            return self.plan_new(row)
        elif here.pk != row.instance.pk:
            self.problems.at(row, "id", f"{own} is another record here, with the key {here.pk}.")
        elif not here.published_at:
            self.problems.at(
                row, "id", f"Here it is a draft, “{here}”: publish or delete that first."
            )
        else:
            return self.plan_known(row, here)
        return None

    def plan_new(self, row):
        told = self.elsewhere.get(id(row), Elsewhere())
        history = None
        if told.versions:
            history = History(tuple(told.versions), tuple(told.changes), *withdrawal_in(row))
        return Plan(row, "created", history=history)

    def plan_known(self, row, here):
        """Which side knows the other's content decides; neither: nothing is overwritten."""
        told = self.elsewhere.get(id(row), Elsewhere())
        ours = snapshots.take(here)
        theirs = self.snapshot(row, ours)
        public = list(Version.objects.of(here).public().newest_first())
        live = public[0]
        shared = [version for version in told.versions if same_moment(version, live)]
        if shared and shared[-1] is not told.versions[-1]:
            return self.plan_newer(row, here, live, told, shared[-1], theirs != ours)
        if snapshots.digest(theirs) == snapshots.digest(ours):
            return self.plan_equal(row, here, live, told)
        if snapshots.digest(theirs) in {version.digest for version in public[1:]}:
            return Plan(row, "unchanged")
        known = [v for v in told.versions if snapshots.digest(v.snapshot or theirs) == live.digest]
        if known:
            return self.plan_newer(row, here, live, told, known[-1])
        moved_there = told.versions and not same_moment(told.versions[-1], live)
        moved_here = live.number > 1 and live.published_by_id is not None
        if moved_there or moved_here:
            sentence = f"{reference_to(here)} “{here}” was changed here and in the package."
            return Plan(row, "conflict", here, sentence=sentence)
        return Plan(row, "updated", here)

    def plan_equal(self, row, here, live, told):
        known = told.versions[-1] if told.versions else None
        history = news(row, here, told, known)
        if not history.changes:
            return Plan(row, "unchanged")
        return Plan(row, "updated", here, history=history, content=False)

    def plan_newer(self, row, here, live, told, known, content=True):
        shift = live.number - known.number
        history = news(row, here, told, known, shift)
        versions = tuple(
            shifted(version, shift) for version in told.versions if version.number > known.number
        )
        history = History(versions, history.changes, history.withdrawn_at, history.withdrawn_reason)
        return Plan(row, "updated", here, history=history, content=content)

    def snapshot(self, row, ours):
        """The snapshot that the row and its children will have; columns left out stay ours."""
        model = row.table.model
        fields = values_of(row, snapshots.content_fields(model))
        fields |= left_out(self.package, row.table, ours["fields"])
        children = {}
        for name in content_of(model).children:
            relation = snapshots.child_relation(model, name)
            children[name] = {}
            for child in self.children.get((id(row), relation.model), ()):
                key = str(child.instance.pk)
                kept = left_out(self.package, child.table, ours["children"][name].get(key, {}))
                children[name][key] = values_of(child, relation.fields) | kept
        return {"fields": fields, "children": children}


def values_of(row, fields):
    return {field.name: value_of(row, field) for field in fields}


def value_of(row, field):
    if field.many_to_many:
        return sorted(str(target.pk) for target in row.sets[field.name])
    return snapshots.value_of(row.instance, field)


def left_out(package, table, ours):
    return {name: ours[name] for name in package.absent[table] if name in ours}


def elsewhere_by_owner(package):
    found = {}
    for row in sorted(package.of([VERSIONS]), key=lambda row: row.values["number"]):
        v = row.values
        version = PublicVersion(
            v["number"], v["published_at"], v["note"], v["minor"], v["snapshot"]
        )
        found.setdefault(id(row.owner), Elsewhere()).versions.append(version)
    for row in package.of([CHANGES]):
        names = ("kind", "at", "note", "minor", "version")
        change = PublicChange(*(row.values[name] for name in names))
        found.setdefault(id(row.owner), Elsewhere()).changes.append(change)
    return found


def withdrawal_in(row):
    return row.values.get("withdrawn_at"), row.values.get("withdrawn_reason") or ""


def news(row, here, told, known, shift=0):
    """What the package tells of the record since the version that both sides have."""
    ours = Change.objects.of(here)
    recorded = {(c.kind, c.at, c.note) for c in ours}
    changes = [c for c in told.changes if known and comes_after(c, known)]
    at, reason = withdrawal_in(row)
    if at and not told.changes:
        changes = [PublicChange(Change.Kind.WITHDRAWN, at, reason)]
    changes = [c for c in changes if (c.kind, c.at, c.note) not in recorded]
    changes = tuple(shifted(c, shift) for c in changes)
    last = max((c.at for c in ours if c.kind in STANDING), default=None)
    theirs_is_later = any(c.kind in STANDING and (not last or c.at > last) for c in changes)
    if theirs_is_later:
        return History((), changes, at, reason)
    changes = tuple(c for c in changes if c.kind not in STANDING)
    return History((), changes, here.withdrawn_at, here.withdrawn_reason)


def comes_after(change, version):
    """Whether it was told after the version was made, if only in the same moment."""
    if change.at != version.at:
        return change.at > version.at
    number = change.number or version.number
    made_it = change.kind in MAKING and number == version.number
    return number >= version.number and not made_it


def shifted(item, shift):
    return replace(item, number=item.number + shift) if item.number else item


def same_moment(version, live):
    return (version.number, version.at) == (live.number, live.published_at)
