"""What the database itself refuses to hold, and what stands in the way of publication."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.models import Agreement, Document, Identifier, Milestone
from publishing.actions import publish
from publishing.rights import Refused
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


def update(agreement, **fields):
    Agreement.objects.filter(pk=agreement.pk).update(**fields)


def make_milestone(agreement, **fields):
    Milestone.objects.create(agreement=agreement, text="They met", **{"kind": "meeting", **fields})


def make_document(agreement, **fields):
    Document.objects.create(agreement=agreement, title="Text", **fields)


def add_twice(add, *args, **fields):
    add(*args, **fields)
    add(*args, **fields)


MONEY = {"amount": Decimal(5), "currency": "GBP", "amount_qualifier": "about"}
PUBLIC = {"published_at": timezone.now(), "identifier": "AG-0999"}
BACKWARDS = {"earliest": date(2025, 1, 2), "latest": date(2025, 1, 1)}

# Each constraint of the app, and what it does not let happen to an unpublished agreement.
BROKEN = {
    "agreements_agreement_kind_is_known": lambda a: update(a, kind="treatise"),
    "agreements_agreement_legal_character_is_known": lambda a: update(a, legal_character="strong"),
    "agreements_agreement_level_is_known": lambda a: update(a, level="world"),
    "agreements_agreement_end_statement_is_known": lambda a: update(a, end_statement="never"),
    "agreements_agreement_amount_qualifier_is_known": lambda a: update(
        a, **{**MONEY, "amount_qualifier": "roughly"}
    ),
    "agreements_agreement_amount_with_currency": lambda a: update(a, **{**MONEY, "amount": -1}),
    "agreements_agreement_withdrawn_is_published": lambda a: update(
        a, withdrawn_at=timezone.now(), withdrawn_reason="Why"
    ),
    "agreements_agreement_withdrawn_says_why": lambda a: update(
        a, withdrawn_at=timezone.now(), **PUBLIC
    ),
    "agreements_agreement_taken_back_is_not_published": lambda a: update(
        a, unpublished_at=timezone.now(), **PUBLIC
    ),
    "agreements_agreement_has_an_address": lambda a: update(a, slug=""),
    "agreements_agreement_published_has_an_identifier": lambda a: update(
        a, published_at=timezone.now()
    ),
    "agreements_event_code_is_known": lambda a: add_event(a, "celebrated"),
    "agreements_event_known_date_qualifier": lambda a: a.events.update(date_qualifier="near"),
    "agreements_event_earliest_not_after_latest": lambda a: a.events.update(**BACKWARDS),
    "agreements_party_role_is_known": lambda a: a.parties.update(role="guest"),
    "agreements_party_role_once": lambda a: add_twice(
        add_party, a, make_organisation(), role="host"
    ),
    "agreements_signatory_name_or_office": lambda a: add_signatory(a),
    "agreements_link_kind_is_known": lambda a: add_link(a, "likes", make_agreement()),
    "agreements_link_once": lambda a: add_twice(add_link, a, "builds_on", make_agreement()),
    "agreements_link_not_to_itself": lambda a: add_link(a, "builds_on", a),
    "agreements_milestone_kind_is_known": lambda a: make_milestone(a, kind="feast"),
    "agreements_milestone_known_date_qualifier": lambda a: (
        make_milestone(a),
        a.milestones.update(date_qualifier="near"),
    ),
    "agreements_milestone_earliest_not_after_latest": lambda a: (
        make_milestone(a),
        a.milestones.update(**BACKWARDS),
    ),
    "agreements_document_kind_is_known": lambda a: make_document(
        a, kind="poem", url="https://texts.example/"
    ),
    "agreements_document_leads_somewhere": lambda a: make_document(a),
    "agreements_identifier_scheme_is_known": lambda a: Identifier.objects.create(
        agreement=a, scheme="isbn", value="1"
    ),
    "agreements_identifier_once": lambda a: add_twice(
        Identifier.objects.create, agreement=a, scheme="doi", value="10.1000/1"
    ),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses_what_breaks_a_constraint(agreement, constraint):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        BROKEN[constraint](agreement)

    # Of uniqueness SQLite says the columns, not the constraint.
    assert re.search(f"{constraint}|UNIQUE constraint failed", str(error.value))


def test_every_constraint_is_broken_above():
    models = apps.get_app_config("agreements").get_models()

    assert {c.name for model in models for c in model._meta.constraints} == set(BROKEN)


@pytest.mark.parametrize(
    "fields", [{"amount": Decimal(5)}, {"currency": "GBP"}, {"amount_qualifier": "about"}]
)
def test_an_amount_is_all_or_nothing(agreement, fields):
    with pytest.raises(IntegrityError, match="amount_with_currency"), transaction.atomic():
        update(agreement, **fields)


@pytest.mark.parametrize("field", ["slug", "identifier"])
def test_two_agreements_share_neither_address_nor_identifier(agreement, field):
    other = make_agreement()

    with pytest.raises(IntegrityError, match=field), transaction.atomic():
        update(agreement, **{field: getattr(other, field)})


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
