"""Brings a package into the register: read, check, compare, then write in one transaction."""

from collections import Counter

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from publishing import snapshots
from publishing.actions import publish_together
from publishing.history import adopt
from publishing.locks import locked
from publishing.models import IdentifierCounter

from .building import Builder
from .checking import Checker
from .comparing import Comparison, Plan
from .files import open_package
from .media import check_files, named_files, stored_files
from .problems import Problem, Problems, Refused
from .reading import read_package
from .reserving import Reservations
from .tables import GONE, RECORDS, SOURCES, record_reference
from .uniqueness import check_uniqueness
from .writing import write_gone, write_records, write_redirects, write_sources

FIRST_NOTE = "First publication"
LATER_NOTE = "Imported"


class Importer:
    """`tally` counts records and sources by what became of them."""

    def __init__(self, path, form=None):
        self.path = path
        self.form = form
        self.problems = Problems()
        self.tally = Counter()

    def run(self, *, dry_run=False):
        """Raises Unreadable and Refused; then nothing is written."""
        try:
            self.package = read_package(open_package(self.path, self.form), self.problems)
            with transaction.atomic():
                self.check()
                self.compare()
                self.write(dry_run)
        except Refused as refusal:
            self.tally = Counter(refused=refusal.refused_rows, conflicts=len(refusal.conflicts))
            raise

    def check(self):
        checker = Checker(self.package, self.problems)
        checker.check_keys()
        self.problems.refuse_if_any()
        self.builder = Builder(self.package, self.problems)
        self.builder.build()
        checker.check()
        check_files(self.package, self.problems)
        self.problems.refuse_if_any()
        check_uniqueness(self.package, self.problems)
        self.problems.refuse_if_any()

    def compare(self):
        self.sources = list(self.source_plans())
        self.plans = Comparison(self.package, self.problems).plans()
        self.reserved = Reservations(self.package, self.builder, self.problems).plans()
        self.problems.refuse_if_any()
        everything = [*self.sources, *self.plans, *self.reserved]
        conflicts = [plan.sentence for plan in everything if plan.outcome == "conflict"]
        if conflicts:
            raise Refused(conflicts=conflicts)
        self.tally = Counter(plan.outcome for plan in everything)

    def source_plans(self):
        """A source has no versions: one that an editor has changed here stays as it is."""
        rows = self.package.rows[SOURCES]
        found = SOURCES.model.objects.in_bulk([row.instance.pk for row in rows])
        kind = ContentType.objects.get_for_model(SOURCES.model)
        edited = set(LogEntry.objects.filter(content_type=kind).values_list("object_id", flat=True))
        for row in rows:
            here = found.get(row.instance.pk)
            if here is None:
                yield Plan(row, "created")
            elif str(here.pk) in edited or all(
                getattr(here, name) == value for name, value in row.values.items()
            ):
                yield Plan(row, "unchanged", here)
            else:
                yield Plan(row, "updated", here)

    def write(self, dry_run):
        names = sorted({name for _row, _column, name in named_files(self.package)})
        with stored_files(self.package, names) as take_away:
            try:
                self.write_rows()
            except IntegrityError as error:
                # Only what somebody changes at this moment gets here.
                reason = f"The database refuses it: {error}"
                raise Refused([Problem("package", None, "", reason)]) from error
            if dry_run:
                take_away()
                transaction.set_rollback(True)

    def write_rows(self):
        write_sources(self.package, self.written(self.sources))
        plans = [plan for plan in self.written(self.plans) if plan.content]
        write_records(self.package, plans)
        new = [plan for plan in self.reserved if plan.outcome == "created"]
        write_gone(new)
        self.raise_counters()
        self.check_gaps(plans)
        self.publish(plans)
        moved_on = [plan for plan in self.plans if plan.history and plan.history.versions]
        owners = {record_reference(plan.record): plan.record for plan in [*plans, *moved_on]}
        owners |= {plan.reference: plan.record for plan in new}
        write_redirects(self.package, owners)

    def written(self, plans):
        return [plan for plan in plans if plan.outcome in ("created", "updated")]

    def raise_counters(self):
        highest = {}
        for row in self.package.of([*RECORDS, *GONE]):
            prefix, _dash, number = row.values.get("identifier", "").partition("-")
            if number:
                highest[prefix] = max(highest.get(prefix, 0), int(number))
        for prefix, number in highest.items():
            IdentifierCounter.raise_to(prefix, number)

    def check_gaps(self, plans):
        """What publication needs, with the place in the package."""
        for plan in plans:
            for name, sentence in plan.record.publishing_gaps():
                column = name if plan.row.table.holds(name) else ""
                self.problems.at(plan.row, column, sentence)
        self.problems.refuse_if_any()

    def publish(self, plans):
        histories = {plan.record: plan.history for plan in plans if plan.history}
        unexplained = [p for p in plans if p.outcome == "updated" and not p.history]
        told = [plan for plan in plans if plan not in unexplained]
        try:
            publish_together(
                [plan.record for plan in told], by=None, note=FIRST_NOTE, histories=histories
            )
            publish_together([p.record for p in unexplained], by=None, note=LATER_NOTE)
        except ValidationError as error:
            reasons = [Problem("package", None, "", reason) for reason in error.messages]
            raise Refused(reasons) from error
        for plan in self.plans:
            if not plan.content:
                here = locked(plan.here)
                adopt(here, plan.history, snapshots.take(here))
