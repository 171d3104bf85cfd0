"""The editors' history of a record: one step for each thing done to it."""

from . import comparing
from .applying import conform
from .models import Step

LONGEST_VALUE = 300
MOST_CHANGES = 60
LONGEST_REMARK = 1000


def take_step(record, verb, *, by, at, version=None, road=None, remark="", own_work=False,
              changes=()):  # fmt: skip
    """`by` None is the operator at the command line, or the clock."""
    step = new_step(
        record, verb, by=by, at=at, version=version, road=road, remark=remark, own_work=own_work,
        changes=changes,
    )  # fmt: skip
    step.save()
    return step


def new_step(record, verb, *, by, at, version=None, road=None, remark="", own_work=False,
             changes=()):  # fmt: skip
    """As take_step, unsaved: many are written together."""
    return Step(
        record=record,
        verb=verb,
        road=road or (Step.Road.COMMAND if by is None else Step.Road.FORM),
        at=at,
        by=by,
        version=version,
        remark=str(remark)[:LONGEST_REMARK],
        own_work=own_work,
        changes=list(changes),
    )


def changes_in_words(model, old, new):
    """What changed from what to what, each value cut at LONGEST_VALUE characters."""
    if old is None:
        return []
    before, _left_out = conform(model, old, new)
    found = [difference.in_words() for difference in comparing.compare(model, before, new)]
    return [{name: cut(words) for name, words in change.items()} for change in found[:MOST_CHANGES]]


def cut(words):
    return words if len(words) <= LONGEST_VALUE else f"{words[: LONGEST_VALUE - 1]}…"
