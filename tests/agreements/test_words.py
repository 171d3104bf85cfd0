"""What happened, why, and how much money, in words."""

import pytest

from tests.agreements.reading import draft, published, text_of
from tests.factories import (
    add_event,
    make_agreement,
    make_organisation,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_row_with_many_parties_names_four(client):
    names = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"]
    make_agreement(parties=[make_organisation(name, country="") for name in names])

    text = client.get("/agreements/").text

    assert "Alpha, Beta, Gamma, Delta and <a " in text
    assert '#members" data-counts="2" data-shown="4">2 others<' in text


def test_the_status_is_printed_with_its_reason(client):
    agreement = make_agreement(signed="2025-06-19", end_statement="not_stated")

    text = text_of(client, agreement)

    assert 'class="status is-signed">Signed<' in text
    assert "Signed 19 June 2025; no end date stated" in text


@pytest.mark.parametrize(
    ("character", "members", "effect", "end"),
    [
        ("binding", "Parties", "Entered into force 2020", "Terminated 2021"),
        ("non_binding", "Participants", "Came into effect 2020", "Discontinued 2021"),
        ("not_stated", "Between", "Took effect 2020", "Ended 2021"),
        ("contract", "Between", "Took effect 2020", "Ended 2021"),
    ],
)
def test_words_follow_the_legal_character(client, character, members, effect, end):
    agreement = draft(signed=None, legal_character=character)
    add_event(agreement, "in_effect", "2020")
    published(agreement)
    ended = draft(signed="2019", legal_character=character)
    add_event(ended, "terminated", "2021")
    published(ended)

    assert f"<dt>{members}</dt>" in text_of(client, agreement)
    assert effect in text_of(client, agreement)
    assert end in text_of(client, ended)


def test_an_end_that_is_still_to_come_is_the_reason_given(client):
    agreement = draft(signed="2020")
    add_event(agreement, "expires", "2099")

    assert "Signed 2020; expiry 2099" in text_of(client, published(agreement))


def test_every_event_stands_with_its_date_and_note(client):
    agreement = draft(signed="2020")
    add_event(agreement, "announced", "", date_note="shortly before the summit")
    add_event(agreement, "in_effect", "2030", planned=True, note="As hoped in 2020.")

    text = text_of(client, published(agreement))

    assert "Shortly before the summit" in text
    assert "Planned: taking effect" in text
    assert "As hoped in 2020." in text


@pytest.mark.parametrize(
    ("amount", "currency", "qualifier", "words"),
    [
        (410_000_000, "GBP", "exactly", "<dd>£410 million"),
        (10_000_000, "GBP", "about", "about £10 million"),
        (1_000_000_000, "USD", "at_least", "at least $1 billion"),
        ("121500000.00", "EUR", "up_to", "up to €121.5 million"),
        (5_600, "JPY", "exactly", "¥5,600"),
        (1_234_567, "CHF", "exactly", "CHF\N{NO-BREAK SPACE}1,234,567"),
    ],
)
def test_an_amount_is_printed_in_words(client, amount, currency, qualifier, words):
    agreement = make_agreement(amount=amount, currency=currency, amount_qualifier=qualifier)

    response = client.get(agreement.get_absolute_url())

    assert words in response.text
