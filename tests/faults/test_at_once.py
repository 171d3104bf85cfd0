"""Eight publishers, and the same import several times, at the same moment."""

import random
from collections import Counter
from functools import partial

import pytest

from agreements.models import Agreement, Link
from imports.models import Run
from publishing.actions import publish, publish_version, withdraw
from publishing.drafts import save_draft
from publishing.models import Change, Version
from publishing.rights import Refused
from publishing.snapshots import take
from tests.factories import make_agreement, make_article, make_organisation, make_user
from tests.publishing.drafting import draft_of
from tests.publishing.test_at_once import EIGHT, at_once

from .killing import ended, in_another_process
from .state import missed_by_search, wrong_in_register
from .test_killed_commands import agreements, articles, organisations, quietly

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

ROUNDS = 8


def outcome(act, *args, **options):
    try:
        act(*args, **options)
    except Refused as refusal:
        return " ".join(map(str, refusal.messages))
    return "done"


def test_eight_publish_the_same_and_it_is_public_once(tally):
    faults = tally("eight publishers of one draft")
    publishers = [make_user("Publishers") for _number in range(EIGHT)]
    agreement = make_agreement("The pact of the beginning")

    for number in range(ROUNDS):
        draft = draft_of(agreement, title=f"The pact {number}")
        # Each has read it by itself.
        drafts = [Version.objects.get(pk=draft.pk) for _publisher in publishers]
        pairs = zip(drafts, publishers, strict=True)
        said = at_once(*(partial(outcome, publish_version, one, by=who) for one, who in pairs))
        faults.injections += EIGHT
        assert said == ["done"] * EIGHT
    faults.look_at(wrong_in_register())

    assert Version.objects.of(agreement).public().count() == ROUNDS + 1
    assert Change.objects.of(agreement).filter(kind="changed").count() == ROUNDS
    assert missed_by_search() == 0
    assert not faults.harm


def test_eight_publish_records_that_name_one_another(tally):
    """No one waits for another for ever, and no identifier is given twice or left out."""
    faults = tally("eight publishers of linked records")
    chance = random.Random(13)  # noqa: S311 - repeatable on purpose
    publisher = make_user("Publishers")
    parties = [make_organisation(f"Laboratory {name}") for name in "ABCD"]
    for party, parent in zip(parties[1:], parties, strict=False):
        party.parent = parent
        party.save()
        publish(party, by=None, note="Its parent.")

    for number in range(ROUNDS // 2):
        jobs = []
        for place in range(EIGHT // 2):
            two = chance.sample(parties, 2)
            new = make_agreement(f"Pact {number}.{place}", parties=two, published=False)
            article = make_article(f"Story {number}.{place}", published=False)
            article.organisations.set(two)
            jobs += [partial(outcome, publish, each, by=publisher) for each in (new, article)]
        drafts = [draft_of(each, summary=f"Text {number}.") for each in parties]
        jobs += [partial(outcome, publish_version, draft, by=publisher) for draft in drafts]
        chance.shuffle(jobs)
        said = at_once(*jobs)
        faults.injections += len(jobs)
        assert Counter(said) == {"done": len(jobs)}
    faults.look_at(wrong_in_register())

    given = Agreement.objects.values_list("identifier", flat=True)
    numbers = sorted(int(each.partition("-")[2]) for each in given)
    assert numbers == list(range(1, ROUNDS * EIGHT // 4 + 1))
    assert missed_by_search() == 0
    assert not faults.harm


def draft_with_link(agreement, to):
    """A draft that has one more link than the rows have."""
    link = Link.objects.create(agreement=agreement, to_agreement=to, kind="supersedes")
    snapshot = take(agreement)
    link.delete()
    return save_draft(agreement, snapshot, by=None, note="It supersedes another one.")


def test_a_circle_is_never_closed_by_two_at_once(tally):
    """Each link alone is right; the last of them would make a record its own forebear."""
    faults = tally("circles closed at once")
    for number in range(ROUNDS):
        ring = [make_agreement(f"Pact {number}.{place}") for place in range(4)]
        drafts = [
            draft_with_link(each, ring[(place + 1) % len(ring)]) for place, each in enumerate(ring)
        ]
        said = at_once(*(partial(outcome, publish_version, draft, by=None) for draft in drafts))
        faults.injections += len(drafts)
        assert said.count("done") == len(ring) - 1, said
    faults.look_at(wrong_in_register())
    assert not faults.harm


def test_publishing_and_withdrawing_at_once_follow_one_another(tally):
    faults = tally("publishing against withdrawing")
    for number in range(ROUNDS):
        organisation = make_organisation(f"Laboratory {number}")
        draft = draft_of(organisation, summary="Better.")
        jobs = [partial(outcome, withdraw, organisation, by=None, reason="Wrong.")] * 3
        jobs += [partial(outcome, publish_version, draft, by=None)] * 5
        said = at_once(*jobs)
        faults.injections += len(jobs)
        assert said[:3].count("done") == 1
        organisation.refresh_from_db()
        assert (organisation.is_withdrawn, organisation.summary) == (True, "Better.")
        told = Change.objects.of(organisation).values_list("kind", flat=True)
        assert Counter(told) == {"published": 1, "changed": 1, "withdrawn": 1}
    faults.look_at(wrong_in_register())
    assert not faults.harm


@pytest.mark.parametrize(
    ("command", "source"),
    [
        ("import_organisations", organisations),
        ("import_agreements", agreements),
        ("import_news", articles),
    ],
)
@pytest.mark.parametrize("waits", [False, True])
def test_the_same_import_begun_four_times_is_done_once(waits, command, source, tmp_path, tally):
    faults = tally(f"{command} four times at once{', waiting' if waits else ''}")
    make_organisation("First laboratory", acronym="FIRST")
    make_organisation("Second laboratory", acronym="SECOND")
    before = Version.objects.count()
    job = quietly(command, source(tmp_path), quiet=True, wait=waits)

    children = [in_another_process(job) for _time in range(4)]
    faults.injections += 4

    assert {ended(child) for child in children} <= ({0} if waits else {0, 2})
    job()
    rows = Version.objects.count() - before
    assert Run.objects.filter(tally={"created": rows}).count() == 1
    assert set(Version.objects.values_list("number", flat=True)) == {1}
    faults.look_at(wrong_in_register())
    assert not faults.harm
