"""Two editors who merge at the same moment."""

from functools import partial

import pytest

from organisations.models import Merge
from organisations.uniting import merge, undo_merge
from publishing.actions import publish
from publishing.models import Change
from publishing.rights import Refused
from tests.factories import make_agreement, make_organisation
from tests.publishing.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "They are one."


def outcome(act, *args, **options):
    try:
        act(*args, by=None, **options)
    except Refused as refusal:
        return " ".join(refusal.messages)
    return "done"


def test_one_of_two_merges_wins_and_the_other_gets_a_sentence():
    gone, first, second = (make_organisation(n) for n in ("Twin", "One", "Two"))
    agreement = make_agreement(parties=[gone, make_organisation()])
    said = at_once(
        *(partial(outcome, merge, gone, into, note=WHY) for into in (first, second, first, second))
    )
    assert said.count("done") == 1
    assert all("was merged into" in words for words in said if words != "done")
    kept = Merge.objects.get().into
    assert agreement.parties.filter(organisation=kept).count() == 1
    assert Change.objects.of(agreement).filter(kind="changed").count() == 1


@pytest.mark.drill
def test_two_that_go_into_one_another_do_not_both_go():
    one, two = make_organisation("One"), make_organisation("Two")
    said = at_once(
        partial(outcome, merge, one, two, note=WHY), partial(outcome, merge, two, one, note=WHY)
    )
    assert said.count("done") == 1


@pytest.mark.drill
def test_one_of_two_undoings_wins_while_others_publish():
    gone, into = make_organisation("Twin"), make_organisation("Other")
    agreements = [make_agreement(parties=[gone, make_organisation()]) for _number in range(3)]
    done = merge(gone, into, by=None, note=WHY)
    said = at_once(
        partial(outcome, undo_merge, done),
        partial(outcome, undo_merge, done),
        *(partial(outcome, publish, agreement, note="Again.") for agreement in agreements),
    )
    assert said.count("This merge was undone already.") == 1
    assert said.count("done") == 4
    assert gone.parties.count() == 3
