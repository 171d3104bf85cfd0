"""Submitted, returned, approved: who may, in which state, and who hears of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from publishing import drafts, review
from publishing.models import Step
from publishing.rights import Refused
from tests.admin_forms import address, read_form
from tests.factories import make_page, make_user
from tests.publishing.drafting import draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user("Authors", username="author", email="author@register.example")


@pytest.fixture
def publisher():
    return make_user("Publishers", username="publisher", email="publisher@register.example")


@pytest.fixture
def draft(author):
    return draft_of(make_page(title="About"), by=author, title="About us")


@pytest.fixture
def submitted(draft, author):
    review.submit(draft, by=author)
    return draft


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """Runs an action; returns {address: letter} of what it sent after its commit."""

    def act(action, *args, **options):
        with django_capture_on_commit_callbacks(execute=True):
            action(*args, **options)
            assert mail.outbox == []
        return {letter.to[0]: letter for letter in mail.outbox}

    return act


def tomorrow():
    return timezone.now() + timedelta(days=1)


ACTIONS = {
    "approve": lambda version, user: review.approve(version, by=user),
    "return": lambda version, user: review.return_to_writer(version, by=user, remark="Mend it."),
    "schedule": lambda version, user: review.schedule(version, by=user, moment=tomorrow()),
}


@pytest.mark.parametrize(
    ("action", "state"), [("approve", "approved"), ("return", "draft"), ("schedule", "scheduled")]
)
def test_a_publisher_may_decide_and_another_author_may_not(action, state, submitted, publisher):
    with pytest.raises(PermissionDenied):
        ACTIONS[action](submitted, make_user("Authors"))
    submitted.refresh_from_db()
    assert submitted.state == "in_review"
    ACTIONS[action](submitted, publisher)
    submitted.refresh_from_db()
    assert submitted.state == state


def test_an_author_may_submit_and_who_may_not_change_the_record_may_not(draft, author):
    with pytest.raises(PermissionDenied):
        review.submit(draft, by=make_user())
    review.submit(draft, by=author)
    draft.refresh_from_db()
    assert draft.state == "in_review"


@pytest.mark.parametrize("action", ["approve", "schedule"])
def test_nobody_approves_or_schedules_their_own_words(action, publisher):
    draft = draft_of(make_page(), by=publisher, title="About us")
    review.submit(draft, by=publisher)
    with pytest.raises(Refused, match="You wrote in this version"):
        ACTIONS[action](draft, publisher)


@pytest.mark.parametrize("action", ["approve", "schedule"])
def test_a_team_of_one_may_and_it_is_recorded(action, publisher, settings):
    settings.OWN_WORK = True
    draft = draft_of(make_page(), by=publisher, title="About us")
    review.submit(draft, by=publisher)
    ACTIONS[action](draft, publisher)
    assert Step.objects.get(version=draft, verb=f"{action}d").own_work


def test_a_change_is_not_submitted_without_a_note_for_readers(author):
    draft = draft_of(make_page(), by=author, title="About us", note="")
    with pytest.raises(Refused, match="Say what changed in a sentence"):
        review.submit(draft, by=author)


@pytest.mark.parametrize("action", [ACTIONS["approve"], ACTIONS["return"]])
def test_what_was_not_submitted_is_neither_approved_nor_returned(action, draft, publisher):
    with pytest.raises(Refused, match="It is draft by now"):
        action(draft, publisher)


def test_what_is_in_review_is_not_submitted_again(submitted, author):
    with pytest.raises(Refused, match="It is in review by now"):
        review.submit(submitted, by=author)


def test_what_was_discarded_in_another_tab_is_not_approved(submitted, author, publisher):
    drafts.discard(type(submitted).objects.get(pk=submitted.pk), by=author)
    with pytest.raises(Refused, match="It is discarded by now"):
        review.approve(submitted, by=publisher)


def test_what_is_not_scheduled_is_not_taken_off_the_schedule(submitted, publisher):
    with pytest.raises(Refused, match="It is in review by now"):
        review.unschedule(submitted, by=publisher)


def test_remarks_stay_with_the_record_where_its_author_reads_them(client, draft, author, publisher):
    review.submit(draft, by=author, remark="Please look at the dates.")
    review.return_to_writer(draft, by=publisher, remark="The dates are <still> wrong.")
    client.force_login(author)
    shown = client.get(address(draft.record, "history")).content.decode()
    assert "Please look at the dates." in shown
    assert "The dates are &lt;still&gt; wrong." in shown


def test_a_draft_is_not_returned_without_remarks(submitted, publisher):
    with pytest.raises(Refused, match="Say what should be mended"):
        review.return_to_writer(submitted, by=publisher, remark=" ")


def test_who_may_approve_hears_of_what_was_submitted(letters, draft, author, publisher, settings):
    sent = letters(review.submit, draft, by=author, remark="Please look at the dates.")
    [letter] = sent.values()
    assert (letter.to, letter.subject) == ([publisher.email], "To review: About")
    assert "author: submitted for review." in letter.body
    assert "Please look at the dates." in letter.body
    assert f"{settings.SITE_URL}{address(draft.record, 'compare')}" in letter.body


def test_nobody_hears_who_wrote_in_it_or_may_not_approve_or_cannot_be_reached(letters, draft):
    writer = make_user("Publishers", email="writer@register.example")
    make_user("Publishers", email="left@register.example", is_active=False)
    make_user("Publishers", email="")
    make_user("Authors", email="other.author@register.example")
    make_user(email="reader@register.example")
    draft.writers.add(writer)
    assert letters(review.submit, draft, by=make_user("Authors")) == {}


def test_in_a_team_of_one_the_writer_may_approve_and_hears(letters, publisher, settings):
    settings.OWN_WORK = True
    draft = draft_of(make_page(), by=publisher, title="About us")
    assert list(letters(review.submit, draft, by=publisher)) == [publisher.email]


@pytest.mark.parametrize(
    ("action", "subject"),
    [
        ("approve", "Approved: About"),
        ("return", "Returned: About"),
        ("schedule", "Scheduled: About"),
    ],
)
def test_every_writer_hears_what_was_decided(action, subject, letters, submitted, publisher):
    submitted.writers.add(make_user("Authors", email="second@register.example"))
    sent = letters(ACTIONS[action], submitted, publisher)
    assert set(sent) == {"author@register.example", "second@register.example"}
    assert {letter.subject for letter in sent.values()} == {subject}


def test_a_writer_who_answers_gets_no_letter_from_themselves(letters, submitted, publisher):
    submitted.writers.add(publisher)
    sent = letters(review.return_to_writer, submitted, by=publisher, remark="Mend it.")
    assert list(sent) == ["author@register.example"]
    assert "Mend it." in sent["author@register.example"].body


def test_a_writer_without_rights_any_more_gets_no_letter(letters, submitted, author, publisher):
    author.groups.clear()
    assert letters(review.approve, submitted, by=publisher) == {}


def test_a_mail_server_that_is_down_stops_nobody(letters, draft, author, publisher, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert letters(review.submit, draft, by=author) == {}
    draft.refresh_from_db()
    assert draft.state == "in_review"


def test_the_form_submits_with_a_note_for_the_reviewer(client, author, publisher):
    page = make_page()
    client.force_login(author)
    sent = read_form(client, address(page))
    sent |= {"title": "About us", "change_note": "Renamed.", "review_note": "Is it right?"}
    client.post(address(page), sent | {"_submit": "1"})
    assert drafts.open_version(page).state == "in_review"
    assert Step.objects.of(page).get(verb="submitted").remark == "Is it right?"
