"""Undoing a run: each record returns to what it was, unless somebody changed it since."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import drafts, snapshots
from publishing.applying import conform
from publishing.batches import change, take_back
from publishing.locks import live_version, locked
from publishing.models import Step, Version
from publishing.rights import (
    Refused,
    can_change,
    can_publish,
    check_can_change,
    check_can_publish,
)

from .deciding import BATCH
from .models import Question, Run, Said, Touch
from .sourcing import is_source, undo_source

Outcome = Touch.Outcome
MOST_LISTED = 1000


def undo(run, *, by, at=None):
    """Returns the Run. What somebody changed since stays, and `left` says so, record by record.

    A created record leaves publication; its number is given to no other. Raises Refused and
    PermissionDenied. Call it `alone`.
    """
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        check_can_undo(run, by)
        return Undoing(run, by, at or timezone.now()).undo()


def can_undo(run, user):
    """Whether this editor may, as far as rights go."""
    return (can_publish if run.publishes else can_change)(run.model(), user)


def check_can_undo(run, by):
    if not run.may_be_undone:
        raise Refused(_("Only an import that was carried out can be undone, and only once."))
    check = check_can_publish if run.publishes else check_can_change
    check(run.model(), by)


def changed_since(run):
    """The touches of records that undoing would leave, each with `left`: why. A few queries."""
    touches = run.touches.written().filter(content_type=run.content_type)
    touches = touches.select_related("version").defer("version__snapshot")
    touches = list(touches.prefetch_related("record"))
    keys = [touch.object_id for touch in touches]
    versions = Version.objects.filter(content_type=run.content_type, object_id__in=keys)
    versions = versions.without_snapshot()
    drafts_now = {version.object_id: version for version in versions.open()}
    live_now = {version.object_id: version for version in versions.filter(state=Version.State.LIVE)}
    for touch in touches:
        key = touch.object_id
        touch.left = why_left(run, touch, drafts_now.get(key), live_now.get(key))
    return [touch for touch in touches if touch.left]


def why_left(run, touch, draft, live):
    """Why the record stays as it is, or "". `draft`, `live`: its versions now, or None."""
    version = touch.version
    if touch.record is None:
        return _("It was deleted since.")
    if version is None:
        return _("It was changed since.")
    if version.number is None:
        stands = draft is not None and draft.pk == version.pk
    elif version.published_at > run.started_at:
        return _("It was published since.")
    else:
        drafted_since = draft is not None and draft.base_id == version.pk
        stands = live is not None and live.pk == version.pk and not drafted_since
    return "" if stands else _("It was changed since.")


class Undoing:
    def __init__(self, run, by, at):
        self.run = run
        self.by = by
        self.at = at
        self.note = _("An import was undone: %(source)s") % {"source": run.source[:300]}
        self.left = []

    def undo(self):
        touches = list(self.run.touches.select_related("version", "before").order_by("-number"))
        created, sources = [], []
        for touch in touches:
            if is_source(touch):
                sources.append(touch)
            elif touch.outcome in (Outcome.CREATED, Outcome.REVIVED):
                created.append(touch)
            elif touch.outcome == Outcome.UPDATED:
                self.undo_update(touch)
        self.undo_creations(created)
        for touch in sources:
            self.done(touch, [*filter(None, [undo_source(touch)])])
        self.forget(touches)
        self.close_questions()
        self.run.state, self.run.undone_at, self.run.undone_by = Run.State.UNDONE, self.at, self.by
        self.run.left = self.left[:MOST_LISTED]
        self.run.save()
        return self.run

    # What was changed

    def undo_update(self, touch):
        record = self.record_of(touch)
        if reason := self.why_left(touch, record):
            self.leave(touch, reason)
        elif touch.version.number is None:
            self.undo_draft(record, touch)
        else:
            now = snapshots.take(record)
            contents = {record.pk: conform(type(record), touch.before.snapshot, now)[0]}
            words = {"by": self.by, "at": self.at, "road": Step.Road.IMPORT}
            written = change(type(record), contents, note=self.note, public=True, **words)
            self.done(touch, written.refused.get(record.pk))

    def undo_draft(self, record, touch):
        """The draft that stood before comes back; where none did, the draft goes."""
        try:
            with transaction.atomic():
                if touch.before is None or (record.was_public and touch.before.number):
                    drafts.discard(touch.version, by=self.by, at=self.at)
                else:
                    drafts.restore(touch.before, by=self.by, at=self.at)
        except Refused as refusal:
            self.done(touch, refusal.messages)
        else:
            self.done(touch)

    def record_of(self, touch):
        """The record, locked, or None."""
        if touch.record is not None:
            touch.record = locked(touch.record)
        return touch.record

    def why_left(self, touch, record):
        if record is None:
            return why_left(self.run, touch, None, None)
        return why_left(self.run, touch, drafts.open_version(record), live_version(record))

    # What was made

    def undo_creations(self, touches):
        public, by_key = [], {}
        for touch in touches:
            record = self.record_of(touch)
            if reason := self.why_left(touch, record):
                self.leave(touch, reason)
            elif record.was_public:
                public.append(record)
                by_key[record.pk] = touch
            else:
                self.delete(record, touch)
        kept = take_back(public, by=self.by, at=self.at, reason=self.note, road=Step.Road.IMPORT)
        for key, touch in by_key.items():
            self.done(touch, kept.get(key))

    def delete(self, record, touch):
        try:
            with transaction.atomic():
                drafts.delete_draft(record, by=self.by, at=self.at)
        except (ProtectedError, Refused):
            self.leave(touch, _("Another record names it."))
        else:
            self.done(touch)

    # What is kept

    def done(self, touch, sentences=()):
        if sentences:
            self.leave(touch, " ".join(map(str, sentences)))
        else:
            touch.undone_at = self.at

    def leave(self, touch, reason):
        touch.left = reason[:500]
        record = touch.record
        name = str(record) if record is not None else touch.key
        self.left.append({"record": name[:300], "row": touch.number, "reason": touch.left})

    def forget(self, touches):
        """What the source said is what it had said before the run."""
        for start in range(0, len(touches), BATCH):
            batch = touches[start : start + BATCH]
            self.forget_batch({touch.key: touch for touch in batch if not touch.left})
            Touch.objects.bulk_update(batch, ["undone_at", "left"], batch_size=200)

    def forget_batch(self, touches):
        said = Said.objects.filter(
            content_type=self.run.content_type, origin=self.run.origin, key__in=touches
        )
        gone = []
        for one in said:
            before = touches[one.key].said_before
            if before is None:
                gone.append(one.pk)
            else:
                one.object_id, one.values, one.digest = (
                    before[name] for name in ("record", "values", "digest")
                )
                one.save()
        Said.objects.filter(pk__in=gone).delete()
        for touch in touches.values():
            touch.undone_at = self.at

    def close_questions(self):
        self.run.questions.open().update(
            answer=Question.Answer.UNDONE, answered_at=self.at, answered_by=self.by
        )
