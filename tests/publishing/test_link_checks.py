"""What is asked, how often, what is noted of the answers."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from publishing.link_checks import AlreadyRunning, check_again, check_due_links, keep
from publishing.models import Lease, LinkCheck
from publishing.rights import Refused
from tests.factories import make_link, make_source, make_user

from .canary import answer, redirect, slowly

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADDRESS = "http://lab.example/"
GOOD = answer(b"", content_type="text/html")
GONE = answer(status="404 Not Found")


@pytest.fixture(autouse=True)
def plain_addresses(settings):
    settings.FETCH_HTTP = True


@pytest.fixture
def site(network, canary):
    """A site that the register leads to, and to no other."""
    make_source(url=ADDRESS)
    canary.answers["/"] = GOOD
    return canary.answers


def check(at=NOON, *, limit=100):
    return check_due_links(limit=limit, host_pause=0, now=lambda: at)


def link():
    return LinkCheck.objects.get(address=ADDRESS)


def fail(*moments):
    for at in moments:
        check(at)
    return link()


def test_a_link_that_answers_is_good(site):
    assert check() == {"new": 1, "no longer used": 0, "good": 1}
    found = link()
    assert (found.state, found.status, found.last_good_at) == ("good", 200, NOON)
    assert (found.first_seen_at, found.last_checked_at, found.since) == (NOON, NOON, NOON)


def test_a_good_link_is_asked_again_after_a_week(site, canary):
    check()
    before = canary.accepted
    check(NOON + 6 * DAY)
    assert canary.accepted == before
    check(NOON + 7 * DAY)
    assert link().last_checked_at == NOON + 7 * DAY
    assert link().since == NOON


def test_one_failure_breaks_nothing(site):
    site["/"] = GONE
    found = fail(NOON)
    assert (found.state, found.failures, found.status) == ("failing", 1, 404)
    assert not LinkCheck.objects.broken().exists()


def test_the_pause_grows_with_each_failure(site):
    site["/"] = GONE
    at, pauses = NOON, []
    for _time in range(5):
        check(at)
        pauses.append(link().next_check_at - at)
        at = link().next_check_at
    assert pauses == [6 * HOUR, DAY, 2 * DAY, 7 * DAY, 7 * DAY]


def test_a_link_is_broken_after_three_failures_over_two_days(site):
    site["/"] = GONE
    assert fail(NOON, NOON + 6 * HOUR, NOON + 30 * HOUR).state == "failing"
    found = fail(NOON + 78 * HOUR)
    assert (found.state, found.failures, found.failing_since) == ("broken", 4, NOON)
    assert found.since == NOON + 78 * HOUR
    assert list(LinkCheck.objects.broken()) == [found]


def test_three_failures_are_not_enough_when_they_are_quick(site):
    site["/"] = GONE
    for _time in range(4):
        check()
        LinkCheck.objects.update(next_check_at=NOON)
    assert link().failures == 4
    assert link().state == "failing"


def test_a_link_that_answers_again_is_good_again(site):
    site["/"] = GONE
    fail(NOON, NOON + 6 * HOUR, NOON + 30 * HOUR, NOON + 78 * HOUR)
    site["/"] = GOOD
    found = fail(NOON + 30 * DAY)
    assert (found.state, found.failures, found.failing_since) == ("good", 0, None)
    assert found.last_good_at == NOON + 30 * DAY


@pytest.mark.parametrize("status", [401, 403, 405, 407, 429, 451, 999])
def test_a_refusal_says_nothing_about_the_page(site, status):
    check()
    site["/"] = answer(status=f"{status} No")
    found = fail(NOON + 7 * DAY)
    assert (found.state, found.failures, found.status) == ("unclear", 0, status)
    assert found.last_good_at == NOON


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "500 Oh", "503 Later"])
def test_a_page_that_is_not_there_is_a_failure(site, status):
    site["/"] = answer(status=status)
    assert fail(NOON).state == "failing"


def test_a_site_that_does_not_answer_is_a_failure(site, network):
    network.names["lab.example"] = [[]]
    found = fail(NOON)
    assert (found.state, found.reason) == ("failing", "no_such_host")
    assert str(found.said) == "No site of this name is found."


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "::1", "64:ff9b::7f00:1"])
def test_an_address_inside_is_not_asked(site, network, canary, inside):
    network.names["lab.example"] = [[inside]]
    found = fail(NOON)
    assert (found.state, found.reason) == ("unclear", "not_public")
    assert network.connected == []
    assert canary.accepted == 0


def test_http_is_not_asked_where_the_operator_did_not_permit_it(site, settings, canary):
    settings.FETCH_HTTP = False
    found = fail(NOON)
    assert (found.state, found.reason) == ("unclear", "not_secure")
    assert canary.accepted == 0


def test_a_circle_of_redirects_is_not_broken(site):
    site["/"] = redirect("/")
    assert fail(NOON).state == "unclear"


def test_where_a_page_has_moved_for_good_is_noted(site):
    site["/"] = redirect("/new")
    site["/new"] = GOOD
    found = fail(NOON)
    assert (found.state, found.redirected_to) == ("redirected", "http://lab.example/new")
    assert found.last_good_at == NOON
    site["/"] = redirect("/new", "302 Found")
    assert fail(NOON + 7 * DAY).state == "good"


def test_a_site_that_refuses_the_short_question_is_asked_for_the_page(site, canary):
    asked = []

    def by_method():
        asked.append(canary.requests[-1].split()[0])
        yield GONE if asked[-1] == "HEAD" else GOOD

    site["/"] = by_method
    assert fail(NOON).state == "good"
    assert asked == ["HEAD", "GET"]


def test_an_endless_page_is_good(site):
    site["/"] = slowly(b"HTTP/1.1 200 OK\r\n\r\n")
    assert fail(NOON).state == "good"


def test_a_run_takes_the_longest_unseen_first_and_no_more_than_its_limit(network, canary):
    canary.answers = {"/1": GOOD, "/2": GOOD, "/3": GOOD}
    for number, days in ((1, 20), (2, 40), (3, None)):
        make_source(url=f"http://lab.example/{number}")
        seen = days and NOON - days * DAY
        make_link(f"http://lab.example/{number}", last_checked_at=seen)
    check(limit=2)
    asked = [request.split()[1] for request in canary.requests]
    assert asked == ["/3", "/2"]


def test_a_site_is_left_in_peace_between_two_questions(network, canary):
    canary.answers = {"/1": GOOD, "/2": GOOD, "/3": GOOD}
    for name in ("http://a.example/1", "http://a.example/2", "http://b.example/3"):
        make_source(url=name)
        make_link(name)
    waited = []
    check_due_links(limit=3, host_pause=5, now=lambda: NOON, pause=waited.append)
    hosts = [request.split("Host: ")[1].split()[0] for request in canary.requests]
    assert hosts == ["a.example", "b.example", "a.example"]
    assert len(waited) == 1
    assert 4 < waited[0] <= 5


def test_two_runs_at_once_are_one(site, canary):
    Lease.take("check_links", at=NOON, length=HOUR)
    with pytest.raises(AlreadyRunning):
        check(NOON + HOUR / 2)
    assert canary.accepted == 0


def test_a_run_that_died_holds_nobody_up_for_long(site):
    Lease.take("check_links", at=NOON, length=HOUR)
    check(NOON + 2 * HOUR)
    assert link().state == "good"


def test_a_run_that_failed_lets_the_next_one_begin(site, monkeypatch):
    def fails(**options):
        raise ZeroDivisionError

    monkeypatch.setattr("publishing.outgoing_links.note_addresses", fails)
    with pytest.raises(ZeroDivisionError):
        check()
    assert Lease.take("check_links", at=NOON, length=HOUR)


def test_one_odd_site_does_not_hold_up_the_others(site, monkeypatch, caplog):
    def fails(*args, **options):
        raise ZeroDivisionError

    monkeypatch.setattr("publishing.fetching.fetch", fails)
    assert fail(NOON).reason == "bad_answer"
    assert ADDRESS in caplog.text


def test_a_link_that_editors_keep_is_not_for_mending():
    found = make_link(state="broken")
    author = make_user("Authors")
    keep(found, by=author, reason="The page is gone; the archive has it.", at=NOON)
    found.refresh_from_db()
    assert (found.kept_by, found.kept_at) == (author, NOON)
    assert not LinkCheck.objects.broken().exists()
    assert LinkCheck.objects.kept().get() == found
    keep(found, by=author, reason="")
    assert LinkCheck.objects.broken().get().kept_by is None


def test_who_may_not_change_links_keeps_and_asks_none(network, canary):
    found, stranger = make_link(), make_user()
    with pytest.raises(PermissionDenied):
        keep(found, by=stranger, reason="I like it.")
    with pytest.raises(PermissionDenied):
        check_again(found, by=stranger)
    assert canary.accepted == 0


def test_a_link_is_asked_again_at_once_and_then_not_for_a_minute(site):
    check()
    author = make_user("Authors")
    site["/"] = GONE
    assert check_again(link(), by=author, at=NOON + HOUR).state == "failing"
    with pytest.raises(Refused, match="a moment ago"):
        check_again(link(), by=author, at=NOON + HOUR + timedelta(seconds=30))


def test_the_command_prints_a_tally(site):
    out = StringIO()
    call_command("check_links", "--host-pause", "0", stdout=out)
    assert "1 good" in out.getvalue()
    assert "0 broken in all" in out.getvalue()


def test_the_command_can_be_quiet(site):
    out = StringIO()
    call_command("check_links", "--quiet", "--limit", "0", stdout=out)
    assert out.getvalue() == ""


def test_a_second_command_says_that_one_runs(site):
    Lease.take("check_links", at=datetime.now(UTC), length=HOUR)
    with pytest.raises(CommandError, match="Another check_links is running") as stopped:
        call_command("check_links")
    assert stopped.value.returncode == 2


@pytest.mark.parametrize("option", ["--limit=x", "--host-pause=x", "--host-pause=nan-"])
def test_the_command_refuses_what_is_no_number(option):
    with pytest.raises(CommandError, match="invalid"):
        call_command("check_links", option)
