"""Somebody without an account reads one draft and says of each part whether it is right."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from agreements.models import Agreement
from fusionsite.logs import WithoutTokens
from organisations.models import Organisation
from publishing import fact_checks, review, sharing
from publishing.actions import publish_version
from publishing.drafts import discard, open_version
from publishing.models import FactCheckAnswer, PreviewLink, Step
from publishing.parts import part_choices
from publishing.rights import Refused
from publishing.snapshots import take
from tests.admin_forms import address
from tests.factories import (
    add_signatory,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_user,
)

from .drafting import draft_of
from .public_forms import ticket

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def author():
    return make_user("Authors", username="author", email="author@register.example")


@pytest.fixture
def pact():
    parties = [make_organisation("Ministry", country="JP"), make_organisation("Department")]
    agreement = make_agreement("The pact", parties=parties, published=True)
    add_signatory(agreement, agreement.parties.first(), name="A. Person", office="Minister")
    draft_of(agreement, title="The drafted treaty")
    return agreement


@pytest.fixture
def link(pact, author):
    return sharing.ask_for_check(pact, by=author)


def at(link):
    return f"/fact-check/{link.token}/"


def answers(link, **fields):
    return {"ticket": ticket(f"fact check {link.pk}"), **fields}


RIGHT = {"verdict-heading": "right"}


def test_the_page_shows_the_draft_part_by_part(client, link):
    response = client.get(at(link))
    assert response.status_code == 200
    shown = response.text
    assert "Is this right? The drafted treaty" in shown
    for words in ("Title and summary", "Parties", "Signatories", "A. Person", "Milestones"):
        assert words in shown
    assert f'href="/preview/{link.token}/agreements/the-pact/"' in shown
    assert "Nothing is recorded here." in shown


def test_the_parts_follow_from_what_a_model_declares():
    keys = [key for key, _label in part_choices(Agreement)]
    assert keys[:3] == ["heading", "details", "body"]
    rows = {"events", "parties", "signatories", "links", "milestones", "documents", "citations"}
    assert rows <= {*keys}
    assert dict(part_choices(Organisation))["heading"] == "Title and summary"


def test_an_answer_lands_with_the_record(client, link, pact, author):
    sent = answers(
        link, name="E. Xpert",
        **{
            "verdict-heading": "right",
            "verdict-signatories": "wrong", "words-signatories": "It was <b>B.</b> Person.",
            "words-parties": "One is missing.",
            "words-whole": "The annex.",
        },
    )  # fmt: skip
    response = Client(enforce_csrf_checks=True).post(at(link), sent)
    assert (response.status_code, response.url) == (302, f"{at(link)}?thanks")
    thanks = client.get(response.url)
    assert "your answers have reached the editors" in thanks.text
    assert not client.cookies
    kept = FactCheckAnswer.objects.get()
    assert kept.name == "E. Xpert"
    assert {part["part"]: (part["verdict"], part["words"]) for part in kept.parts} == {
        "heading": ("right", ""),
        "parties": ("wrong", "One is missing."),
        "signatories": ("wrong", "It was <b>B.</b> Person."),
        "whole": ("", "The annex."),
    }
    step = Step.objects.of(pact).get(verb="checked")
    assert step.remark == "1 right; wrong: Parties, Signatories"
    client.force_login(author)
    page = client.get(address(pact, "remarks")).text
    assert "E. Xpert" in page
    assert "It was &lt;b&gt;B.&lt;/b&gt; Person." in page
    assert "Remarks (1 open)" in client.get(address(pact)).text
    client.post(address(pact, "remarks"), {"seen": kept.pk})
    kept.refresh_from_db()
    assert kept.settled_by == author


def test_who_made_the_link_and_the_writers_get_a_letter(
    client, author, django_capture_on_commit_callbacks
):
    writer = make_user("Authors", email="writer@register.example")
    organisation = make_organisation("Laboratory")
    draft_of(organisation, by=writer, summary="New.")
    link = sharing.ask_for_check(organisation, by=author)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at(link), answers(link, **{"words-heading": "Not new."}))
    assert {letter.to[0] for letter in mail.outbox} == {
        "author@register.example", "writer@register.example",
    }  # fmt: skip
    assert mail.outbox[0].subject == "Facts checked: Laboratory"
    assert "Title and summary: wrong: Not new." in mail.outbox[0].body


@pytest.mark.drill
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Nothing is answered yet."),
        ({"verdict-heading": "wrong"}, "Say what is wrong, in a few words."),
        ({"verdict-heading": "nonsense"}, "Select a valid choice"),
        ({**RIGHT, "words-heading": "x" * 1001}, "at most 1000 characters"),
        ({**RIGHT, "words-whole": "a\0b"}, "Null characters"),
        ({**RIGHT, "name": "x" * 121}, "at most 120 characters"),
        ({**RIGHT, "homepage": "x"}, "finds programs"),
        ({**RIGHT, "ticket": "forged"}, "did not come from this website"),
        ({**RIGHT, "ticket": ticket("corrections")}, "did not come from this website"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, link, fields, sentence):
    sent = {"words-parties": "Typed long.", **answers(link), **fields}
    if not fields:
        del sent["words-parties"]
    response = client.post(at(link), sent)
    assert response.status_code == 400
    assert sentence in response.text
    assert not fields or "Typed long." in response.text
    assert not FactCheckAnswer.objects.exists()


def test_the_page_is_kept_nowhere_found_nowhere_and_told_to_nobody(client, link):
    for response in (client.get(at(link)), client.post(at(link), {})):
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["Referrer-Policy"] == "no-referrer"


def test_no_log_holds_the_token(client, link, caplog):
    caplog.set_level("WARNING", logger="django.request")
    caplog.handler.addFilter(WithoutTokens())
    client.post(at(link), {})
    client.put(at(link))
    assert caplog.records
    assert link.token not in "".join(record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("token", ["x" * 43, "news.article.1", "a%00b", "é" * 20])
def test_a_forged_link_is_not_found(client, token):
    assert client.get(f"/fact-check/{token}/").status_code in (400, 404)
    assert client.post(f"/fact-check/{token}/", {}).status_code in (400, 404)


def test_a_preview_link_opens_no_fact_check(client, pact, author):
    link = sharing.share(pact, by=author)
    assert client.get(at(link)).status_code == 404


def expire(link, author):
    PreviewLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())


def publish_it(link, author):
    publish_version(link.version, by=None, note="New title.")


ENDS = {
    "expired": (expire, "has expired or was revoked"),
    "revoked": (lambda link, author: sharing.revoke(link, by=author), "has expired or was revoked"),
    "saved again": (lambda link, author: draft_of(link.record, title="Newest"), "was changed"),
    "discarded": (lambda link, author: discard(link.version, by=author), "was changed"),
    "published": (publish_it, "has been published"),
}


@pytest.mark.drill
@pytest.mark.parametrize("how", ENDS)
def test_a_draft_that_moved_on_is_said_and_not_shown(client, link, author, how):
    end, sentence = ENDS[how]
    end(link, author)
    preview = f"/preview/{link.token}/agreements/the-pact/"
    for response in (
        client.get(at(link)),
        client.post(at(link), answers(link, **RIGHT)),
        client.get(preview),
    ):
        assert response.status_code == 410
        assert sentence in response.text
        assert "The drafted treaty" not in response.text
        assert "Newest" not in response.text
    assert not FactCheckAnswer.objects.exists()


@pytest.mark.drill
def test_a_link_goes_on_working_while_the_same_draft_is_reviewed(client, link, author):
    review.submit(link.version, by=author)
    assert client.get(at(link)).status_code == 200
    assert client.get(f"/preview/{link.token}/agreements/the-pact/").status_code == 200


def test_the_preview_of_a_fact_check_leads_back_to_the_questions(client, link):
    page = client.get(f"/preview/{link.token}/agreements/the-pact/").text
    assert "The drafted treaty" in page
    assert f'href="{at(link)}"' in page


def test_a_record_that_was_never_public_is_checked_too(client, author):
    organisation = make_organisation("Laboratory", published=False)
    draft_of(organisation)
    link = sharing.ask_for_check(organisation, by=author)
    assert "Laboratory" in client.get(at(link)).text
    Organisation.objects.filter(pk=organisation.pk).update(summary="By another road.")
    assert "was changed" in client.get(at(link)).text
    with pytest.raises(Refused, match="another road"):
        sharing.ask_for_check(organisation, by=author)


@pytest.mark.drill
@pytest.mark.parametrize("make", [make_article, make_page])
def test_every_kind_of_record_can_be_checked(client, author, make):
    record = make()
    draft_of(record, summary="Anew.")
    link = sharing.ask_for_check(record, by=author)
    assert "Anew." in client.get(at(link)).text
    assert client.post(at(link), answers(link, **RIGHT)).status_code == 302


def test_the_same_answers_sent_twice_are_kept_once(client, link):
    for _time in range(2):
        assert client.post(at(link), answers(link, **RIGHT)).status_code == 302
    assert FactCheckAnswer.objects.count() == 1


@pytest.mark.drill
def test_answers_are_bounded_and_nothing_typed_is_lost(client, link, time_machine):
    now = timezone.now()
    for number in range(fact_checks.MOST_OF_LINK):
        moment = now + timedelta(minutes=11 * number)
        parts = [{"part": "whole", "label": "x", "verdict": "", "words": str(number)}]
        fact_checks.answer(link, parts=parts, at=moment)
    response = client.post(at(link), answers(link, **{"words-whole": "One more."}))
    assert response.status_code == 429
    assert "One more." in response.text
    assert FactCheckAnswer.objects.count() == fact_checks.MOST_OF_LINK


@pytest.mark.drill
def test_a_flood_of_answers_in_an_hour_is_held_back(client, link, monkeypatch):
    monkeypatch.setattr(fact_checks, "MOST_IN_WINDOW", 1)
    assert client.post(at(link), answers(link, **RIGHT)).status_code == 302
    sent = answers(link, **{"verdict-parties": "right"})
    assert client.post(at(link), sent).status_code == 429


@pytest.mark.drill
def test_sixty_pages_a_minute_are_shown_and_no_more(client, link, monkeypatch):
    monkeypatch.setattr("publishing.preview.MOST_A_MINUTE", 2)
    assert [client.get(at(link)).status_code for _time in range(3)] == [200, 200, 429]


@pytest.mark.drill
def test_looking_and_answering_change_nothing_of_the_record(client, link, pact):
    before = take(pact)
    client.get(at(link))
    client.post(at(link), answers(link, **RIGHT))
    assert take(pact) == before
    assert "The drafted treaty" not in client.get("/agreements/the-pact/").text


@pytest.mark.drill
def test_the_page_costs_the_same_however_large_the_record_is(
    client, author, django_assert_max_num_queries
):
    pact = make_agreement(parties=[make_organisation() for _number in range(12)])
    draft_of(pact, title="Anew")
    link = sharing.ask_for_check(pact, by=author)
    client.get(at(link))
    with django_assert_max_num_queries(20):
        client.get(at(link))


# Made by editors


@pytest.fixture
def editor(client, author):
    client.force_login(author)
    return client


def test_an_author_makes_and_revokes_a_link_on_its_page(editor, pact, author):
    page = address(pact, "fact_check")
    assert "No link works now." in editor.get(page).text
    assert editor.post(page).status_code == 302
    link = PreviewLink.objects.get()
    assert (link.version, link.made_by) == (pact_draft(pact), author)
    assert link.expires_at - link.made_at == timedelta(days=14)
    assert at(link) in editor.get(page).text
    assert at(link) not in editor.get(address(pact, "share")).text
    assert editor.post(address(pact, "share"), {"revoke": link.pk}).status_code == 404
    editor.post(page, {"revoke": link.pk})
    link.refresh_from_db()
    assert link.revoked_at
    verbs = set(Step.objects.of(pact).values_list("verb", flat=True))
    assert {"asked", "unasked"} <= verbs


def pact_draft(pact):
    return open_version(pact)


def test_a_link_whose_draft_moved_on_says_so_to_editors(editor, link, pact):
    draft_of(pact, title="Newest")
    page = editor.get(address(pact, "fact_check")).text
    assert "The draft was changed since the link was made." in page
    assert at(link) not in page


def test_without_a_draft_there_is_nothing_to_check(editor):
    organisation = make_organisation()
    response = editor.post(address(organisation, "fact_check"), follow=True)
    assert "There is no draft to check." in response.text
    assert not PreviewLink.objects.exists()


@pytest.mark.drill
def test_links_are_bounded(pact, author, monkeypatch):
    monkeypatch.setattr(sharing, "MOST_WORKING", 1)
    sharing.ask_for_check(pact, by=author)
    with pytest.raises(Refused, match="Many links"):
        sharing.ask_for_check(pact, by=author)


def test_who_may_not_change_the_record_makes_revokes_and_settles_nothing(client, link, pact):
    stranger = make_user()
    found = fact_checks.answer(link, parts=[], name="")
    for action in (
        lambda: sharing.ask_for_check(pact, by=stranger),
        lambda: sharing.revoke(link, by=stranger),
        lambda: fact_checks.settle(found, by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            action()
    client.force_login(stranger)
    assert client.get(address(pact, "fact_check")).status_code == 403
    assert client.post(address(pact, "fact_check")).status_code == 403


@pytest.mark.parametrize("key", ["no-key", "00000000-0000-0000-0000-000000000000"])
def test_a_link_of_another_record_is_not_found(editor, link, key):
    other = make_organisation()
    for revoked in (key, link.pk):
        page = address(other, "fact_check")
        assert editor.post(page, {"revoke": revoked}).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None
