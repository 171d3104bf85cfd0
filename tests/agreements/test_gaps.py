"""What is not known is said, and how sure that is."""

import pytest

from tests.agreements.reading import draft, published, text_of
from tests.factories import (
    add_event,
    add_signatory,
    cite,
    make_source,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_signatory_without_a_name_stands_beside_what_another_source_gives(client):
    agreement = draft()
    party = agreement.parties.first()
    signatory = add_signatory(agreement, party, office="Minister for Climate")
    notice, report = make_source(title="Notice"), make_source(title="Report")
    cite(agreement, notice, f"signatories/{signatory.pk}/office")
    cite(agreement, report, f"signatories/{signatory.pk}/name", value="Kerry McCarthy")

    text = text_of(client, published(agreement))

    assert "Name not given in our source" in text
    assert "“Kerry McCarthy”" in text
    assert text.index("Name not given in our source") < text.index("“Kerry McCarthy”")
    assert f"The name of the signatory for {party}" in text


def test_gaps_are_listed_with_the_word_for_each(client):
    agreement = draft(
        signed=None, not_known="Whether money is committed.", end_statement="not_recorded"
    )
    add_event(agreement, "signed")

    text = text_of(client, published(agreement))
    gaps = text[text.index('id="gaps"') : text.index('id="dates"')]

    assert "<li>Whether money is committed.</li>" in gaps
    assert 'The date of signing: <span class="gap">Not known' in gaps
    assert 'Whether it is legally binding: <span class="gap">Not stated in our source' in gaps
    assert "when it ends" in gaps.lower()
