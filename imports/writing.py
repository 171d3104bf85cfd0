"""One batch of rows, brought into the register through publication."""

from django.utils.translation import gettext as _
from publishing.batches import add, change

from publishing import drafts, snapshots
from publishing.applying import conform
from publishing.locks import newest_public
from publishing.models import Step
from publishing.steps import changes_in_words

from .asking import Asking
from .citing import Citing
from .comparing import compare, fresh
from .deciding import ASK, COMPARE, CREATE, REFUSED, UNCHANGED
from .lines import Telling, Told
from .models import Line, Said, Touch

Outcome = Line.Outcome


class Writing:
    """`write` takes [(row number, Decision, Cleaned or None)].

    `waiting`: numbers of the rows that name a record which a later batch makes.
    """

    def __init__(self, importer, decisions, run, telling, *, in_batches=False):
        self.importer = importer
        self.run = run
        self.telling = telling
        self.citing = Citing(run.started_at)
        self.asking = Asking(run, importer, run.started_at)
        self.targets = decisions.targets
        self.not_here_yet = decisions.not_here_yet if in_batches else set()
        self.waiting = set()

    def write(self, batch):
        self.told, self.touches, self.digests = {}, [], {}
        for number, decision, row in batch:
            self.tell_what_is_not_written(number, decision, row)
        rows = self.linked([(d, row) for number, d, row in batch if row and d.is_written])
        self.citing.find(one for _d, row in rows for one in self.cited(row))
        self.create([(d, row) for d, row in rows if d.what == CREATE])
        self.compare([(d, row) for d, row in rows if d.what == COMPARE])
        self.ask([(d, row) for d, row in rows if d.what == ASK])
        self.keep_touches()
        self.asking.keep()
        for number in sorted(self.told):
            self.telling.tell(*self.told[number])

    def write_what_waited(self, batch):
        """Rows that are told of already: nothing more is said of them."""
        telling, self.telling = self.telling, Telling()
        self.write(batch)
        self.telling = telling

    def linked(self, rows):
        """The rows whose references were found."""
        for _decision, row in rows:
            self.digests[row.number] = row.digest(self.importer.reads_as)
        self.not_here_yet -= {decision.key for decision, _row in rows}
        refused = self.importer.link([row for _d, row in rows], Targets(self))
        for _decision, row in rows:
            if row.waits:
                self.waiting.add(row.number)
                self.digests[row.number] = ""
            if row.number in refused:
                self.refuse(row, refused[row.number].messages, refused[row.number])
        return [(d, row) for d, row in rows if row.number not in refused]

    def tell_what_is_not_written(self, number, decision, row):
        if decision.what == UNCHANGED:
            self.say(Outcome.UNCHANGED, number, record=decision.key)
        elif decision.what == REFUSED:
            refusal = decision.refusal
            reason = " ".join(refusal.messages)
            place = {"column": refusal.column, "value": str(refusal.value)}
            self.say(Outcome.REFUSED, number, refusal.label, reason=reason, **place)

    def say(self, outcome, number, label="", content=None, **more):
        self.told[number] = (Told(outcome, number, label, **more), content)

    def refuse(self, row, sentences, refusal=None):
        place = {"column": refusal.column, "value": str(refusal.value)} if refusal else {}
        reason = " ".join(map(str, sentences))
        self.say(Outcome.REFUSED, row.number, row.label, reason=reason, **place)

    def cited(self, row):
        return row.cited or (self.importer.cited,)

    # New records

    def create(self, rows):
        said = self.said_before(rows)
        contents = {}
        for decision, row in rows:
            contents[decision.key] = content = fresh(decision.key, row)
            self.citing.cite(content, decision.key, self.cited(row))
        versions, refused = {}, {}
        for note, keys in self.by_note(rows, new=True):
            part = {key: contents[key] for key in keys}
            written = add(self.importer.model, part, note=note, **self.words())
            versions |= written.versions
            refused |= written.refused
        for decision, row in rows:
            if decision.key in refused:
                self.refuse(row, refused[decision.key])
                continue
            key, content = decision.key, contents[decision.key]
            self.touch(row, key, Touch.Outcome.CREATED, version=versions[key])
            more = {"record": key, "changes": self.in_words(None, content)}
            self.say(Outcome.CREATED, row.number, row.label, content, **more)
        self.remember([(d.key, row) for d, row in rows if d.key not in refused], said)

    def said_before(self, rows):
        """{the source's key: Said} of rows that this source has brought before."""
        if not rows:
            return {}
        return {s.key: s for s in Said.objects.of_rows(self.importer, [r for _d, r in rows])}

    def by_note(self, rows, *, new):
        """(note for readers, keys of the records): most sources have one note for all."""
        found = {}
        for decision, row in rows:
            found.setdefault(self.importer.note(row, new=new), []).append(decision.key)
        return found.items()

    def words(self):
        run = self.run
        return {
            "by": run.by,
            "at": run.started_at,
            "public": run.publishes,
            "road": Step.Road.IMPORT,
        }

    def in_words(self, before, after):
        """What changes, where somebody wants to read it."""
        if not self.telling.everything:
            return ()
        model = self.importer.model
        if before is None:
            empty = {"fields": {}, "children": {}}
            before, _left_out = conform(model, empty, None)
            after, _left_out = conform(model, after, None)
        return tuple(changes_in_words(model, before, after))

    # Records that are here

    def compare(self, rows):
        if not rows:
            return
        keys = [decision.key for decision, _row in rows]
        standing, said, undone = self.standing(keys), self.said_before(rows), self.undone(keys)
        changed = []
        for decision, row in rows:
            if decision.key not in standing:
                self.refuse(row, [_("The record was deleted meanwhile.")])
                continue
            before = standing[decision.key]
            self.importer.fit(row, before)
            told = said.get(row.key)
            compared = compare(self.importer, decision.key, before, row, told and told.values)
            if compared.content != before or decision.key in undone:
                self.citing.cite(compared.content, decision.key, self.cited(row))
                changed.append((decision, row, compared))
            else:
                self.tell(Outcome.UNCHANGED, decision, row, compared.clashes)
            self.asking.about_values(row, decision.key, compared.clashes)
        self.change(changed, standing, undone)
        self.note(rows, said)

    def note(self, rows, said):
        """Remember what the source says now, and for whoever undoes the run, what it said."""
        touched = {touch.key: touch for touch in self.touches}
        kept = [(d, row) for d, row in rows if self.told[row.number][0].outcome != Outcome.REFUSED]
        for decision, row in kept:
            before = said[row.key].as_it_was if row.key in said else None
            if row.key in touched:
                touched[row.key].said_before = before
            else:
                self.touch(row, decision.key, Touch.Outcome.NOTED, said_before=before)
        self.remember([(d.key, row) for d, row in kept], said)

    def standing(self, keys):
        """{key: content}: what readers see, or where drafts are made, the newest draft."""
        found = snapshots.take_many(self.importer.model, keys)
        if not self.run.publishes:
            records = self.importer.model._base_manager.in_bulk(list(found))
            for key, record in records.items():
                newest, _digest, _version = drafts.newest_content(record)
                found[key], _left_out = conform(type(record), newest, found[key])
        return found

    def tell(self, outcome, decision, row, clashes, content=None, changes=()):
        """A row with a clash is told as a conflict, whatever else came of it."""
        more = {"record": decision.key, "reason": decision.reason}
        if clashes:
            outcome = Outcome.CONFLICT
            changes = (*changes, *map(clash_in_words, clashes))
            more |= {
                "reason": _("What an editor wrote stands; the source says otherwise."),
                "column": clashes[0].place,
                "value": plain(clashes[0].theirs),
            }
        self.say(outcome, row.number, row.label, content, changes=tuple(changes), **more)

    def change(self, changed, standing, undone):
        if not changed:
            return
        contents = {decision.key: compared.content for decision, _row, compared in changed}
        heads = self.heads(contents)
        versions, refused = {}, {}
        for note, keys in self.by_note([(d, row) for d, row, _c in changed], new=False):
            part = {key: contents[key] for key in keys}
            revive = undone & part.keys()
            written = change(self.importer.model, part, note=note, revive=revive, **self.words())
            versions |= written.versions
            refused |= written.refused
        for decision, row, compared in changed:
            key = decision.key
            if key in refused:
                self.refuse(row, refused[key])
                continue
            again = key in undone
            outcome = Touch.Outcome.REVIVED if again else Touch.Outcome.UPDATED
            self.touch(row, key, outcome, version=versions.get(key), before=heads.get(key))
            told = Outcome.CREATED if again else Outcome.UPDATED
            changes = self.in_words(standing[key], compared.content)
            self.tell(told, decision, row, compared.clashes, compared.content, changes)

    def heads(self, keys):
        """{key: the Version that stood before}: the newest draft, or what readers saw last."""
        found = {}
        for record in self.importer.model._base_manager.in_bulk(list(keys)).values():
            draft = (
                None if self.run.publishes and record.was_public else drafts.open_version(record)
            )
            found[record.pk] = draft or newest_public(record)
        return found

    def undone(self, keys):
        """Those that are not public because the import that brought them was undone."""
        model = self.importer.model
        taken_back = model._base_manager.filter(pk__in=keys, unpublished_at__isnull=False)
        touches = Touch.objects.filter(
            content_type=self.importer.content_type,
            object_id__in=list(taken_back.values_list("pk", flat=True)),
            outcome__in=[Touch.Outcome.CREATED, Touch.Outcome.REVIVED],
            undone_at__isnull=False,
        )
        return set(touches.values_list("object_id", flat=True))

    def ask(self, rows):
        left_out = self.asking.left_out([row for _d, row in rows])
        for decision, row in rows:
            digest = self.digests[row.number]
            if left_out.get(row.key) == digest:
                reason = _("An editor left this row out.")
                self.say(Outcome.UNCHANGED, row.number, row.label, reason=reason)
                continue
            new_key = self.importer.key_of_new(row)
            self.asking.about_match(row, decision.doubt, digest, new_key)
            changes = tuple(
                {"what": one.label, "old": str(one.score), "new": one.reason}
                for one in decision.doubt.candidates
            )
            best = decision.doubt.candidates[0]
            words = _("Perhaps “%(other)s” (%(score)s: %(reason)s). An editor decides.")
            said = {"other": best.label, "score": best.score, "reason": best.reason}
            more = {"reason": words % said, "changes": changes}
            self.say(Outcome.CONFLICT, row.number, row.label, **more)

    # What is kept

    def touch(self, row, key, outcome, *, version=None, before=None, said_before=None):
        self.touches.append(
            Touch(
                run=self.run,
                number=row.number,
                content_type=self.importer.content_type,
                object_id=key,
                outcome=outcome,
                key=row.key,
                version=version,
                before=before,
                said_before=said_before,
            )
        )

    def keep_touches(self):
        """One a record: a row that waited was written before, in this run."""
        waited = [touch.key for touch in self.touches if touch.number in self.waiting]
        there = {touch.key: touch for touch in self.run.touches.filter(key__in=waited)}
        for touch in self.touches:
            first = there.get(touch.key)
            if first is not None and touch.version_id:
                first.version = touch.version
                first.save(update_fields=["version"])
        Touch.objects.bulk_create(touch for touch in self.touches if touch.key not in there)

    def remember(self, rows, said):
        """Keep what the source says, for the next run. `rows`: [(key of the record, Cleaned)]."""
        new, old = [], []
        for record, row in rows:
            there = said.get(row.key)
            one = there or Said(
                content_type=self.importer.content_type,
                origin=self.importer.origin,
                key=row.key,
            )
            one.object_id, one.values, one.at = record, row.said, self.run.started_at
            one.digest = self.digests[row.number]
            (old if there else new).append(one)
        Said.objects.bulk_create(new)
        Said.objects.bulk_update(old, ["object_id", "values", "digest", "at"], batch_size=200)


class Targets:
    """Where the rows of the source lead, as Importer.link is given it."""

    def __init__(self, writing):
        self.writing = writing

    def __contains__(self, key):
        return key in self.writing.targets

    def __getitem__(self, key):
        target = self.writing.targets[key]
        return None if target in self.writing.not_here_yet else target


def clash_in_words(clash):
    return {"what": clash.place, "old": plain(clash.ours), "new": plain(clash.theirs)}


def plain(values):
    """Values of a clash as one text."""
    return "; ".join(str(value) for value in values.values() if value not in (None, ""))
