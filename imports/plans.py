"""Imports from the admin: what would happen is kept, looked at, and then carried out or given up.

A plan is a Run that has not been carried out, with the bytes that it was made of.
"""

from contextlib import contextmanager
from datetime import timedelta
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.rights import can_add, can_change, check_can_add, check_can_change
from publishing.source_proposals import may_fetch

from .inputs import MEGABYTE, input_of_bytes, open_input
from .lines import Telling
from .models import Line, Run, RunFile
from .one_at_a_time import alone
from .options import Options
from .problems import Stopped, Unreadable
from .readers import open_reader
from .registry import importer_for
from .running import Orders, PlanMoved, may_publish, run_import

LARGEST_SOURCE = 20 * MEGABYTE
MOST_ROWS = 1_000
MOST_PLANS = 5
KEPT_FOR = timedelta(days=1)
# What a dry run says of the source and of its outcome, and its plan keeps.
SAID = (
    *("importer", "origin", "format", "reader_version", "mapping_version", "options"),
    *("publishes", "tally", "notes", "plan_digest"),
)


class PlanGone(Stopped):
    """It was carried out or given up, or it is too old."""


def may_import(model, user):
    """Whether this editor may import records of the kind."""
    record = model()
    return can_add(record, user) and can_change(record, user)


def check_may_import(model, user):
    check_can_add(model(), user)
    check_can_change(model(), user)


def keep_upload(model, name, content, *, by, at=None):
    """Keep an upload for plans; returns its Run. Raises Unreadable."""
    check_may_import(model, by)
    with input_of_bytes(name, content, most_bytes=LARGEST_SOURCE) as opened:
        return kept(model, opened, content, by, at or timezone.now())


def keep_fetched(model, address, *, by, at=None):
    """Keep what stands at the address. Raises Unreadable."""
    check_may_import(model, by)
    with fetched(address, by) as opened:
        return kept(model, opened, content_of(opened), by, at or timezone.now())


def fetched(address, by):
    """The Input at the address. Nobody has the register fetch without end."""
    if not may_fetch(by):
        raise Unreadable(_("Many pages were fetched for you just now. Wait ten minutes."))
    return open_input(address, most_bytes=LARGEST_SOURCE)


def content_of(opened):
    with opened.open() as file:
        return file.read()


@transaction.atomic
def kept(model, opened, content, by, at):
    make_room(by, at)
    run = Run.objects.create(
        content_type=ContentType.objects.get_for_model(model),
        source=opened.name[:300],
        address=opened.address,
        sha256=opened.sha256,
        size=opened.size,
        reader_version=0,
        mapping_version=0,
        state=Run.State.PLANNED,
        started_at=at,
        by=by,
    )
    RunFile.objects.create(run=run, content=content)
    return run


def make_room(by, at):
    """Plans that nobody carried out go after a day, and the oldest of those who make many."""
    planned = Run.objects.planned()
    planned.filter(started_at__lt=at - KEPT_FOR).delete()
    own = planned.filter(by=by).newest_first().values_list("pk", flat=True)
    planned.filter(pk__in=list(own[MOST_PLANS - 1 :])).delete()


def make_plan(plan, options, *, by, at=None, allow_large_change=False):
    """Find out what importing the kept source would do, and keep it. Writes nothing else.

    Raises Unreadable, Stopped and Busy.
    """
    check_may_import(plan.model, by)
    follow(plan, options, by)
    told = []
    telling = Telling(everything=True, listeners=(told.append,))
    orders = Orders(
        by=by,
        at=at,
        publishes=may_publish(plan.model, by),
        dry_run=True,
        allow_large_change=allow_large_change,
    )
    with alone(), importer_of(plan, options) as importer:
        check_number_of_rows(importer)
        found = run_import(importer, orders, telling=telling)
    keep_plan(plan, found, told)


def follow(plan, options, by):
    """A page that has moved is followed once, as by the commands."""
    if not plan.address:
        return
    with importer_of(plan, options) as importer:
        address = importer.moved_to
    if address:
        with fetched(address, by) as opened:
            keep_instead(plan, opened)


@transaction.atomic
def keep_instead(plan, opened):
    plan.source, plan.address = opened.name[:300], opened.address
    plan.sha256, plan.size = opened.sha256, opened.size
    plan.save()
    RunFile.objects.filter(run=plan).update(content=content_of(opened))
    plan.refresh_from_db()


@transaction.atomic
def keep_plan(plan, found, told):
    for name in SAID:
        setattr(plan, name, getattr(found, name))
    plan.save()
    plan.lines.all().delete()
    Line.objects.bulk_create((one.as_row(plan) for one in told), batch_size=500)


def carry_out(plan, expected, *, by, at=None):
    """Do what the plan says; returns the Run that is kept. The plan goes.

    `expected`: the digest of the plan that was looked at. Raises PlanGone, PlanMoved, Unreadable,
    other Stopped and Busy; then nothing is written.
    """
    check_may_import(plan.model, by)
    with alone(), transaction.atomic():
        found = Run.objects.planned().select_for_update().filter(pk=plan.pk, by=by).first()
        if found is None:
            raise PlanGone(_("This plan was carried out, or given up."))
        if not expected or expected != found.plan_digest:
            raise PlanMoved(_("This plan was made anew meanwhile. Look once more."))
        orders = Orders(
            by=by,
            at=at,
            publishes=may_publish(found.model, by),
            # How large a change it is was asked when it was planned.
            allow_large_change=True,
            expected=expected,
        )
        with importer_of(found, Options.from_json(found.options)) as importer:
            run = run_import(importer, orders, telling=Telling(everything=True))
        if run.publishes != found.publishes:
            raise PlanMoved(_("Your rights have changed since this plan was made. Look once more."))
        found.delete()
    return run


def give_up(plan, *, by):
    """The plan goes, with the file that was uploaded for it."""
    Run.objects.planned().filter(pk=plan.pk, by=by).delete()


@contextmanager
def importer_of(plan, options):
    """The importer that reads what is kept. Raises Unreadable."""
    content = bytes(plan.file.content)
    words = {"most_bytes": LARGEST_SOURCE}
    with input_of_bytes(plan.source, content, plan.address, **words) as opened:
        reader = open_reader(
            opened,
            format=options.format,
            encoding=options.encoding or None,
            sheet=options.sheet or None,
        )
        yield importer_for(plan.model, reader.format)(reader, opened, options)


def check_number_of_rows(importer):
    rows = sum(1 for _row in islice(importer.reader.rows(), MOST_ROWS + 1))
    if rows > MOST_ROWS:
        words = _(
            "It has more than %(most)s rows, too many to look through on a screen. The operator "
            "imports it by a command; or divide it."
        )
        raise Unreadable(words % {"most": f"{MOST_ROWS:,}"})
