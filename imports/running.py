"""Carries out an import: what each row is about is decided first, then all is written."""

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.rights import can_publish

from .deciding import BATCH, COMPARE, Deciding, Decision
from .lines import Telling
from .memory import let_go_of_a_batch
from .models import Line, Run
from .problems import Stopped
from .spool import new_spool
from .statistics import is_worth_a_look, look_at_tables
from .writing import Writing


class PlanMoved(Stopped):
    """The register has changed since the plan was made: it would do something else now."""


class TooLargeAChange(Stopped):
    """More rows have changed than a source usually changes."""


@dataclass(frozen=True)
class Orders:
    """How an import is to be done.

    `publishes`: whether records are made public, or kept as drafts. `batch`: how many rows are
    written in one transaction; 0 for all. `expected`: the digest of the plan that was confirmed.
    """

    by: object = None
    at: object = None
    publishes: bool = True
    dry_run: bool = False
    batch: int = 0
    allow_large_change: bool = False
    expected: str = ""

    @property
    def in_batches(self):
        return bool(self.batch) and not self.dry_run


def may_publish(model, user):
    """Whether what this person imports is public at once: an author's imports are drafts."""
    return user is None or (settings.OWN_WORK and can_publish(model(), user))


def run_import(importer, orders, *, telling=None, progress=None):
    """Import everything that the importer reads; returns the Run, which a dry run does not keep.

    Raises Unreadable and Stopped; then nothing is written but the batches that were finished. Call
    it `alone`.
    """
    telling = telling or Telling()
    importer.check()
    with new_spool() as spool:
        return decide_and_write(importer, orders, spool, telling, progress)


def decide_and_write(importer, orders, spool, telling, progress):
    with stage(progress, _("Reading"), None) as advance:
        decisions = Deciding(importer, spool).decide(advance)
    if decisions.too_large_a_change and not orders.allow_large_change:
        raise TooLargeAChange(decisions.too_large_a_change)
    with nullcontext() if orders.in_batches else transaction.atomic():
        run = begin(importer, orders)
        with transaction.atomic():
            importer.prepare(by=run.by, at=run.started_at)
        writing = Writing(importer, decisions, run, telling, in_batches=orders.in_batches)
        with stage(progress, _("Writing"), len(decisions.of)) as advance:
            write(writing, spool, decisions, orders, advance)
        writing.let_go_of_what_is_missing()
        finish(run, telling, importer, decisions)
        if orders.expected and telling.digest != orders.expected:
            raise PlanMoved(_("The register has changed since this plan was made. Look once more."))
        if orders.dry_run:
            transaction.set_rollback(True)
    return run


def begin(importer, orders):
    # Whoever holds the lock is the only one: what still says that it runs does not.
    Run.objects.filter(state=Run.State.RUNNING).update(state=Run.State.BROKEN_OFF)
    return Run.objects.create(
        content_type=importer.content_type,
        importer=importer.name,
        origin=importer.origin,
        source=importer.source.name[:300],
        address=importer.source.address,
        sha256=importer.source.sha256,
        size=importer.source.size,
        format=importer.reader.format,
        reader_version=importer.reader.version,
        mapping_version=importer.version,
        options=importer.options.as_json(),
        publishes=orders.publishes and not importer.only_drafts,
        state=Run.State.RUNNING,
        started_at=orders.at or timezone.now(),
        by=orders.by,
    )


def write(writing, spool, decisions, orders, advance):
    size = min(orders.batch or BATCH, BATCH)
    rows = ((number, decisions.of[number], row) for number, row in spool)
    for count, batch in enumerate(batches(rows, size), start=1):
        with transaction.atomic():
            writing.write(batch)
        let_go_of_a_batch()
        if is_worth_a_look(count) and len(batch) == BATCH:
            look_at_tables(writing.importer.model)
        advance(len(batch))
    for batch in batches(rows_that_waited(writing, spool, decisions), size):
        with transaction.atomic():
            writing.write_what_waited(batch)


def rows_that_waited(writing, spool, decisions):
    """They are compared with what was written of them."""
    for number, row in spool if writing.waiting else ():
        if number in writing.waiting:
            yield number, Decision(COMPARE, decisions.of[number].key), row


def batches(items, size):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def finish(run, telling, importer, decisions):
    run.tally = dict(telling.tally)
    run.notes = [*importer.reader.notes, *importer.notes]
    if decisions.left_out:
        run.notes.append(_("%(n)s rows were not asked for.") % {"n": decisions.left_out})
    run.plan_digest = telling.digest
    run.state, run.finished_at = Run.State.DONE, timezone.now()
    run.save()
    Line.objects.bulk_create(told.as_row(run) for told in telling.kept)


@contextmanager
def stage(progress, words, total):
    if progress is None:
        yield lambda count: None
    else:
        with progress(words, total) as advance:
            yield advance
