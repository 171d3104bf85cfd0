"""The command line of every import: opens sources, runs the importer, prints what came of it."""

import json
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from .inputs import open_input
from .lines import Telling
from .memory import few_collections
from .models.runs import OUTCOMES
from .one_at_a_time import Busy, alone
from .options import Options
from .problems import Stopped, Unreadable
from .progress import progress_on
from .readers import FORMATS, open_reader
from .registry import importer_for
from .running import Orders, run_import

MOST_PRINTED = 50
MOST_PLANNED = 1000
NOT_IMPORTED, UNREADABLE, INTERRUPTED = 1, 2, 130


class ImportCommand(BaseCommand):
    """`model`: the kind of record that the command brings."""

    model = None

    def add_arguments(self, parser):
        add = parser.add_argument
        add("sources", metavar="SOURCE", nargs="+", help="a file, - or an https address")
        add("--format", choices=sorted(FORMATS), help="instead of looking at the content")
        add("--dry-run", action="store_true", help="print the plan, write nothing")
        add("--quiet", action="store_true", help="print problems alone")
        add("--report", metavar="FILE", help="write every row's outcome to FILE as JSON")
        add("--batch", type=positive, default=0, metavar="N", help="commit after every N rows")
        add("--allow-large-change", action="store_true", help="although much has changed")
        add("--encoding", default="", help="of a CSV file, such as windows-1252")
        add("--sheet", default="", help="of a spreadsheet: its name or number")
        add("--day-first", action="store_const", const=True, dest="day_first", default=None,
            help="03/04/2025 is 3 April")  # fmt: skip
        add("--month-first", action="store_const", const=False, dest="day_first",
            help="03/04/2025 is 4 March")  # fmt: skip
        add("--keep-identifiers", action="store_true",
            help="new records keep the identifiers and addresses that the file gives")  # fmt: skip
        add("--origin", default="", help="whose statements these are, from one file to the next")
        add("--source-title", default="", help="of the source that records cite")
        add("--source-url", default="", help="its address")
        add("--source-publisher", default="", help="its publisher")
        add("--wait", action="store_true", help="wait for another import to end")

    def handle(self, *sources, **options):
        try:
            with ExitStack() as stack:
                stack.enter_context(alone(wait=options["wait"]))
                stack.enter_context(few_collections())
                self.import_all(options, stack)
        except Busy:
            words = "Another import is running. Nothing was written; --wait waits for it."
            raise CommandError(words, returncode=UNREADABLE) from None
        except (Unreadable, Stopped) as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        except KeyboardInterrupt:
            words = "Stopped. What was not finished is as it was; run it again to go on."
            raise CommandError(words, returncode=INTERRUPTED) from None

    def import_all(self, options, stack):
        importers = [self.opened(source, options, stack) for source in options["sources"]]
        if len(importers) > 1:
            read_through(importers)
        report = stack.enter_context(report_to(options["report"]))
        refused = 0
        for importer in importers:
            telling = Telling(
                everything=options["dry_run"] or bool(options["report"]),
                listeners=(Printer(self, importer, options).told, report(importer)),
            )
            progress = self.progress(options)
            with named(importer.source.name):
                run = run_import(importer, orders_of(options), telling=telling, progress=progress)
            self.say_end(importer, run, options)
            refused += run.tally.get("refused", 0)
        if refused:
            raise CommandError(f"{refused} refused.", returncode=NOT_IMPORTED)

    def opened(self, source, options, stack):
        with named(Path(source).name if "://" not in source else source):
            return self.importer(source, options, stack)

    def importer(self, source, options, stack, *, follow=True):
        """Follows a page that has moved once."""
        opened = stack.enter_context(open_input(source))
        reader = open_reader(
            opened,
            format=options["format"],
            encoding=options["encoding"] or None,
            sheet=options["sheet"] or None,
        )
        cls = importer_for(self.model, reader.format)
        importer = cls(reader, opened, options_of(options))
        if follow and opened.address and importer.moved_to:
            return self.importer(importer.moved_to, options, stack, follow=False)
        return importer

    def progress(self, options):
        return None if options["quiet"] else progress_on(sys.stderr)

    def say_end(self, importer, run, options):
        if options["quiet"]:
            return
        for note in run.notes:
            self.stdout.write(f"{importer.source.name}: {note}")
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing was written.")
        self.stdout.write(", ".join(f"{run.tally.get(name, 0)} {name}" for name in OUTCOMES))


class Printer:
    """Refusals go to stderr; of a dry run everything that would be done goes to stdout."""

    def __init__(self, command, importer, options):
        self.command = command
        self.file = importer.source.name
        self.plans = options["dry_run"] and not options["quiet"]
        self.printed = {"refused": 0, "planned": 0}

    def told(self, told):
        if told.outcome == "refused":
            self.write("refused", MOST_PRINTED, self.command.stderr, refusal(told, self.file))
        elif self.plans and told.outcome != "unchanged":
            self.write("planned", MOST_PLANNED, self.command.stdout, planned(told))

    def write(self, sort, most, stream, text):
        self.printed[sort] += 1
        if self.printed[sort] <= most:
            stream.write(text)
        elif self.printed[sort] == most + 1:
            stream.write("… and more; --report FILE writes every one.")


def refusal(told, file):
    column = f", column {told.column}" if told.column else ""
    value = f" “{told.value}”" if told.value else ""
    name = f" ({told.label})" if told.label else ""
    return f"{file}, row {told.number}{name}{column}:{value} {told.reason}"


def planned(told):
    lines = [f"{told.outcome}: row {told.number}, {told.label}"]
    if told.reason:
        lines[0] += f" – {told.reason}"
    lines += map(change_in_words, told.changes)
    return "\n".join(lines)


def change_in_words(change):
    old, new = change["old"] or "–", change["new"] or "–"
    if change.get("stays"):
        return f"    {change['what']}: {old} stays; the source says {new}"
    return f"    {change['what']}: {old} → {new}"


@contextmanager
def named(source):
    """What is said against a source says which one it is."""
    try:
        yield
    except (Unreadable, Stopped) as error:
        raise type(error)(f"{source}: {error}") from error


def read_through(importers):
    """All sources can be read before the first is imported. Raises Unreadable."""
    for importer in importers:
        with named(importer.source.name):
            importer.check()
            for _row in importer.reader.rows():
                pass


def orders_of(options):
    return Orders(
        dry_run=options["dry_run"],
        batch=options["batch"],
        allow_large_change=options["allow_large_change"],
    )


def options_of(options):
    names = Options.__dataclass_fields__
    said = {name: value for name, value in options.items() if name in names and value is not None}
    return Options(**said)


@contextmanager
def report_to(path):
    """Gives a function (importer) → listener; every row becomes one object of a JSON array."""
    if not path:
        yield lambda importer: lambda told: None
        return
    try:
        file = open(path, "w", encoding="utf-8")  # noqa: SIM115
    except OSError as error:
        raise Unreadable(f"{path} cannot be written: {error.strerror}.") from error
    with file:
        first = True

        def listener(importer):
            def write(told):
                nonlocal first
                file.write("[\n" if first else ",\n")
                first = False
                json.dump(told.as_json(importer.source.name), file, ensure_ascii=False)

            return write

        try:
            yield listener
        finally:
            file.write("[]\n" if first else "\n]\n")


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
