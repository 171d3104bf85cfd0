"""Alerts are asked for, confirmed and ended without account, cookie or script."""

import logging
import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from alerts import asking
from alerts.asking import MOST_UNCONFIRMED
from alerts.models import Request, Subscription
from alerts.sending import send_due
from fusionsite.logs import WithoutTokens
from fusionsite.views.countries import FEWEST_DRAWN
from organisations.uniting import merge
from publishing.actions import unpublish
from tests.factories import make_agreement, make_article, make_organisation, make_theme

from .subscribing import READER, asked, letters, link_in, make_alert, morning

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NEW = "/alerts/new/"
ALL = f"{NEW}?list=agreements"


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    """Sends the form; letters leave as after a commit."""

    def send(address=ALL, *, by=client, sender="192.0.2.1", **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return by.post(address, asked(**fields), REMOTE_ADDR=sender)

    return send


def offered_on(client, address):
    """Where the page leads who wants to be told by e-mail; it says so once."""
    page = client.get(address).text
    assert page.count("Tell me by e-mail") == 1
    return unescape(re.search(rf'href="({re.escape(NEW)}[^"]+)"', page)[1])


def test_from_a_filtered_list_to_letters_and_to_their_end(send):
    client = Client(enforce_csrf_checks=True)
    make_theme(name="Heat", slug="heat")
    make_agreement("Pact", parties=[make_organisation(country="JP"), make_organisation()])

    form = offered_on(client, "/agreements/?country=jp&page=1")
    assert "Agreements (Japan)" in client.get(form).text
    response = send(form, by=client)
    assert (response.status_code, response.url) == (302, "/alerts/asked/")
    assert "Look into your mailbox" in client.get(response.url).text

    (letter,) = letters()
    assert letter.to == [READER]
    assert "Agreements (Japan)" in letter.body
    page = client.get(link_in(letter))
    assert "Shall we write to you?" in page.text
    assert "r…@reader.example" in page.text
    assert READER not in page.text
    assert not Subscription.objects.confirmed().exists()
    assert client.post(link_in(letter)).status_code == 302
    assert "Every day, in the morning" in client.get(link_in(letter)).text

    make_agreement("New pact", parties=[make_organisation(country="JP"), make_organisation()])
    send_due(at=morning())
    _first, digest = letters()
    assert "New pact" in digest.body
    end = link_in(digest)
    assert "End this alert?" in client.get(end).text
    assert Subscription.objects.exists()
    assert "1 alert has ended." in client.post(end).text
    assert not Subscription.objects.exists()
    assert not client.cookies


@pytest.mark.parametrize(
    "make",
    [
        make_agreement,
        pytest.param(make_organisation, marks=pytest.mark.drill),
        pytest.param(make_article, marks=pytest.mark.drill),
    ],
)
def test_each_record_offers_to_tell_of_itself(client, send, make):
    record = make("A title of its own")
    form = offered_on(client, record.get_absolute_url())
    assert form == f"{NEW}?record={record.identifier}"
    assert "A title of its own" in client.get(form).text
    assert send(form).status_code == 302
    assert Subscription.objects.get().about == f"record={record.identifier}"


@pytest.mark.drill
def test_a_country_offers_to_tell_of_itself(client):
    ministry = make_organisation(country="NL")
    for _each in range(FEWEST_DRAWN):
        make_agreement(parties=[ministry, make_organisation()])
    form = offered_on(client, "/countries/nl/")
    assert form == f"{NEW}?country=nl"
    assert "Agreements, organisations and news of the Netherlands" in client.get(form).text


def test_without_a_subject_the_page_says_where_alerts_begin(client):
    page = client.get(NEW)
    assert "Choose what" in page.text
    assert "<form" not in page.text
    assert client.post(NEW, asked()).status_code == 400


def test_nothing_is_sent_until_it_is_confirmed(send):
    send()
    make_agreement()
    assert send_due(at=timezone.now() + timedelta(days=2)) == {}
    assert len(letters()) == 1


def test_what_is_not_confirmed_in_three_days_is_deleted(client, send, time_machine):
    send()
    link = link_in(letters()[0])
    time_machine.move_to(timezone.now() + timedelta(days=3, minutes=1), tick=False)
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    call_command("send_alerts")
    assert not Subscription.objects.exists()
    assert not Request.objects.exists()


def answers(send, email):
    response = send(email=email)
    del response.headers["X-Request-ID"]
    return response.status_code, response.url, dict(response.headers)


def test_whoever_asks_gets_the_same_answer_and_an_address_few_letters(send):
    make_alert(email="known@reader.example")
    unknown = answers(send, "unknown@reader.example")
    known = [answers(send, "Known@Reader.example") for _time in range(MOST_UNCONFIRMED + 2)]
    assert set(map(str, known)) == {str(unknown)}
    to = [letter.to[0] for letter in letters()]
    assert to.count("known@reader.example") == MOST_UNCONFIRMED
    assert Subscription.objects.of("known@reader.example").count() == MOST_UNCONFIRMED + 1
    # Who could count by what is refused would learn whom others asked for.
    assert Request.objects.count() == MOST_UNCONFIRMED + 3


def test_who_asks_again_chooses_anew_how_often_and_misses_nothing(client, send):
    alert = make_alert()
    make_agreement("New pact")
    send(frequency="weekly")
    response = client.post(link_in(letters()[0]))
    assert response.url == f"/alerts/{alert.token}/"
    (alert,) = Subscription.objects.all()
    assert alert.frequency == "weekly"
    send_due(at=alert.next_at)
    assert "New pact" in letters()[-1].body


@pytest.mark.drill
def test_an_address_has_a_number_of_alerts_at_most(client, send, monkeypatch):
    monkeypatch.setattr(asking, "MOST_OF_ADDRESS", 1)
    make_alert("list=news")
    send()
    response = client.post(link_in(letters()[0]))
    assert response.status_code == 400
    assert "very many alerts" in response.text
    assert Subscription.objects.confirmed().count() == 1


def test_a_mail_program_ends_an_alert_in_one_step():
    alert = make_alert()
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"/alerts/{alert.token}/unsubscribe/", {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not Subscription.objects.exists()


@pytest.mark.drill
def test_every_alert_of_an_address_is_ended_at_once(client):
    alert = make_alert()
    make_alert("list=news")
    other = make_alert(email="other@reader.example")
    page = client.post(f"/alerts/{alert.token}/unsubscribe/", {"all": "1"})
    assert "2 alerts have ended." in page.text
    assert list(Subscription.objects.all()) == [other]


def test_an_operator_ends_the_alerts_of_who_asks_for_it(monkeypatch, capsys, tmp_path):
    make_alert()
    other = make_alert(email="other@reader.example")
    typed = tmp_path / "typed"
    typed.write_text(f"{READER.title()}\n")
    with typed.open() as file:
        monkeypatch.setattr("sys.stdin", file)
        call_command("end_alerts")
    assert capsys.readouterr().out == "1 ended\n"
    assert list(Subscription.objects.all()) == [other]


def test_a_forged_link_is_like_one_that_has_ended(client):
    alert = make_alert()
    own = f"/alerts/{alert.token}/"
    client.post(f"{own}unsubscribe/")
    forged = f"/alerts/{'x' * 43}/"
    for page in ("", "unsubscribe/"):
        for method in (client.get, client.post):
            ended, never = method(own + page), method(forged + page)
            assert ended.status_code == never.status_code == 404
            assert ended.text.replace(alert.token, "x" * 43) == never.text
    assert "There is no such alert" in ended.text


def test_pages_of_an_alert_are_kept_by_nobody_and_told_to_nobody(client):
    alert = make_alert()
    for page in ("", "unsubscribe/"):
        response = client.get(f"/alerts/{alert.token}/{page}")
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"


def test_no_log_holds_what_opens_an_alert():
    told = logging.makeLogRecord({"msg": "GET %s", "args": ("/alerts/s3cret/unsubscribe/",)})
    WithoutTokens().filter(told)
    assert told.getMessage() == "GET /alerts/…/unsubscribe/"
    plain = logging.makeLogRecord({"msg": "GET /alerts/new/?list=news"})
    WithoutTokens().filter(plain)
    assert plain.getMessage() == "GET /alerts/new/?list=news"


def test_a_letter_to_confirm_holds_no_words_of_a_visitor(send):
    words = "Win at evil.example"
    send(f"{ALL}&q={quote(words)}&country=jp")
    (letter,) = letters()
    assert "evil" not in letter.body + letter.subject
    assert "Agreements (Japan; with words that were searched for)" in letter.body


def test_one_sender_is_held_back_and_loses_nothing(send, monkeypatch, time_machine):
    monkeypatch.setattr(asking, "MOST_OF_ONE", 2)
    now = timezone.now().replace(hour=12)
    time_machine.move_to(now, tick=False)
    for number in range(2):
        assert send(email=f"{number}@reader.example").status_code == 302
    response = send(email="third@reader.example")
    assert response.status_code == 429
    assert "third@reader.example" in response.text
    assert send(sender="192.0.2.7").status_code == 302
    monkeypatch.setattr(asking, "MOST_OF_ALL", 3)
    assert send(sender="192.0.2.8").status_code == 429
    time_machine.move_to(now + timedelta(minutes=61), tick=False)
    assert send(email="third@reader.example").status_code == 302


WRONG = {
    "nothing": {"email": ""},
    "no address": {"email": "nobody"},
    "another header": {"email": "a@b.example\r\nBcc: c@d.example"},
    "too long": {"email": f"{'x' * 290}@b.example"},
    "other letters": {"email": "léon@b.example"},
    "quoted words": {"email": '"a b"@b.example'},
    "control character": {"email": '"a\x01"@b.example'},
    "this computer": {"email": "root@localhost"},
    "number of a computer": {"email": "root@[127.0.0.1]"},
    "two addresses": {"email": "a@b.example, c@d.example"},
    "NUL": {"email": "a@b\0.example"},
    "unknown frequency": {"frequency": "hourly"},
    "no frequency": {"frequency": ""},
    "trap": {"homepage": "https://pills.example"},
    "forged ticket": {"ticket": "forged"},
}
CORE = (
    *("another header", "number of a computer", "no frequency"),
    *("no such kind", "no such record", "long text", "aside"),
)


def in_core(cases):
    """Some are tried at once; the rest is for the drill."""
    return [
        pytest.param(case, id=case, marks=() if case in CORE else pytest.mark.drill)
        for case in cases
    ]


@pytest.mark.parametrize("case", in_core(WRONG))
def test_what_is_wrong_in_the_form_is_said(send, case):
    response = send(**WRONG[case])
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert not Subscription.objects.exists()
    assert letters() == []


@pytest.mark.drill
def test_a_host_with_letters_of_its_own_is_written_to(send):
    send(email="Leon@münchen.example")
    (letter,) = letters()
    assert letter.message()["To"] == "leon@xn--mnchen-3ya.example"


SUBJECTS = {
    "no such list": ("list=nonsense", 400, "There is no list “nonsense”."),
    "no such kind": ("list=agreements&kind=nonsense", 400, "Kind: the register has no “nonsense”."),
    "no year": ("list=agreements&year_from=x", 400, "From: give a year"),
    "years": ("list=agreements&year_from=2025&year_to=2020", 400, "later than the last"),
    "long text": (f"list=agreements&q={'%E6%96%87' * 150}", 400, "So many filters make no alert."),
    "superscript": ("country=nl%C2%B2", 400, "is no code of a country"),
    "no country": ("country=xx", 400, "is no code of a country"),
    "no such record": ("record=AG-9999", 404, "We cannot find that page"),
    "half a character": ("record=%ED%A0%80", 404, "We cannot find that page"),
    "long number": (f"record=AG-{'9' * 3000}", 404, "We cannot find that page"),
    "NUL in it": ("list=%00", 400, "not text"),
    "aside": ("list=agreements&nonsense=1&list=news&page=x&as_of=x&sort=title", 200, "All agree"),
    "900 parameters": ("&".join(f"a{n}=" for n in range(900)), 400, "too long"),
}


@pytest.mark.parametrize("case", in_core(SUBJECTS))
def test_what_no_alert_can_be_about_is_said(client, send, case):
    query, status, sentence = SUBJECTS[case]
    response = client.get(f"{NEW}?{query}")
    assert (response.status_code, sentence in unescape(response.text)) == (status, True)
    if status != 200:
        assert send(f"{NEW}?{query}").status_code == status
    assert not Subscription.objects.exists()


def test_a_record_that_is_not_public_is_like_one_that_never_was(client):
    draft = make_agreement("Hidden pact", published=False)
    gone = make_agreement("Hidden pact")
    unpublish(gone, by=None, reason="It was private.")
    old, new = make_organisation("Old House"), make_organisation("New House")
    merge(old, new, by=None, note="They are one.")
    assert draft.identifier is None
    taken_back = client.get(f"{NEW}?record={gone.identifier}")
    assert taken_back.status_code == 410
    assert "It was private." in taken_back.text
    assert "Hidden" not in taken_back.text
    assert "New House" in client.get(f"{NEW}?record={old.identifier}").text


def test_the_pages_cost_few_queries(client, send, django_assert_max_num_queries):
    agreement, alert = make_agreement(), make_alert("country=gb")
    with django_assert_max_num_queries(3):
        client.get(f"{NEW}?record={agreement.identifier}")
    with django_assert_max_num_queries(2):
        client.get(f"/alerts/{alert.token}/")
    with django_assert_max_num_queries(20):
        send(f"{NEW}?record={agreement.identifier}")
