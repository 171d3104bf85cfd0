"""Remarks between editors: written, mended for a while, settled; never public."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from publishing import drafts, remarks
from publishing.models import Remark, Step
from publishing.rights import Refused
from tests.admin_forms import address, messages_in
from tests.factories import make_agreement, make_organisation, make_page, make_theme, make_user

from .drafting import draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def author():
    return make_user("Authors", username="author", email="author@register.example")


@pytest.fixture
def reviewer():
    return make_user("Publishers", username="reviewer", email="reviewer@register.example")


@pytest.fixture
def organisation():
    return make_organisation("Laboratory")


@pytest.fixture
def editor(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """Runs an action; returns {address: letter} of what it sent after its commit."""

    def act(action, *args, **options):
        with django_capture_on_commit_callbacks(execute=True):
            action(*args, **options)
            assert mail.outbox == []
        return {letter.to[0]: letter for letter in mail.outbox}

    return act


def seen_by(editor, record):
    response = editor.get(address(record, "remarks"))
    assert response.status_code == 200
    return response.text


def test_a_remark_is_written_on_the_page_of_the_record_and_counted_at_its_form(
    editor, organisation, author
):
    page = address(organisation, "remarks")
    sent = {"text": "Is this <b>its</b> name?\r\nSee the notice.", "place": "heading"}
    assert editor.post(page, sent).status_code == 302
    remark = Remark.objects.get()
    assert (remark.record, remark.by, remark.text) == (
        organisation, author, "Is this <b>its</b> name?\nSee the notice."
    )  # fmt: skip
    shown = seen_by(editor, organisation)
    assert "Is this &lt;b&gt;its&lt;/b&gt; name?" in shown
    assert "Title and summary" in shown or "Name and summary" in shown
    assert "Remarks (1 open)" in editor.get(address(organisation)).text
    step = Step.objects.of(organisation).get(verb="remarked")
    assert (step.by, step.remark) == (author, "")


@pytest.mark.parametrize("make", [make_agreement, make_page, make_theme])
@pytest.mark.parametrize("published", [True, False])
def test_every_kind_of_record_has_the_page(editor, make, published):
    record = make(published=published)
    assert "Nobody has remarked on it yet." in seen_by(editor, record)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": "x" * 2001}, "at most 2000 characters"),
        ({"text": "a\0b"}, "Null characters"),
        ({"text": "So.", "place": "nowhere"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_kept_is_said_and_shown_again(editor, organisation, sent, sentence):
    response = editor.post(address(organisation, "remarks"), sent)
    assert response.status_code == 200
    assert sentence in response.text
    assert not Remark.objects.exists()


def test_open_remarks_are_bounded(organisation, author, monkeypatch):
    monkeypatch.setattr(remarks, "MOST_OPEN", 1)
    remarks.add(organisation, by=author, text="One.")
    with pytest.raises(Refused, match="Very many remarks"):
        remarks.add(organisation, by=author, text="Two.")


def test_a_remark_is_settled_and_opened_again(editor, organisation, author):
    remark = remarks.add(organisation, by=author, text="Is it so?")
    page = address(organisation, "remarks")
    editor.post(page, {"settle": remark.pk})
    remark.refresh_from_db()
    assert (remark.is_open, remark.settled_by) == (False, author)
    assert "Settled by author" in seen_by(editor, organisation)
    assert "Remarks (0 open)" in editor.get(address(organisation)).text
    editor.post(page, {"reopen": remark.pk})
    remark.refresh_from_db()
    assert remark.is_open
    assert Remark.objects.open().count() == 1
    verbs = set(Step.objects.of(organisation).values_list("verb", flat=True))
    assert {"remarked", "resolved", "reopened"} <= verbs


def test_open_remarks_stand_first(editor, organisation, author):
    now = timezone.now()
    for number in range(3):
        remarks.add(organisation, by=author, text=f"No. {number}", at=now + timedelta(number))
    remarks.settle(Remark.objects.get(text="No. 2"), by=author)
    shown = seen_by(editor, organisation)
    assert shown.index("No. 1") < shown.index("No. 0") < shown.index("No. 2")


def test_ones_own_words_are_changed_for_a_quarter_of_an_hour(organisation, author):
    now = timezone.now()
    remark = remarks.add(organisation, by=author, text="Slpi.", at=now)
    remarks.correct(remark, by=author, text="Slip.", at=now + timedelta(minutes=14))
    remark.refresh_from_db()
    assert (remark.text, remark.corrected_at) == ("Slip.", now + timedelta(minutes=14))
    with pytest.raises(Refused, match="within 15 minutes"):
        remarks.correct(remark, by=author, text="Other.", at=now + timedelta(minutes=15))


def test_anothers_words_and_settled_ones_are_not_changed(organisation, author, reviewer):
    remark = remarks.add(organisation, by=author, text="So.")
    with pytest.raises(Refused):
        remarks.correct(remark, by=reviewer, text="Not so.")
    remarks.settle(remark, by=reviewer)
    with pytest.raises(Refused):
        remarks.correct(remark, by=author, text="Not so.")


def test_words_are_changed_on_the_page(editor, organisation, author, reviewer):
    own = remarks.add(organisation, by=author, text="Slpi.")
    others = remarks.add(organisation, by=reviewer, text="Theirs.")
    page = address(organisation, "remarks")
    assert seen_by(editor, organisation).count("Change my words") == 1
    editor.post(page, {"correct": own.pk, "text": "Slip."})
    response = editor.post(page, {"correct": others.pk, "text": "Mine."}, follow=True)
    assert any("Only who wrote a remark" in words for words in messages_in(response))
    response = editor.post(page, {"correct": own.pk, "text": ""}, follow=True)
    assert messages_in(response) == ["This field is required."]
    assert set(Remark.objects.values_list("text", flat=True)) == {"Slip.", "Theirs."}


@pytest.mark.parametrize("name", ["settle", "reopen", "correct", "seen"])
def test_a_remark_of_another_record_or_none_is_not_found(editor, organisation, author, name):
    elsewhere = remarks.add(make_organisation(), by=author, text="Elsewhere.")
    page = address(organisation, "remarks")
    for key in (elsewhere.pk, "no-key", "00000000-0000-0000-0000-000000000000"):
        assert editor.post(page, {name: key, "text": "x"}).status_code == 404
    elsewhere.refresh_from_db()
    assert (elsewhere.is_open, elsewhere.text) == (True, "Elsewhere.")


def test_who_may_not_change_the_record_reads_and_writes_nothing(client, organisation, author):
    remark = remarks.add(organisation, by=author, text="So.")
    stranger = make_user()
    client.force_login(stranger)
    page = address(organisation, "remarks")
    assert client.get(page).status_code == 403
    assert client.post(page, {"text": "No."}).status_code == 403
    for action in (
        lambda: remarks.add(organisation, by=stranger, text="No."),
        lambda: remarks.settle(remark, by=stranger),
        lambda: remarks.reopen(remark, by=stranger),
        lambda: remarks.correct(remark, by=stranger, text="No."),
    ):
        with pytest.raises(PermissionDenied):
            action()


def test_writers_of_the_draft_and_those_who_remarked_get_a_letter(
    letters, organisation, author, reviewer
):
    writer = make_user("Authors", email="writer@register.example")
    draft_of(organisation, by=writer, name="New")
    remarks.add(organisation, by=reviewer, text="First.")
    sent = letters(remarks.add, organisation, by=author, text="Is it so?")
    assert set(sent) == {"writer@register.example", "reviewer@register.example"}
    letter = sent["writer@register.example"]
    assert letter.subject == "Remark: Laboratory"
    assert "Is it so?" in letter.body
    assert address(organisation, "remarks") in letter.body


def test_deleting_a_draft_settles_what_was_said_of_it(author):
    record = make_organisation(published=False)
    remarks.add(record, by=author, text="So.")
    drafts.delete_draft(record, by=author)
    assert not Remark.objects.open().exists()


@pytest.mark.drill
def test_the_page_costs_the_same_however_many_there_are(
    editor, organisation, author, reviewer, django_assert_max_num_queries
):
    for number in range(60):
        remarks.add(organisation, by=(author, reviewer)[number % 2], text=f"No. {number}")
    seen_by(editor, organisation)
    with django_assert_max_num_queries(12):
        shown = seen_by(editor, organisation)
    assert "Page 1 of 2" in shown
    assert "No. 9<" in editor.get(address(organisation, "remarks") + "?page=2").text
    assert editor.get(address(organisation, "remarks") + "?page=zz").status_code == 200
