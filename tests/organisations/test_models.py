"""What the database itself refuses, and what an editor is told."""

from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from organisations.models import (
    Identifier,
    Membership,
    Merge,
    Name,
    NotTheSame,
    Organisation,
    Site,
)
from publishing.actions import withdraw
from tests.factories import make_agreement, make_organisation, make_user

pytestmark = pytest.mark.django_db


def update(organisation, **fields):
    Organisation.objects.filter(pk=organisation.pk).update(**fields)


def add_twice(model, organisation, **fields):
    for _time in range(2):
        model.objects.create(organisation=organisation, **fields)


def make_merge(gone, into, **fields):
    values = {"note": "They are one.", "was_public": True, **fields}
    return Merge.objects.create(gone=gone, into=into, **values)


# Each constraint of the app, and what it does not let happen to a published organisation.
BROKEN = {
    "organisations_organisation_withdrawn_is_published": lambda o: update(
        o, published_at=None, withdrawn_at=timezone.now(), withdrawn_reason="Why"
    ),
    "organisations_organisation_withdrawn_says_why": lambda o: update(
        o, withdrawn_at=timezone.now()
    ),
    "organisations_organisation_taken_back_is_not_published": lambda o: update(
        o, unpublished_at=timezone.now()
    ),
    "organisations_organisation_has_an_address": lambda o: update(o, slug=""),
    "organisations_organisation_published_has_an_identifier": lambda o: update(o, identifier=None),
    "organisations_organisation_kind_is_known": lambda o: update(o, kind="club"),
    "organisations_organisation_status_is_known": lambda o: update(o, status="asleep"),
    "organisations_organisation_not_its_own_parent": lambda o: update(o, parent=F("id")),
    "organisations_organisation_not_its_own_successor": lambda o: update(o, successor=F("id")),
    "organisations_organisation_not_merged_into_itself": lambda o: update(
        o, published_at=None, merged_into=F("id")
    ),
    "organisations_organisation_merged_is_not_public": lambda o: update(
        o, merged_into=make_organisation()
    ),
    "organisations_merge_one_standing": lambda o: [
        make_merge(o, make_organisation()) for _time in range(2)
    ],
    "organisations_merge_not_with_itself": lambda o: make_merge(o, o),
    "organisations_merge_undone_when": lambda o: make_merge(
        o, make_organisation(), undone_by=make_user()
    ),
    "organisations_merge_says_why": lambda o: make_merge(o, make_organisation(), note=""),
    "organisations_notthesame_pair_once": lambda o: [
        NotTheSame.objects.create(first_id=UUID(int=0), second=o) for _time in range(2)
    ],
    "organisations_notthesame_in_order": lambda o: NotTheSame.objects.create(first=o, second=o),
    "organisations_name_kind_is_known": lambda o: Name.objects.create(
        organisation=o, kind="nickname", name="The Lab"
    ),
    "organisations_name_once": lambda o: add_twice(Name, o, name="The Lab"),
    "organisations_site_kind_is_known": lambda o: Site.objects.create(
        organisation=o, kind="harbour", place="Culham"
    ),
    "organisations_site_coordinates_on_earth": lambda o: Site.objects.create(
        organisation=o, place="Culham", latitude=91, longitude=0
    ),
    "organisations_site_has_a_place": lambda o: Site.objects.create(organisation=o),
    "organisations_membership_not_of_itself": lambda o: Membership.objects.create(
        organisation=o, body=o
    ),
    "organisations_membership_once": lambda o: add_twice(
        Membership, o, body=make_organisation(), since="2024"
    ),
    "organisations_identifier_scheme_is_known": lambda o: Identifier.objects.create(
        organisation=o, scheme="telephone", value="01234"
    ),
    "organisations_identifier_names_one": lambda o: add_twice(
        Identifier, o, scheme="wikidata", value="Q615775"
    ),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses_what_breaks_a_constraint(constraint):
    organisation = make_organisation()

    with pytest.raises(IntegrityError), transaction.atomic():
        BROKEN[constraint](organisation)


def test_every_constraint_is_broken_above():
    models = apps.get_app_config("organisations").get_models()

    assert {c.name for model in models for c in model._meta.constraints} == set(BROKEN)


def test_half_of_a_pair_of_coordinates_is_no_place_on_earth():
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.create(organisation=make_organisation(), place="Culham", latitude=51)


def test_other_registers_may_give_one_number_twice():
    for _time in range(2):
        Identifier.objects.create(organisation=make_organisation(), scheme="other", value="17")

    assert Identifier.objects.count() == 2


def test_an_organisation_that_has_parts_cannot_be_deleted():
    department = make_organisation()
    make_organisation(parent=department)

    with pytest.raises(ProtectedError):
        department.delete()


@pytest.mark.parametrize("field", ["parent", "successor"])
def test_an_organisation_is_not_below_or_after_itself(field):
    top = make_organisation()
    middle = make_organisation(**{field: top})
    setattr(top, field, middle)

    with pytest.raises(ValidationError, match="leads back"):
        top.full_clean()


def test_publication_asks_for_a_kind_and_a_source():
    organisation = Organisation.objects.create(name="Laboratory")

    assert [field for field, _sentence in organisation.publishing_gaps()] == ["kind", "citations"]


def test_the_agreement_count_leaves_out_what_lists_do_not_show():
    organisation = make_organisation()
    withdrawn = make_agreement(parties=[organisation])
    withdraw(withdrawn, by=None, reason="A duplicate")
    make_agreement(parties=[organisation], published=False)
    make_agreement(parties=[organisation])

    counted = Organisation.objects.with_agreement_count().get(pk=organisation.pk)

    assert counted.agreement_count == 1


@pytest.mark.parametrize(
    ("website", "words"),
    [
        ("https://www.gov.uk/ukaea/", "gov.uk/ukaea"),
        ("http://qst.go.jp", "qst.go.jp"),
        ("mailto:office@fusion.example", "mailto:office@fusion.example"),
    ],
)
def test_a_website_is_printed_without_what_a_reader_skips(website, words):
    assert Organisation(website=website).website_in_words == words
