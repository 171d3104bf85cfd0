"""What the database itself refuses to hold, and what stands in the way of publication."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.models import Agreement, Document, Event, Identifier, Milestone, Party
from publishing.actions import Refused, publish
from tests.factories import (
    add_event,
    add_link,
    add_party,
    add_signatory,
    make_agreement,
    make_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement():
    return make_agreement(published=False)


def refuses(constraint, change):
    """SQLite says which columns must be unique, not by which constraint."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    unique = constraint.endswith(("_once", "slug", "identifier"))
    assert constraint in str(error.value) or (unique and "UNIQUE" in str(error.value))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("kind_is_known", {"kind": "treatise"}),
        ("legal_character_is_known", {"legal_character": "strong"}),
        ("level_is_known", {"level": "world"}),
        ("end_statement_is_known", {"end_statement": "never"}),
        ("amount_qualifier_is_known", {"amount_qualifier": "roughly"}),
        ("amount_with_currency", {"amount": Decimal(5)}),
        ("amount_with_currency", {"currency": "GBP"}),
        ("amount_with_currency", {"amount": -1, "currency": "GBP", "amount_qualifier": "about"}),
        ("withdrawn_is_published", {"withdrawn_at": timezone.now(), "withdrawn_reason": "Why."}),
        (
            "withdrawn_says_why",
            {
                "published_at": timezone.now(),
                "identifier": "AG-0999",
                "withdrawn_at": timezone.now(),
            },
        ),
        (
            "taken_back_is_not_published",
            {
                "published_at": timezone.now(),
                "identifier": "AG-0999",
                "unpublished_at": timezone.now(),
            },
        ),
        ("has_an_address", {"slug": ""}),
        ("published_has_an_identifier", {"published_at": timezone.now()}),
    ],
)
def test_an_agreement_keeps_its_rules(agreement, constraint, fields):
    refuses(constraint, lambda: Agreement.objects.filter(pk=agreement.pk).update(**fields))


def test_two_agreements_share_neither_address_nor_identifier(agreement):
    other = make_agreement(published=False)
    Agreement.objects.filter(pk=other.pk).update(identifier="AG-0500")

    refuses("slug", lambda: Agreement.objects.filter(pk=agreement.pk).update(slug=other.slug))
    refuses(
        "identifier",
        lambda: Agreement.objects.filter(pk=agreement.pk).update(identifier="AG-0500"),
    )


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("event_code_is_known", {"code": "celebrated"}),
        ("known_date_qualifier", {"date_qualifier": "near"}),
        (
            "earliest_not_after_latest",
            {"earliest": date(2025, 1, 2), "latest": date(2025, 1, 1)},
        ),
    ],
)
def test_an_event_keeps_its_rules(agreement, constraint, fields):
    refuses(constraint, lambda: Event.objects.filter(agreement=agreement).update(**fields))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("milestone_kind_is_known", {"kind": "party"}),
        ("known_date_qualifier", {"date_qualifier": "near"}),
        (
            "earliest_not_after_latest",
            {"earliest": date(2025, 1, 2), "latest": date(2025, 1, 1)},
        ),
    ],
)
def test_a_milestone_keeps_its_rules(agreement, constraint, fields):
    Milestone.objects.create(agreement=agreement, kind="meeting", text="They met")

    refuses(constraint, lambda: Milestone.objects.update(**fields))


def test_a_party_has_a_known_role(agreement):
    refuses("party_role_is_known", lambda: Party.objects.update(role="guest"))


def test_an_organisation_has_a_role_once(agreement):
    organisation = make_organisation()
    add_party(agreement, organisation, role="funder")
    add_party(agreement, organisation, role="host")

    refuses("party_role_once", lambda: add_party(agreement, organisation, role="host"))


def test_a_signatory_has_a_name_or_an_office(agreement):
    add_signatory(agreement, office="Minister")

    refuses("signatory_name_or_office", lambda: add_signatory(agreement))


def test_a_link_is_of_a_known_kind(agreement):
    refuses("link_kind_is_known", lambda: add_link(agreement, "likes", make_agreement()))


def test_a_link_is_made_once(agreement):
    other = make_agreement()
    add_link(agreement, "builds_on", other)
    add_link(agreement, "refers_to", other)

    refuses("link_once", lambda: add_link(agreement, "builds_on", other))


def test_no_agreement_is_linked_to_itself(agreement):
    refuses("link_not_to_itself", lambda: add_link(agreement, "builds_on", agreement))


def test_a_document_is_of_a_known_kind(agreement):
    fields = {"agreement": agreement, "title": "Text", "url": "https://texts.example/"}

    refuses("document_kind_is_known", lambda: Document.objects.create(kind="poem", **fields))


def test_a_document_leads_somewhere(agreement):
    refuses(
        "document_leads_somewhere",
        lambda: Document.objects.create(agreement=agreement, title="Text"),
    )


def test_an_identifier_is_of_a_known_series(agreement):
    refuses(
        "identifier_scheme_is_known",
        lambda: Identifier.objects.create(agreement=agreement, scheme="isbn", value="1"),
    )


def test_an_identifier_is_given_once(agreement):
    fields = {"agreement": agreement, "scheme": "doi", "value": "10.1000/1"}
    Identifier.objects.create(**fields)

    refuses("identifier_once", lambda: Identifier.objects.create(**fields))


def test_a_currency_is_a_code_of_capital_letters(agreement):
    agreement.amount, agreement.currency, agreement.amount_qualifier = 5, "gbp", "about"

    with pytest.raises(ValidationError, match="three capital letters"):
        agreement.full_clean()


def test_what_an_agreement_lacks_is_said_at_publication():
    bare = Agreement.objects.create(title="Memorandum")

    with pytest.raises(Refused) as refused:
        publish(bare, by=None)

    assert len(refused.value.messages) == 5


@pytest.mark.parametrize(
    "kind", ["amends", "extends", "supersedes", "implements", "under_auspices_of"]
)
def test_links_that_rank_agreements_form_no_circle(kind):
    first, second, third = make_agreement(), make_agreement(), make_agreement()
    add_link(first, kind, second)
    add_link(second, kind, third)
    add_link(third, kind, first)

    with pytest.raises(Refused, match="leads back"):
        publish(third, by=None)


def test_agreements_may_build_on_each_other():
    first, second = make_agreement(), make_agreement()
    add_link(first, "builds_on", second)
    add_link(second, "builds_on", first)

    assert publish(second, by=None).number == 2


def test_the_date_of_signing_comes_before_that_of_announcement():
    agreement = make_agreement(signed="2025-06")
    add_event(agreement, "announced", "2024")

    assert agreement.lead_event.code == "signed"
