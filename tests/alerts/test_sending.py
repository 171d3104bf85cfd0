"""What letters tell, when they go, and that none goes twice and nothing is lost in silence."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from alerts import sending, tidings
from alerts.heard import hear
from alerts.models import Digest, HeardChange, Subscription
from alerts.sending import PAUSES, Outcome, claim, send_due, write
from organisations.uniting import merge
from publishing.actions import publish, unpublish, withdraw
from publishing.models import Change
from tests.factories import make_agreement, make_article, make_organisation, make_page, make_theme
from tests.publishing.drafting import draft_of

from .mail_servers import Killed
from .subscribing import READER, make_alert, morning

pytestmark = pytest.mark.django_db


def change(record, note, *, minor=False):
    """Publish it anew, and tell readers so."""
    record.summary = note
    record.save()
    publish(record, by=None, note=note, minor=minor)


def bodies():
    return [letter.body for letter in mail.outbox]


def parties_of(code):
    return [make_organisation(country=code), make_organisation()]


def test_a_letter_names_what_changed_in_a_filtered_list(settings):
    settings.SITE_URL = "https://register.example"
    pact = make_agreement("Pact with Japan", parties=parties_of("JP"))
    make_agreement("Pact with Brazil", parties=parties_of("BR"))
    alert = make_alert("list=agreements&country=jp")
    change(pact, "Corrected the day of signing.")
    change(pact, "Only a comma.", minor=True)

    assert send_due(at=morning()) == {Outcome.SENT: 1}

    (letter,) = mail.outbox
    assert letter.to == [READER]
    assert letter.subject == "What changed: Agreements (Japan)"
    assert "https://register.example/agreements/?country=jp" in letter.body
    assert "1 record changed." in letter.body
    assert f"Pact with Japan ({pact.identifier})" in letter.body
    assert ": changed. Corrected the day of signing." in letter.body
    assert f"https://register.example/id/{pact.identifier}" in letter.body
    assert "Brazil" not in letter.body
    assert "comma" not in letter.body
    end = f"https://register.example/alerts/{alert.token}/unsubscribe/"
    assert end in letter.body
    assert letter.extra_headers["List-Unsubscribe"] == f"<{end}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.message()["Message-ID"] == f"<{Digest.objects.get().pk}@register.example>"


def test_what_was_told_is_not_told_again():
    make_alert()
    make_agreement("First pact")
    send_due(at=morning())
    make_agreement("Second pact")

    assert send_due(at=morning()) == {}
    assert send_due(at=morning(2)) == {Outcome.SENT: 1}
    assert send_due(at=morning(3)) == {Outcome.NOTHING_NEW: 1}

    first, second = bodies()
    assert "First pact" in first
    assert "Second pact" in second
    assert "First pact" not in second


def test_what_changed_before_the_alert_is_not_told():
    make_agreement("Old pact")
    make_alert(at=timezone.now() + timedelta(seconds=1))
    assert send_due(at=morning(2)) == {Outcome.NOTHING_NEW: 1}


def test_a_change_that_took_long_to_make_is_told_in_the_next_letter():
    agreement = make_agreement("Slow pact", published=False)
    make_alert()
    make_organisation()
    send_due(at=morning())
    publish(agreement, by=None, note="It took long.", at=timezone.now() - timedelta(minutes=30))

    assert send_due(at=morning(2)) == {Outcome.SENT: 1}
    assert "It took long." in bodies()[0]


def test_a_country_is_told_of_its_agreements_organisations_and_news():
    laboratory = make_organisation("Rokkasho", country="JP")
    pact = make_agreement("Pact", parties=[laboratory, make_organisation()])
    make_alert("country=jp")
    change(laboratory, "It has moved.")
    change(pact, "It is extended.")
    make_article("They signed", agreements=[pact])
    make_article("Elsewhere")
    make_page()

    send_due(at=morning())

    (letter,) = mail.outbox
    assert letter.subject == "What changed: Agreements, organisations and news of Japan"
    assert "3 records changed." in letter.body
    assert letter.body.index("They signed") < letter.body.index("It is extended.")
    assert letter.body.index("It is extended.") < letter.body.index("It has moved.")
    assert "Elsewhere" not in letter.body


# What the list is about, and which of two withdrawn agreements it would have.
WITHDRAWN = {
    "list=agreements": ["One pact", "Other pact"],
    "list=agreements&country=jp&status=signed&year_from=2025": ["One pact"],
    "list=agreements&theme=heat": ["Other pact"],
    "list=agreements&q=one": ["One pact"],
    "list=agreements&q=one&country=br": [],
    "list=agreements&dated=no": [],
    "list=news": [],
}


def test_a_withdrawal_is_told_to_whose_list_would_have_the_record():
    heat = make_theme(name="Heat", slug="heat")
    one = make_agreement("One pact", parties=parties_of("JP"))
    other = make_agreement("Other pact", themes=[heat], parties=parties_of("BR"), signed="2020")
    for number, about in enumerate(WITHDRAWN):
        make_alert(about, email=f"{number}@reader.example")
    for agreement in (one, other):
        withdraw(agreement, by=None, reason="It was never signed.")

    send_due(at=morning())

    told = dict.fromkeys(WITHDRAWN, "")
    told |= {list(WITHDRAWN)[int(letter.to[0][0])]: letter.body for letter in mail.outbox}
    for about, titles in WITHDRAWN.items():
        assert [t for t in ("One pact", "Other pact") if t in told[about]] == titles, about
        assert told[about].count(": withdrawn. It was never signed.") == len(titles), about


def test_of_what_was_taken_back_no_more_is_told_than_its_page_tells():
    agreement = make_agreement("Hidden pact")
    make_alert(f"record={agreement.identifier}")
    make_alert("list=agreements", email="other@reader.example")
    change(agreement, "It names a person.")
    unpublish(agreement, by=None, reason="It was private.")

    assert send_due(at=morning()) == {Outcome.SENT: 1, Outcome.NOTHING_NEW: 1}

    (letter,) = mail.outbox
    assert letter.subject == f"What changed: {agreement.identifier}"
    assert "taken back. It was private." in letter.body
    assert "Hidden" not in letter.body
    assert "person" not in letter.body


def test_who_follows_a_record_that_was_merged_follows_the_one_in_its_place():
    old, new = make_organisation("Old House"), make_organisation("New House")
    make_alert(f"record={old.identifier}")
    merge(old, new, by=None, note="They are one.")
    send_due(at=morning())
    new.refresh_from_db()
    change(new, "It has moved.")
    send_due(at=morning(2))

    merged, moved = bodies()
    assert "merged into another record. They are one." in merged
    assert "It has moved." in moved


def test_a_weekly_letter_goes_on_monday():
    alert = make_alert(frequency="weekly")
    make_agreement()
    monday = alert.next_at
    assert timezone.localtime(monday).strftime("%A %H:%M") == "Monday 07:00"
    assert send_due(at=monday - timedelta(minutes=1)) == {}
    assert send_due(at=monday) == {Outcome.SENT: 1}
    assert Subscription.objects.get().next_at == alert.next_moment(monday) > monday


def test_a_letter_is_bounded_and_says_where_the_rest_stands(monkeypatch):
    monkeypatch.setattr(tidings, "MOST_RECORDS", 1)
    monkeypatch.setattr(tidings, "MOST_OF_ONE", 2)
    make_alert("list=agreements&country=gb&kind=memorandum_of_understanding")
    for title in ("First", "Second"):
        make_agreement(title)
    pact = make_agreement("Third")
    for number in range(3):
        change(pact, f"Changed {number}.")

    send_due(at=morning())

    (body,) = bodies()
    assert "3 records changed." in body
    assert "Changed 2." in body
    assert "Changed 0." not in body
    assert "and earlier changes, which its history names" in body
    assert "and 2 more records." in body
    assert f"/changes/?country=gb&since={timezone.localdate()}" in body
    assert "First" not in body


def test_no_word_of_a_draft_is_in_a_letter():
    agreement = make_agreement("Pact")
    make_alert()
    make_alert(f"record={agreement.identifier}")
    change(agreement, "It is extended.")
    draft_of(agreement, title="of a draft: title", summary="of a draft: summary")
    make_agreement("of a draft: new", published=False)

    send_due(at=morning())

    assert len(mail.outbox) == 2
    assert "of a draft" not in "".join(f"{letter.subject}{letter.body}" for letter in mail.outbox)


@pytest.mark.parametrize(
    ("killed_in", "server", "sent"),
    [
        ("claim", "locmem", 0),
        (None, "KilledBefore", 0),
        (None, "KilledAfter", 1),
        ("settle", "locmem", 1),
    ],
)
def test_a_run_that_is_killed_sends_nothing_twice_and_loses_nothing_in_silence(
    settings, monkeypatch, killed_in, server, sent
):
    def kill(*_args):
        raise Killed

    make_alert()
    make_agreement("First pact")
    with monkeypatch.context() as patched:
        if killed_in:
            patched.setattr(sending, killed_in, kill)
        else:
            settings.EMAIL_BACKEND = f"tests.alerts.mail_servers.{server}"
        with pytest.raises(Killed):
            send_due(at=morning())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert len(mail.outbox) == sent

    for _again in range(2):
        send_due(at=morning())
    if killed_in == "claim":
        # Nothing had been begun.
        assert [body.count("First pact") for body in bodies()] == [1]
        return
    assert len(mail.outbox) == sent
    for number in (2, 3):
        send_due(at=morning(number))

    *first, following = bodies()
    assert [body.count("First pact") for body in first] == [1] * sent
    assert "First pact" not in following
    assert "may not have reached you" in following
    assert f"/changes/?since={timezone.localdate()}" in following


def test_of_two_runs_that_hold_the_same_letter_one_sends_it():
    make_alert()
    make_agreement()
    at = morning()
    until = hear(at=at)
    read = Subscription.objects.get()
    changes = sending.heard_between(0, until)
    one, other = (write(read, changes, until, at) for _run in range(2))

    assert claim(read, one.digest, at)
    assert not claim(read, other.digest, at)
    assert list(Digest.objects.all()) == [one.digest]


def test_a_server_that_is_away_costs_nothing(settings, capsys):
    settings.EMAIL_BACKEND = "tests.alerts.mail_servers.Away"
    make_alert(at=timezone.now() - timedelta(days=2))
    make_agreement("First pact")
    for _run in range(2):
        with pytest.raises(CommandError, match="takes no letters") as stopped:
            call_command("send_alerts")
        assert stopped.value.returncode == 2
    assert not Digest.objects.exists()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_alerts")
    call_command("send_alerts")
    assert capsys.readouterr().out == "1 sent\n"
    assert "First pact" in bodies()[0]


def test_a_refused_letter_is_tried_again_and_given_up_in_the_end(settings, caplog, monkeypatch):
    monkeypatch.setattr(sending, "PAUSES", PAUSES[:2])
    settings.EMAIL_BACKEND = "tests.alerts.mail_servers.SaysNo"
    make_alert()
    make_agreement("First pact")
    at = morning()
    for pause in sending.PAUSES:
        assert send_due(at=at) == {Outcome.REFUSED: 1}
        assert send_due(at=at + pause - timedelta(minutes=1)) == {}
        at += pause
    assert not Digest.objects.exists()

    assert send_due(at=at) == {Outcome.GIVEN_UP: 1}

    assert not Subscription.objects.exists()
    assert READER not in caplog.text


@pytest.mark.drill
def test_a_letter_that_was_refused_once_tells_all_that_is_new_by_then(settings):
    settings.EMAIL_BACKEND = "tests.alerts.mail_servers.SaysNo"
    make_alert()
    make_agreement("First pact")
    send_due(at=morning())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_agreement("Second pact")

    send_due(at=morning() + PAUSES[0])

    (body,) = bodies()
    assert "First pact" in body
    assert "Second pact" in body
    assert Subscription.objects.get().refusals == 0


@pytest.mark.drill
def test_a_letter_that_breaks_off_is_not_sent_again(settings, caplog):
    settings.EMAIL_BACKEND = "tests.alerts.mail_servers.BreaksOff"
    make_alert()
    make_agreement("First pact")
    assert send_due(at=morning()) == {Outcome.UNCLEAR: 1}
    assert send_due(at=morning(2)) == {Outcome.UNCLEAR: 1}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    send_due(at=morning(3))
    send_due(at=morning(4))

    (body,) = bodies()
    assert "First pact" not in body
    assert body.count("may not have reached you") == 2
    assert READER not in caplog.text


def test_an_alert_whose_filter_is_gone_ends_with_a_letter():
    make_theme(name="Heat", slug="heat")
    make_alert("list=agreements&theme=heat")
    type(make_theme()).objects.filter(slug="heat").update(slug="warmth")

    send_due(at=morning())

    (letter,) = mail.outbox
    assert letter.subject == "An alert of the Fusion Cooperation Register ends"
    assert "Theme: the register has no “heat”." in letter.body
    assert not Subscription.objects.exists()


def test_a_fault_in_one_letter_holds_up_no_other(monkeypatch, caplog):
    make_alert("list=news")
    make_alert("list=agreements")
    make_agreement("Pact")

    def of_subscription(alert, day, real=sending.of_subscription):
        if alert.about == "list=news":
            raise RuntimeError(alert.email)
        return real(alert, day)

    monkeypatch.setattr(sending, "of_subscription", of_subscription)
    assert send_due(at=morning()) == {Outcome.SENT: 1, Outcome.FAILED: 1}
    assert "RuntimeError" in caplog.text
    assert READER not in caplog.text


@pytest.mark.drill
def test_a_run_looks_at_so_many_alerts_and_the_next_goes_on():
    for number in range(3):
        make_alert(email=f"{number}@reader.example")
    make_agreement()

    assert send_due(at=morning(), limit=2) == {Outcome.SENT: 2}
    assert send_due(at=morning(), limit=2) == {Outcome.SENT: 1}
    assert len({letter.to[0] for letter in mail.outbox}) == 3


@pytest.mark.drill
def test_the_register_is_numbered_only_while_somebody_listens():
    make_agreement()
    send_due(at=morning())
    assert not HeardChange.objects.exists()
    assert Change.objects.exists()


@pytest.mark.drill
def test_a_letter_costs_as_many_queries_for_many_records(django_assert_max_num_queries):
    make_alert("country=jp")
    laboratory = make_organisation("Rokkasho", country="JP")
    send_due(at=morning())
    for number in range(6):
        make_agreement(f"Pact {number}", parties=[laboratory, make_organisation()])
    with django_assert_max_num_queries(60):
        send_due(at=morning(2))
    assert "6 records changed." in bodies()[-1]


def test_the_command_says_what_it_did_and_nothing_when_there_was_nothing():
    said = StringIO()
    call_command("send_alerts", stdout=said)
    assert said.getvalue() == ""
