"""The rows of an import on a page: which of them, and each as it is shown."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from imports.lines import TALLIED
from imports.models import Line
from publishing.comparing import marked
from publishing.rows_of_records import page_of

LINES_A_PAGE = 50
Outcome = Line.Outcome
# What needs an editor's eye comes first.
ORDER = (*(Outcome.REFUSED, Outcome.CONFLICT, Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED),)


@dataclass
class Change:
    """`stays`: whether the old value stands, and the new one is only what the source says."""

    what: str
    old: list
    new: list
    stays: bool


@dataclass
class Shown:
    """A Line with what its template prints. `address`: the record's form, where it is here."""

    line: Line
    name: str
    address: str
    changes: list

    @property
    def is_doubt(self):
        """Whether an editor is asked which record the row speaks of: its changes are those."""
        return self.line.outcome == Outcome.CONFLICT and self.line.record_key is None


@dataclass
class Tab:
    outcome: str
    label: str
    count: int
    is_chosen: bool


def tabs_of(run, chosen, outcomes=ORDER):
    """What there is of each outcome; the first is of all."""
    counts = [(outcome, run.tally.get(TALLIED[outcome], 0)) for outcome in outcomes]
    counts = [(outcome, count) for outcome, count in counts if count]
    every = Tab("", _("All"), sum(count for _outcome, count in counts), not chosen)
    return [every] + [
        Tab(outcome.value, capfirst(outcome.label), count, outcome == chosen)
        for outcome, count in counts
    ]


def chosen_outcome(request):
    asked = request.GET.get("outcome", "")
    return asked if asked in Outcome.values else ""


def page_of_lines(run, request):
    """A page of Shown lines, of one outcome where the address asks for it."""
    lines = run.lines.order_by("number", "pk")
    if chosen := chosen_outcome(request):
        lines = lines.filter(outcome=chosen)
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    keys = {line.record_key for line in page if line.record_key}
    there = run.model._base_manager.in_bulk(list(keys))
    page.object_list = [shown(line, there.get(line.record_key)) for line in page]
    return page


def shown(line, record):
    name = line.label or (str(record) if record else "")
    address = page_of(record, "change") if record else ""
    return Shown(line, name, address, [in_pieces(change) for change in line.changes])


def in_pieces(change):
    stays = change.get("stays", False)
    old, new = marked(change["old"], change["new"])
    return Change(change["what"], old, new, stays)
