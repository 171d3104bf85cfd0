"""How agreements are connected, as readers see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.models import Agreement, Milestone
from publishing.actions import withdraw
from tests.agreements.reading import draft, published, text_of
from tests.factories import (
    add_event,
    add_link,
    make_agreement,
    make_organisation,
)

pytestmark = pytest.mark.django_db


def test_a_row_says_who_what_when_and_how_it_is_connected(client):
    japanese = make_organisation("Ministry", country="JP")
    body = make_organisation("International body", country="XX")
    row = draft("Middle", parties=[japanese, body], kind="memorandum_of_cooperation")
    add_link(row, "builds_on", make_agreement("First", signed="2023"))
    add_link(published(row), "follows_from", make_agreement("Second", signed="2024"))
    later = draft("Last", signed=None)
    add_event(later, "announced", "by 2025-06-19")
    add_link(later, "encouraged_by", row)
    add_link(draft("Hidden"), "builds_on", row)
    published(later)

    text = " ".join(client.get("/agreements/").text.split())

    assert "Ministry (Japan) and International body" in text
    assert "<span>Memorandum of cooperation</span><span><a " in text
    assert 'data-counts="3" data-parts>Builds on 2, led to 1<' in text
    assert "Announced by <time" in text
    assert "Encouraged by 1" in text
    assert "#k-memorandum" in text


def test_links_stand_in_words_on_both_sides(client):
    earlier, later = make_agreement("Earlier", signed="2020"), draft("Later", signed="2022")
    add_link(later, "builds_on", earlier, note="Stated in the notice")
    published(later)

    here, there = text_of(client, later), text_of(client, earlier)

    assert "<span>Builds on</span>" in here
    assert "Stated in the notice" in here
    assert "<span>Built on by</span>" in there
    assert f'href="{later.get_absolute_url()}">Later</a>' in there


def test_links_lead_to_public_records_alone_and_mark_withdrawn_ones(client):
    agreement = make_agreement("Middle")
    add_link(draft("Hidden"), "builds_on", agreement)
    future = make_agreement("Future")
    add_link(future, "builds_on", agreement)
    Agreement.objects.filter(pk=future.pk).update(published_at=timezone.now() + timedelta(days=1))
    mistaken = make_agreement("Mistaken")
    add_link(mistaken, "builds_on", agreement)
    withdraw(mistaken, by=None, reason="It repeated another.")

    text = text_of(client, agreement)

    assert "Hidden" not in text
    assert "Future" not in text
    assert "Mistaken" in text
    assert 'class="status is-withdrawn">Withdrawn<' in text


def test_a_link_in_both_directions_is_printed_once(client):
    first, second = make_agreement("First"), make_agreement("Second")
    add_link(first, "complements", second)
    add_link(second, "complements", first)

    assert text_of(client, first).count(">Second</a>") == 1


def test_milestones_name_organisations_and_places(client):
    agreement = draft(signed="2025-06-19")
    company = make_organisation("Kyoto Example")
    move = Milestone.objects.create(
        agreement=agreement, kind="site_move", text="It moves", place="Culham", date="2025-07"
    )
    move.organisations.add(company)
    Milestone.objects.create(agreement=agreement, kind="meeting", text="They meet", date="2024")

    text = text_of(client, published(agreement))

    came_of_it = text[text.index("What came of it") : text.index("Who takes part")]
    assert "It moves" in came_of_it
    assert "They meet" not in came_of_it
    assert "Move of site, Culham" in text
    assert company.get_absolute_url() in text[text.index('id="milestones"') :]
