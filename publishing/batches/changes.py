"""What happens to the records of a batch that are in the register already."""

from django.db import transaction

from publishing import snapshots
from publishing.actions import catch_up
from publishing.applying import conform, rolled_back
from publishing.drafts import save_draft
from publishing.going_live import Together, publish_one
from publishing.locks import all_locked, locked_rows
from publishing.models import IdentifierCounter, Version
from publishing.rights import Refused

from .checks import in_the_way, why_not_changed, why_not_drafted
from .preparing import Preparation, named_in
from .rows import ChangedRows, naming_refused, write_what_goes
from .versions import live_versions, next_versions, open_versions


class Changing:
    """One batch; call lock(), look(), publish() and keep_drafts() in one transaction.

    `contents`: {key: whole snapshot}. `now`: {key: what the rows say}.
    """

    def __init__(self, model, contents, telling, *, public, revive, coming):
        self.model = model
        self.contents = contents
        self.telling = telling
        self.public = public
        self.revive = revive
        self.coming = coming
        self.versions, self.unchanged, self.refused = {}, set(), {}

    def lock(self):
        """The records and what they are to name; then what counts up, and sees circles, too."""
        keys = named_in(self.model, self.contents.values())
        keys[self.model] = keys.get(self.model, set()) | {str(key) for key in self.contents}
        self.there = locked_rows(keys)
        if self.public and self.model.identifier_prefix:
            IdentifierCounter.lock(self.model.identifier_prefix)

    def look(self):
        """Sort the records by what is to be done with them: `to_publish` and `to_draft`."""
        records = {key: self.there[self.model].get(str(key)) for key in self.contents}
        for key, record in records.items():
            if why := why_not_changed(record, self.revive):
                self.refused[key] = [why]
        contents = {k: v for k, v in self.contents.items() if k not in self.refused}
        self.now = snapshots.take_many(self.model, contents)
        preparation = Preparation(self.model, contents, self.now)
        # What took the place of a merged record is named without anybody having asked for it.
        self.there = locked_rows(preparation.all_named(), known=self.there)
        known = {key: records[key] for key in contents}
        prepared = preparation.prepare(known, self.there, self.coming)
        self.rows = ChangedRows(self.model, self.now)
        self.to_publish = {k: p for k, p in prepared.items() if self.is_to_be_public(p.record)}
        self.to_draft = {k: p for k, p in prepared.items() if k not in self.to_publish}

    def is_to_be_public(self, record):
        """An import makes no draft public: an editor keeps it back."""
        return self.public and record.was_public

    def publish(self):
        live = live_versions(self.model, self.to_publish)
        changed = {k: p for k, p in self.to_publish.items() if k not in live or not self.says_so(p)}
        self.refused |= in_the_way(changed, self.there)
        accepted = {k: p for k, p in self.to_publish.items() if k not in self.refused}
        for key, one in accepted.items():
            if key in live and live[key].digest != snapshots.digest(self.now[key]):
                live[key] = catch_up(one.record, at=self.telling.at)
        for key in accepted.keys() - changed.keys():
            self.versions[key] = live[key]
            self.unchanged.add(key)
        returning = [p for k, p in accepted.items() if k in changed and k not in live]
        together = Together([one.record for one in returning])
        for one in returning:
            self.bring_back(one, together)
        self.publish_changed(
            {k: p for k, p in accepted.items() if k in changed.keys() & live.keys()}, live
        )

    def says_so(self, prepared):
        return prepared.snapshot == self.now[prepared.key]

    def publish_changed(self, prepared, live):
        self.refused |= naming_refused(prepared, self.refused)
        prepared = self.written(prepared)
        versions = next_versions(self.model, prepared, self.telling, live)
        for key, draft in open_versions(self.model, prepared).items():
            if draft.digest == versions[key].digest or draft.base is None:
                draft.move_to(Version.State.REPLACED, at=self.telling.at)
        self.versions |= versions

    def written(self, prepared):
        """Those of {key: Prepared} that the database took."""
        left = {key: one for key, one in prepared.items() if key not in self.refused}
        self.refused |= write_what_goes(left, self.rows)
        return {key: one for key, one in left.items() if key not in self.refused}

    def bring_back(self, prepared, together):
        """Publish again what was taken back; with its old content it has its old number."""
        try:
            with transaction.atomic():
                if self.written({prepared.key: prepared}):
                    [record] = all_locked([prepared.record])
                    version = publish_one(record, self.telling, together)
                    self.versions[prepared.key] = version
        except Refused as refusal:
            self.refused[prepared.key] = refusal.messages

    def keep_drafts(self):
        heads = open_versions(self.model, self.to_draft)
        for key, one in self.to_draft.items():
            head = heads.get(key)
            if one.snapshot == self.newest(one, head):
                self.unchanged.add(key)
                self.versions |= {key: head} if head else {}
            elif why := why_not_drafted(head):
                self.refused[key] = [why]
            elif one.faults:
                self.refused[key] = list(one.faults)
            else:
                self.keep_draft(one)

    def newest(self, prepared, head):
        """What a form of the record shows."""
        now = self.now[prepared.key]
        if head and prepared.record.was_public:
            return conform(self.model, head.snapshot, now)[0]
        return now

    def keep_draft(self, prepared):
        """What readers know stays; whether the rows could be so is tried."""
        hold = rolled_back if prepared.record.was_public else transaction.atomic
        with hold():
            written = self.written({prepared.key: prepared})
        if written:
            telling = self.telling
            self.versions[prepared.key] = save_draft(
                prepared.record,
                prepared.snapshot,
                by=telling.by,
                at=telling.at,
                note=telling.note,
                minor=telling.minor,
                road=telling.road,
                rows_digest=snapshots.digest(self.now[prepared.key]),
            )
