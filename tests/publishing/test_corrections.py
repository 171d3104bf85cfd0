"""What editors do with what readers sent: who may, what is recorded, what is forgotten when."""

import pytest
from django.contrib.auth.models import Permission
from django.core import mail

from accounts.models import User
from publishing import corrections
from publishing.models import Correction, Step, Version
from publishing.rights import Refused
from tests.factories import make_agreement, make_article, make_organisation, make_user

from .drafting import draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def author():
    return make_user("Authors", first_name="Ada", last_name="Author")


@pytest.fixture
def agreement():
    return make_agreement("The pact")


@pytest.fixture
def correction(agreement):
    return corrections.receive(
        text="The day is wrong.",
        record=agreement.identifier,
        name="R. Reader",
        email="reader@reader.example",
        sender="0" * 64,
    )


def verbs(record):
    return [step.verb for step in Step.objects.of(record).order_by("at", "pk")]


def reader_of_corrections():
    """May see them and do nothing."""
    user = make_user()
    user.user_permissions.add(permission("view_correction"))
    return User.objects.get(pk=user.pk)


def permission(codename):
    return Permission.objects.get(codename=codename)


def test_an_author_takes_in_hand_answers_and_closes(correction, agreement, author):
    corrections.take_in_hand(correction, by=author)
    corrections.answer(correction, by=author, text="Thank you.")
    live = Version.objects.of(agreement).get(state="live")
    corrections.close(correction, by=author, state="done", outcome="Mended.", version=live)
    correction.refresh_from_db()
    assert (correction.state, correction.handled_by, correction.closed_by) == (
        "done", author, author
    )  # fmt: skip
    assert correction.mended_by == live
    assert set(verbs(correction)) == {"received", "taken", "answered", "mended"}
    told = Step.objects.of(agreement).get(verb="mended")
    assert (told.remark, told.version, told.by) == ("C-0001: Mended.", live, author)


def test_a_letter_leaves_after_the_commit_and_only_to_the_reader(
    correction, author, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        corrections.answer(correction, by=author, text="Thank you.\nIt is mended.")
        assert mail.outbox == []
    (letter,) = mail.outbox
    assert letter.to == ["reader@reader.example"]
    assert letter.subject == "Your message C-0001 to the Fusion Cooperation Register"
    assert letter.body == "Thank you.\nIt is mended."


def test_nothing_is_sent_when_a_reader_writes(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        corrections.receive(text="Wrong.", email="reader@reader.example")
    assert mail.outbox == []


def test_the_history_holds_no_word_of_a_letter(correction, author):
    corrections.answer(correction, by=author, text="Dear R. Reader")
    assert not Step.objects.filter(remark__contains="Reader").exists()


def test_an_answer_needs_an_address(author):
    correction = corrections.receive(text="Wrong.")
    with pytest.raises(Refused, match="No e-mail address"):
        corrections.answer(correction, by=author, text="Thank you.")


@pytest.mark.drill
def test_letters_are_bounded(correction, author, monkeypatch):
    monkeypatch.setattr(corrections, "MOST_ANSWERS", 1)
    corrections.answer(correction, by=author, text="One.")
    with pytest.raises(Refused, match="So many letters"):
        corrections.answer(correction, by=author, text="Two.")


ACTIONS = {
    "take": lambda c, user: corrections.take_in_hand(c, by=user),
    "answer": lambda c, user: corrections.answer(c, by=user, text="No."),
    "close": lambda c, user: corrections.close(c, by=user, state="declined", outcome="No."),
    "reopen": lambda c, user: corrections.reopen(c, by=user),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_who_only_reads_them_does_nothing_with_them(correction, action):
    with pytest.raises(Refused):
        ACTIONS[action](correction, reader_of_corrections())


def test_who_may_not_change_the_record_takes_in_hand_and_does_not_close(correction):
    user = make_user()
    user.user_permissions.add(permission("change_correction"))
    user = User.objects.get(pk=user.pk)
    corrections.take_in_hand(correction, by=user)
    for action in ("answer", "close"):
        with pytest.raises(Refused, match="who may change the record"):
            ACTIONS[action](correction, user)


@pytest.mark.drill
@pytest.mark.parametrize("action", ["take", "answer", "close"])
def test_what_is_closed_stays_closed_until_it_is_opened(correction, author, action):
    ACTIONS["close"](correction, author)
    with pytest.raises(Refused, match="closed by now"):
        ACTIONS[action](correction, make_user("Publishers"))
    corrections.reopen(correction, by=author)
    ACTIONS[action](correction, make_user("Publishers"))
    with pytest.raises(Refused):
        corrections.close(correction, by=author, state="in_hand", outcome="No.")


def other_version(agreement):
    return Version.objects.of(make_organisation()).get(state="live")


WRONG_VERSIONS = {
    "of another record": other_version,
    "a draft": lambda agreement: draft_of(agreement, title="New"),
}


@pytest.mark.parametrize("which", WRONG_VERSIONS)
def test_only_a_public_version_of_the_record_mends_it(correction, agreement, author, which):
    version = WRONG_VERSIONS[which](agreement)
    with pytest.raises(Refused, match="public version of the record"):
        corrections.close(correction, by=author, state="done", outcome="So.", version=version)


def test_what_is_declined_was_mended_by_nothing(correction, agreement, author):
    live = Version.objects.of(agreement).get(state="live")
    with pytest.raises(Refused, match="mended by no version"):
        corrections.close(correction, by=author, state="declined", outcome="No.", version=live)


def test_those_that_wait_are_counted(correction, author):
    corrections.take_in_hand(corrections.receive(text="Another."), by=author)
    corrections.close(corrections.receive(text="Third."), by=author, state="done", outcome="So.")
    assert Correction.objects.waiting().count() == 2


# The queue


@pytest.fixture
def editor(client, author):
    client.force_login(author)
    return client


QUEUE = "/admin/publishing/correction/"


def page_of(correction):
    return f"{QUEUE}{correction.pk}/change/"


def test_the_queue_shows_what_waits_by_state_kind_and_words(editor, correction, author):
    article = make_article("Signed")
    corrections.receive(text="The name is wrong.", record=article.identifier)
    corrections.receive(text="No record.", record="something else")
    closed = corrections.receive(text="Closed one.")
    corrections.close(closed, by=author, state="done", outcome="So.")

    def found(query=""):
        page = editor.get(QUEUE + query).text
        words = ("The day is wrong.", "The name is wrong.", "No record.", "Closed one.")
        return [text for text in words if text in page]

    assert len(found()) == 3
    assert found("?state=done") == ["Closed one."]
    assert len(found("?state=all")) == 4
    assert found("?kind=news.article") == ["The name is wrong."]
    assert found("?kind=none") == ["No record."]
    assert found("?q=something") == ["No record."]
    assert len(found("?kind=no.such&state=nonsense")) == 3


def test_each_opens_to_what_was_sent_with_the_record_and_its_form(editor, correction, agreement):
    page = editor.get(page_of(correction)).text
    assert "The day is wrong." in page
    assert "reader@reader.example" in page
    assert f'href="{agreement.get_absolute_url()}"' in page
    assert f'href="/admin/agreements/agreement/{agreement.pk}/change/"' in page


def test_it_is_taken_answered_closed_and_opened_again_by_its_page(editor, correction, agreement):
    page, live = page_of(correction), Version.objects.of(agreement).get(state="live")
    steps = [
        ({"_take": "1"}, "in_hand"),
        ({"_answer": "1", "text": "Thank you."}, "in_hand"),
        ({"_close": "1", "state": "done", "outcome": "So.", "version": live.pk}, "done"),
        ({"_reopen": "1"}, "in_hand"),
        ({"_close": "1", "state": "declined", "outcome": "No source."}, "declined"),
    ]
    for sent, state in steps:
        assert editor.post(page, sent).status_code == 302
        correction.refresh_from_db()
        assert correction.state == state
    assert "Closed as declined by Ada Author" in editor.get(page).text


FORGED = [
    {},
    {"_close": "1"},
    {"_close": "1", "state": "new", "outcome": "x"},
    {"_close": "1", "state": "done", "outcome": "x" * 501},
    {"_close": "1", "state": "done", "outcome": "x", "version": "no-key"},
    {"_close": "1", "state": "done", "outcome": "a\0b"},
    {"_close": "1", "state": "declined", "outcome": ""},
    {"_answer": "1", "text": ""},
    {"_answer": "1", "text": "x" * 5001},
    {"state": "done", "outcome": "x"},
    {"_reopen": "1"},
]


@pytest.mark.drill
@pytest.mark.parametrize("sent", FORGED)
def test_a_forged_or_empty_form_changes_nothing(editor, correction, sent):
    assert editor.post(page_of(correction), sent).status_code == 200
    correction.refresh_from_db()
    assert (correction.state, correction.answers) == ("new", [])


def test_who_only_reads_them_is_shown_no_form_and_may_do_nothing(client, correction):
    client.force_login(reader_of_corrections())
    page = client.get(page_of(correction)).text
    assert "The day is wrong." in page
    assert "_take" not in page
    assert "_close" not in page
    client.post(page_of(correction), {"_take": "1"})
    correction.refresh_from_db()
    assert correction.state == "new"


def test_who_may_not_see_them_sees_none(client, correction):
    client.force_login(make_user())
    for address in (QUEUE, page_of(correction), f"{QUEUE}{correction.pk}/history/"):
        assert client.get(address).status_code == 403


@pytest.mark.drill
def test_the_queue_costs_the_same_however_many_there_are(
    editor, django_assert_max_num_queries
):  # fmt: skip
    for number in range(12):
        record = (make_agreement, make_organisation, make_article)[number % 3]()
        corrections.receive(text=f"Wrong {number}", record=record.identifier, sender=str(number))
    editor.get(QUEUE)
    with django_assert_max_num_queries(14):
        editor.get(QUEUE)
    with django_assert_max_num_queries(12):
        editor.get(page_of(Correction.objects.first()))


def test_nobody_adds_or_deletes_one_by_hand(editor, correction):
    for page in (f"{QUEUE}add/", f"{QUEUE}{correction.pk}/delete/"):
        assert editor.post(page).status_code == 403
