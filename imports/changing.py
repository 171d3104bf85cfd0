"""Rows that speak of records which are here."""

from django.utils.translation import gettext as _

from publishing import drafts, snapshots
from publishing.applying import conform
from publishing.batches import change
from publishing.batches.versions import live_versions, open_versions
from publishing.fact_words import place_in_words, values_in_words
from publishing.locks import newest_public
from publishing.steps import changes_in_words, cut

from .comparing import compare
from .models import Line, Touch

Outcome = Line.Outcome


class Changing:
    def __init__(self, writing):
        self.writing = writing
        self.importer = writing.importer
        self.keeping = writing.keeping
        self.publishes = writing.run.publishes

    def change(self, rows):
        """`rows`: [(Decision, Cleaned)]."""
        if not rows:
            return
        keys = [decision.key for decision, _row in rows]
        self.standing, self.undone = self.contents(keys), self.undone_among(keys)
        self.said = self.keeping.said_before([row for _d, row in rows])
        changed = []
        for decision, row in rows:
            if decision.key not in self.standing:
                self.writing.refuse(row, [_("The record was deleted meanwhile.")])
            elif compared := self.compare(decision, row):
                changed.append((decision, row, compared))
        self.write(changed)
        self.remember(rows)

    def contents(self, keys):
        """{key: content}: what readers see, or where drafts are made, the newest draft."""
        found = snapshots.take_many(self.importer.model, keys)
        if self.publishes:
            return found
        for key, record in self.importer.model._base_manager.in_bulk(list(found)).items():
            newest, _digest, _version = drafts.newest_content(record)
            found[key], _left_out = conform(type(record), newest, found[key])
        return found

    def undone_among(self, keys):
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

    def compare(self, decision, row):
        """The Compared content where something is to be written."""
        key, before = decision.key, self.standing[decision.key]
        said = self.said.get(row.key)
        said = said and said.values
        fitted = self.importer.fit(row, before, said)
        compared = compare(self.importer, key, before, fitted, said)
        if not self.importer.asks:
            compared.clashes.clear()
        self.writing.asking.about_values(row, key, compared.clashes)
        if compared.content == before and key not in self.undone:
            self.tell(Outcome.UNCHANGED, decision, row, compared.clashes)
            return None
        self.writing.citing.cite(compared.content, key, self.importer.sources_of(row))
        return compared

    def write(self, changed):
        if not changed:
            return
        contents = {decision.key: compared.content for decision, _row, compared in changed}
        heads = self.heads(contents.keys())
        versions, refused = self.publish([(d, row) for d, row, _c in changed], contents)
        for decision, row, compared in changed:
            key = decision.key
            if key in refused:
                self.writing.refuse(row, refused[key])
                continue
            touched, told = Touch.Outcome.UPDATED, Outcome.UPDATED
            if key in self.undone:
                touched, told = Touch.Outcome.REVIVED, Outcome.CREATED
            self.keeping.touch(row, key, touched, version=versions.get(key), before=heads.get(key))
            changes = self.in_words(key, compared.content)
            self.tell(told, decision, row, compared.clashes, compared.content, changes)

    def publish(self, rows, contents):
        versions, refused = {}, {}
        for note, keys in self.writing.by_note(rows, new=False):
            part = {key: contents[key] for key in keys}
            revive = self.undone & part.keys()
            coming = self.writing.ahead.named_in(part)
            words = {"note": note, "revive": revive, "coming": coming, **self.writing.words}
            written = change(self.importer.model, part, **words)
            versions |= written.versions
            refused |= written.refused
        return versions, refused

    def heads(self, keys):
        """{key: the Version that stood before}: the newest draft, or what readers saw last."""
        model = self.importer.model
        live, open_ones = live_versions(model, keys), open_versions(model, keys)
        if self.publishes:
            open_ones = {key: one for key, one in open_ones.items() if key not in live}
        found = live | open_ones
        for record in model._base_manager.filter(pk__in=keys - found.keys()):
            # It was taken back.
            found[record.pk] = newest_public(record)
        return found

    def in_words(self, key, content):
        if not self.writing.telling.everything:
            return ()
        return changes_in_words(self.importer.model, self.standing[key], content)

    def tell(self, outcome, decision, row, clashes, content=None, changes=()):
        """A row with a clash is told as a conflict, whatever else came of it."""
        reason = "; ".join(filter(None, [decision.reason, row.remark]))
        told = {"record": decision.key, "reason": reason}
        if clashes:
            outcome = Outcome.CONFLICT
            standing = self.standing[decision.key]
            found = [clash_in_words(self.importer.model, standing, clash) for clash in clashes]
            changes = (*changes, *found)
            told["reason"] = _("What an editor wrote stands; the source says otherwise.")
            told |= {"column": found[0]["what"], "value": found[0]["new"]}
        self.writing.say(outcome, row.number, row.label, content, changes=tuple(changes), **told)

    def remember(self, rows):
        """What the source says now; and what it said, for whoever undoes the run."""
        touched = {touch.key: touch for touch in self.keeping.touches}
        kept = [(d, row) for d, row in rows if not self.writing.is_refused(row)]
        for decision, row in kept:
            before = self.said[row.key].as_it_was if row.key in self.said else None
            if row.key in touched:
                touched[row.key].said_before = before
            else:
                noted = Touch.Outcome.NOTED
                self.keeping.touch(row, decision.key, noted, said_before=before)
        made = [(d.key, row) for d, row in kept]
        self.keeping.remember(made, self.said, self.writing.digests)


def clash_in_words(model, standing, clash):
    """As a change that is not made: `old` stays."""
    return {
        "stays": True,
        "what": place_in_words(model, clash.place, standing),
        "old": cut(values_in_words(model, clash.place, clash.ours)),
        "new": cut(values_in_words(model, clash.place, clash.theirs)),
    }
