"""What the database itself refuses."""

import re

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from publishing.models import (
    Change,
    Citation,
    Correction,
    FactCheckAnswer,
    FileUse,
    IdentifierCounter,
    LinkCheck,
    LinkUse,
    Page,
    PlannedWithdrawal,
    PreviewLink,
    Redirect,
    Remark,
    ReviewDate,
    Source,
    StoredFile,
    Version,
)
from tests.factories import cite, make_organisation, make_page, make_source, make_user

pytestmark = pytest.mark.django_db


def update(page, **fields):
    Page.objects.filter(pk=page.pk).update(**fields)


def make_version(record, **fields):
    return Version.objects.create(record=record, snapshot={}, digest="0" * 64, **fields)


def plan(page, reason="It was wrong."):
    return PlannedWithdrawal.objects.create(record=page, at=NOW, reason=reason, by=make_user())


def look_again(page):
    return ReviewDate.objects.create(record=page, due_on=NOW.date(), set_by=make_user())


def make_redirects():
    for page in (make_page(slug="contact"), make_page(slug="privacy")):
        Redirect.objects.create(record=page, slug="old")


def update_source(**fields):
    Source.objects.filter(pk=make_source(date="2025").pk).update(**fields)


def cite_twice():
    organisation, source = make_organisation(), make_source()
    for _time in range(2):
        cite(organisation, source, fact="acronym")


def make_link(**fields):
    address = "https://notices.example/"
    return LinkCheck.objects.create(address=address, since=NOW, first_seen_at=NOW, **fields)


def use_twice(page):
    link = make_link()
    for _time in range(2):
        LinkUse.objects.create(link=link, record=page)


def correct(**fields):
    return Correction.objects.create(**{"reference": "C-0001", "text": "It is wrong.", **fields})


def close(**fields):
    editor = make_user()
    closed = {"state": "done", "closed_at": NOW, "closed_by": editor, "handled_by": editor}
    return correct(**{**closed, **fields})


def remark(page, **fields):
    return Remark.objects.create(**{"record": page, "by": make_user(), "text": "So.", **fields})


def answer(page, **fields):
    link = PreviewLink.objects.create(record=page, made_by=make_user(), expires_at=NOW)
    return FactCheckAnswer.objects.create(record=page, link=link, **fields)


def name_file_twice(page):
    file = StoredFile.objects.create(name="news/a.png")
    for _time in range(2):
        FileUse.objects.create(file=file, version=Version.objects.of(page).get())


NOW = timezone.now()

# Each constraint of the app, and what it does not let happen to a published page.
BROKEN = {
    "publishing_page_withdrawn_is_published": lambda p: update(
        p, published_at=None, withdrawn_at=NOW, withdrawn_reason="Why"
    ),
    "publishing_page_withdrawn_says_why": lambda p: update(p, withdrawn_at=NOW),
    "publishing_page_taken_back_is_not_published": lambda p: update(p, unpublished_at=NOW),
    "publishing_page_has_an_address": lambda p: update(p, slug=""),
    "publishing_version_one_open": lambda p: [
        make_version(p, state=state) for state in ("draft", "in_review")
    ],
    "publishing_version_one_live": lambda p: make_version(
        p, state="live", number=2, published_at=NOW
    ),
    "publishing_version_number_once": lambda p: make_version(
        p, state="past", number=1, published_at=NOW
    ),
    "publishing_version_numbered_at_publication": lambda p: make_version(
        p, state="replaced", number=2
    ),
    "publishing_version_public_is_numbered": lambda p: make_version(p, state="past"),
    "publishing_version_scheduled_for_a_moment": lambda p: make_version(p, state="scheduled"),
    "publishing_plannedwithdrawal_one_waiting": lambda p: [plan(p) for _time in range(2)],
    "publishing_plannedwithdrawal_says_why": lambda p: plan(p, reason=""),
    "publishing_reviewdate_one_a_record": lambda p: [look_again(p) for _time in range(2)],
    "publishing_change_kind_is_known": lambda p: Change.objects.create(
        record=p, kind="mended", at=NOW
    ),
    "publishing_redirect_address_once": lambda p: make_redirects(),
    "publishing_source_earliest_not_after_latest": lambda p: update_source(earliest="2026-01-01"),
    "publishing_source_known_date_qualifier": lambda p: update_source(date_qualifier="soon"),
    "publishing_source_url_once": lambda p: [
        make_source(url="https://notices.example/one") for _time in range(2)
    ],
    "publishing_fileuse_once": lambda p: name_file_twice(p),
    "publishing_citation_once_a_fact": lambda p: cite_twice(),
    "publishing_linkcheck_state_is_known": lambda p: make_link(state="dead"),
    "publishing_linkcheck_kept_says_why": lambda p: make_link(kept_at=NOW),
    "publishing_linkcheck_failing_since_a_day": lambda p: make_link(failures=1),
    "publishing_linkuse_once": use_twice,
    "publishing_correction_names_a_whole_record": lambda p: correct(object_id=p.pk),
    "publishing_correction_says_something": lambda p: correct(text=""),
    "publishing_correction_closed_by_somebody": lambda p: close(closed_by=None),
    "publishing_correction_in_the_hands_of_somebody": lambda p: correct(state="in_hand"),
    "publishing_correction_mended_when_done": lambda p: close(
        state="declined", mended_by=Version.objects.of(p).get()
    ),
    "publishing_correction_forgotten_whole": lambda p: correct(name="R. Reader", forgotten_at=NOW),
    "publishing_remark_says_something": lambda p: remark(p, text=""),
    "publishing_remark_settled_at_a_moment": lambda p: remark(p, settled_by=make_user()),
    "publishing_factcheckanswer_settled_at_a_moment": lambda p: answer(p, settled_by=make_user()),
    "publishing_citation_value_needs_a_fact": lambda p: cite(p, value="another"),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses_what_breaks_a_constraint(constraint):
    page = make_page()

    with pytest.raises(IntegrityError) as error, transaction.atomic():
        BROKEN[constraint](page)

    # Of uniqueness SQLite says the columns, not the constraint.
    assert re.search(f"{constraint}|UNIQUE constraint failed", str(error.value))


def test_every_constraint_is_broken_above():
    models = apps.get_app_config("publishing").get_models()

    assert {c.name for model in models for c in model._meta.constraints} == set(BROKEN)


def test_two_records_of_a_kind_never_share_an_address():
    make_page(slug="about")

    with pytest.raises(IntegrityError, match="slug"), transaction.atomic():
        Page.objects.create(slug="about", title="About, again")


def test_sources_without_an_address_may_be_many():
    make_source(url="")
    make_source(url="")
    assert Source.objects.count() == 2


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
