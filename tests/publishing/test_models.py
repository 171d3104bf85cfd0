"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from publishing.models import Change, Citation, IdentifierCounter, Page, Redirect, Source, Version
from tests.factories import cite, make_agreement, make_organisation, make_page, make_source

pytestmark = pytest.mark.django_db


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def make_version(record, **fields):
    return Version.objects.create(record=record, snapshot={}, digest="0" * 64, **fields)


def test_a_withdrawn_record_is_published():
    page = make_page(published=False)
    fields = {"withdrawn_at": timezone.now(), "withdrawn_reason": "Why"}
    refused(lambda: Page.objects.filter(pk=page.pk).update(**fields))


def test_a_withdrawal_says_why():
    page = make_page()
    refused(lambda: Page.objects.filter(pk=page.pk).update(withdrawn_at=timezone.now()))


def test_what_was_taken_back_is_not_published():
    page = make_page()
    refused(lambda: Page.objects.filter(pk=page.pk).update(unpublished_at=timezone.now()))


def test_a_record_has_an_address():
    page = make_page()
    refused(lambda: Page.objects.filter(pk=page.pk).update(slug=""))


def test_two_records_of_a_kind_never_share_an_address():
    make_page(slug="about")
    refused(lambda: Page.objects.create(slug="about", title="About, again"))


def test_a_published_record_has_an_identifier():
    agreement = make_agreement()
    refused(lambda: type(agreement).objects.update(identifier=None))


def test_a_record_has_one_open_version():
    page = make_page()
    make_version(page, state="draft")
    refused(lambda: make_version(page, state="in_review"))


def test_a_record_has_one_live_version():
    page = make_page()
    fields = {"number": 2, "published_at": timezone.now()}
    refused(lambda: make_version(page, state="live", **fields))


def test_a_version_number_is_given_once():
    page = make_page()
    fields = {"number": 1, "published_at": timezone.now()}
    refused(lambda: make_version(page, state="past", **fields))


def test_a_numbered_version_has_a_moment_of_publication():
    refused(lambda: make_version(make_page(), state="past", number=2))


def test_a_past_version_is_numbered():
    refused(lambda: make_version(make_page(), state="past"))


def test_a_change_is_of_a_known_kind():
    page = make_page()
    refused(lambda: Change.objects.create(record=page, kind="mended", at=timezone.now()))


def test_an_old_address_leads_to_one_record():
    first, second = make_page(), make_page(slug="contact")
    Redirect.objects.create(record=first, slug="old")
    refused(lambda: Redirect.objects.create(record=second, slug="old"))


def test_a_source_stands_once_under_its_address():
    make_source(url="https://notices.example/one")
    refused(lambda: make_source(url="https://notices.example/one"))


def test_sources_without_an_address_may_be_many():
    make_source(url="")
    make_source(url="")
    assert Source.objects.count() == 2


def test_a_source_has_a_known_date_qualifier():
    source = make_source(date="2025")
    refused(lambda: Source.objects.filter(pk=source.pk).update(date_qualifier="soon"))


def test_earliest_is_never_after_latest():
    source = make_source(date="2025")
    refused(lambda: Source.objects.filter(pk=source.pk).update(earliest="2026-01-01"))


def test_a_source_is_cited_once_for_a_fact():
    organisation, source = make_organisation(), make_source()
    cite(organisation, source, fact="acronym")
    refused(lambda: cite(organisation, source, fact="acronym"))


def test_a_differing_value_belongs_to_a_fact():
    refused(lambda: cite(make_organisation(), value="another"))


def test_a_cited_source_is_not_deleted():
    source = make_source()
    cite(make_organisation(), source, fact="acronym")
    with pytest.raises(ProtectedError):
        source.delete()
    assert Citation.objects.filter(source=source).exists()


def test_a_counter_never_falls():
    IdentifierCounter.raise_to("AG", 87)
    IdentifierCounter.raise_to("AG", 8)
    assert IdentifierCounter.next_identifier("AG") == "AG-0088"
