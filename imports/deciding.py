"""The reading of a source: which record each row speaks of. Nothing is written."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from .bringing import match_with_identifiers
from .cleaned import LEFT_OUT, Doubt, Match, RowRefused
from .models import Said

BATCH = 1000
LONGEST_KEY = Said._meta.get_field("key").max_length
# A share of the rows that are known here; fewer rows than these may change at any time.
MOST_CHANGED, FEWEST_CHANGED = 0.20, 5
MOST_EMPTIED, FEWEST_EMPTIED = 0.01, 3

CREATE, COMPARE, UNCHANGED, ASK, REFUSED = "create", "compare", "unchanged", "ask", "refused"
# The row is a source, and no record.
CITE = "cite"


@dataclass(slots=True)
class Decision:
    """What is to be done with one row. `key`: of the record, here or to be."""

    what: str
    key: object = None
    reason: str = ""
    refusal: RowRefused | None = None
    doubt: Doubt | None = None

    @property
    def is_written(self):
        return self.what in (CREATE, COMPARE, ASK, CITE)


@dataclass
class Decisions:
    """`of`: {row number: Decision}. `targets`: {the source's key: key of the record}."""

    of: dict = field(default_factory=dict)
    targets: dict = field(default_factory=dict)
    left_out: int = 0
    known: int = 0
    changed: int = 0
    emptied: int = 0

    def __len__(self):
        return len(self.of)

    @property
    def not_here_yet(self):
        """Keys of the records that are still to be made."""
        return {decision.key for decision in self.of.values() if decision.what == CREATE}

    @property
    def too_large_a_change(self):
        """A sentence where more has changed than a source usually changes, or ""."""
        more = _(
            "Nothing of it was written. Look at the source; if all is well, allow a large change."
        )
        if self.emptied >= FEWEST_EMPTIED and self.emptied > MOST_EMPTIED * self.known:
            words = _("%(n)s of %(known)s known rows have lost values.")
            return f"{words % {'n': self.emptied, 'known': self.known}} {more}"
        if self.changed >= FEWEST_CHANGED and self.changed > MOST_CHANGED * self.known:
            words = _("%(n)s of %(known)s known rows have changed.")
            return f"{words % {'n': self.changed, 'known': self.known}} {more}"
        return ""


class Deciding:
    """Reads all rows once; those that are to be written are kept in the Spool."""

    def __init__(self, importer, spool):
        self.importer = importer
        self.spool = spool
        self.decisions = Decisions()
        # {the source's key: row number}, {key of the record: row number}: they hold every row.
        self.seen = {}
        self.spoken_for = {}
        self.doubled = set()

    def decide(self, advance=lambda count: None):
        """The Decisions; raises Unreadable."""
        batch = []
        for raw in self.importer.reader.rows():
            batch.append(raw)
            if len(batch) == BATCH:
                self.decide_batch(batch)
                advance(len(batch))
                batch = []
        self.decide_batch(batch)
        advance(len(batch))
        self.importer.end_matching()
        targets = self.decisions.targets
        for key in [key for key, record in targets.items() if record in self.doubled]:
            del targets[key]
        return self.decisions

    def decide_batch(self, batch):
        cleaned = [row for row in map(self.cleaned, batch) if row]
        self.decide_rows(cleaned)
        kept = {row.number: row for row in cleaned if not self.is_unchanged(row.number)}
        numbers = [raw.number for raw in batch if raw.number in self.decisions.of]
        self.spool.add([(number, kept.get(number)) for number in numbers])

    def is_unchanged(self, number):
        decision = self.decisions.of.get(number)
        return decision is not None and decision.what == UNCHANGED

    def decide_rows(self, rows):
        rows = [row for row in rows if not self.is_double(row)]
        rows = [row for row in rows if row.number not in self.decisions.of]
        for row in rows:
            if row.only_cited:
                self.settle(row, Decision(CITE))
        rows = [row for row in rows if not row.only_cited]
        known = self.known_rows(rows)
        there = self.still_there({said[0] for said in known.values()})
        unknown = []
        for row in rows:
            said = known.get(row.key)
            if said is None or said[0] not in there:
                unknown.append(row)
                continue
            self.decisions.known += 1
            if said[1] == row.digest(self.importer.reads_as):
                self.settle(row, Decision(UNCHANGED, there[said[0]]))
            else:
                self.decisions.changed += bool(said[1])
                self.settle(row, Decision(COMPARE, there[said[0]], _("known from this source")))
        self.count_emptied([row for row in rows if self.is_compared(row, known)])
        self.match(unknown)

    def is_compared(self, row, known):
        decision = self.decisions.of.get(row.number)
        return row.key in known and decision is not None and decision.what == COMPARE

    def cleaned(self, raw):
        if raw.problem:
            self.decisions.of[raw.number] = Decision(REFUSED, refusal=RowRefused(raw.problem))
            return None
        try:
            row = self.importer.clean(raw)
            if row is not None and len(row.key) > LONGEST_KEY:
                words = _("Its key has more than %(most)s characters.") % {"most": LONGEST_KEY}
                raise RowRefused(words, label=row.label)
        except RowRefused as refusal:
            refusal.label = refusal.label or self.importer.label_of(raw)
            self.decisions.of[raw.number] = Decision(REFUSED, refusal=refusal)
            return None
        self.decisions.left_out += row is None
        return row

    def is_double(self, row):
        """Two rows with one key: neither can be right."""
        first = self.seen.setdefault(row.key, row.number)
        if first == row.number:
            return False
        self.decisions.targets.pop(row.key, None)
        self.refuse_both(row.number, first, _("Row %(number)s has the same key."))
        return True

    def refuse_both(self, number, first, words):
        for one, other in ((number, first), (first, number)):
            refusal = RowRefused(words % {"number": other})
            self.decisions.of[one] = Decision(REFUSED, refusal=refusal)

    def known_rows(self, rows):
        """{the source's key: (key of the record, digest of what was said of it)}."""
        found = Said.objects.of_rows(self.importer, rows)
        rows = found.values_list("key", "object_id", "digest")
        return {key: (record, digest) for key, record, digest in rows}

    def still_there(self, keys):
        """{key: key of the record that stands for it today} of those that are in the register."""
        model = self.importer.model
        found = dict.fromkeys(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        replaced = model.replacements(found)
        to_key = model._meta.pk.to_python
        return {key: to_key(replaced.get(str(key), key)) for key in found}

    def count_emptied(self, rows):
        found = Said.objects.of_rows(self.importer, rows)
        values = dict(found.values_list("key", "values"))
        for row in rows:
            before = (values.get(row.key) or {}).get("fields", {})
            self.decisions.emptied += any(
                before[name] not in (None, "", []) and row.fields.get(name) in (None, "", [])
                for name in before.keys() - self.found_later
            )

    @cached_property
    def found_later(self):
        """Fields that name other records: what they lead to is found when the row is written."""
        fields = self.importer.model._meta.get_fields()
        return {field.name for field in fields if field.remote_field}

    def match(self, rows):
        """Rows that this source has not brought before."""
        made = {self.importer.key_of_new(row): row for row in rows}
        there = self.still_there(made)
        new = [row for key, row in made.items() if key not in there]
        matched = match_with_identifiers(self.importer, new)
        for key, row in made.items():
            found = matched.get(row.number)
            if key in there:
                self.settle(row, Decision(COMPARE, there[key], _("made from this row before")))
            elif isinstance(found, Match):
                self.settle(row, Decision(COMPARE, found.key, found.reason))
            elif isinstance(found, Doubt):
                self.settle(row, Decision(ASK, doubt=found))
            elif isinstance(found, RowRefused):
                found.label = found.label or row.label
                self.decisions.of[row.number] = Decision(REFUSED, refusal=found)
            elif found is LEFT_OUT:
                self.decisions.left_out += 1
            else:
                self.settle(row, Decision(CREATE, key))

    def settle(self, row, decision):
        """Two rows that speak of one record are both refused."""
        if decision.key is not None:
            first = self.spoken_for.setdefault(decision.key, row.number)
            if first != row.number:
                self.doubled.add(decision.key)
                words = _("Row %(number)s speaks of the same record.")
                self.refuse_both(row.number, first, words)
                return
            self.decisions.targets[row.key] = decision.key
        self.decisions.of[row.number] = decision
