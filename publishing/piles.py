"""What waits on the editors' desk: piles, each a number that leads to its list.

Each app lays its own in a module `desk`, which is read at the start:

    @pile
    def corrections(user):
        return Pile(UPKEEP, _("Corrections"), count, address)
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# What lacks something is counted up to here: nobody looks through more, and counting takes long.
MOST_COUNTED = 1000
WORK, UPKEEP = "work", "upkeep"
SECTIONS = {WORK: _("Drafts and review"), UPKEEP: _("Upkeep of the register")}

_piles = []


@dataclass(frozen=True)
class Pile:
    """`address`: the list that holds just what is counted; at least so many where it `goes_on`."""

    section: str
    label: str
    count: int
    address: str
    goes_on: bool = False


def pile(function):
    """Register a function(user) that gives a Pile, or None where this editor has no part in it."""
    _piles.append(function)
    return function


def desk_of(user):
    """[(heading, its piles)] of what this editor may see."""
    found = [laid for laid in (function(user) for function in _piles) if laid]
    sections = [
        (heading, [laid for laid in found if laid.section == name])
        for name, heading in SECTIONS.items()
    ]
    return [(heading, piles) for heading, piles in sections if piles]


def incomplete_pile(user, model, label):
    """The pile of the records of a kind that its QuerySet calls incomplete()."""
    meta = model._meta
    if not user.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
        return None
    found = model.objects.published().not_withdrawn().incomplete()
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    count = found.order_by()[: MOST_COUNTED + 1].count()
    shown = min(count, MOST_COUNTED)
    return Pile(UPKEEP, label, shown, f"{address}?incomplete=yes", goes_on=count > shown)
