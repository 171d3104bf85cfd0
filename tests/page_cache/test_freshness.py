"""What was published is what readers get, from the commit on; what changes no page empties nothing.

Each test begins with an empty register, which takes a while: related cases stand together.
"""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from agreements.models import Agreement
from organisations.models import Organisation
from publishing import review
from publishing.actions import publish_version, unpublish, withdraw
from publishing.applying import rolled_back
from publishing.inserting import insert
from publishing.models import Change, Redirect, Source, Version
from tests.factories import make_agreement, make_source, make_theme, make_user
from tests.publishing.drafting import draft_of
from tests.publishing.public_forms import correction, ticket
from themes.models import Theme

pytestmark = pytest.mark.django_db(transaction=True)

EVENING = datetime(2026, 7, 1, 20, tzinfo=UTC)


def test_what_is_committed_is_seen_from_then_on(visitor):
    agreement = make_agreement("First", slug="pact")
    assert "First" in visitor.get("/agreements/pact/").text
    assert visitor.get("/agreements/pact/").is_kept
    visitor.get("/agreements/")

    version = draft_of(agreement, title="Second")
    assert visitor.get("/agreements/pact/").is_kept
    assert "Second" not in visitor.get("/agreements/").text
    publish_version(version, by=None)
    for address in ("/agreements/pact/", "/agreements/"):
        answer = visitor.get(address)
        assert (answer.is_stored, "Second" in answer.text) == (True, True)
        assert visitor.get(address).is_kept

    withdraw(agreement, by=None, reason="Doubtful.")
    assert "Doubtful." in visitor.get("/agreements/pact/").text
    unpublish(agreement, by=None, reason="Not true.")
    assert visitor.get("/agreements/pact/").status == 410
    assert "Second" not in visitor.get("/agreements/").text


def test_every_road_of_writing_renews_the_token(token):
    theme, source, agreement = make_theme(), make_source(), make_agreement()
    kind = Redirect(record=agreement, slug="before")
    other = Organisation(name="Other", kind="company", country="GB", slug="other")

    def raw(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)

    def within(write):
        with transaction.atomic(), transaction.atomic():
            write()

    roads = {
        "save": theme.save,
        "update": lambda: Source.objects.filter(pk=source.pk).update(title="Other"),
        "create": kind.save,
        "bulk_create": lambda: Redirect.objects.bulk_create([Redirect(record=theme, slug="was")]),
        "delete": lambda: Redirect.objects.all().delete(),
        "many to many": lambda: agreement.themes.add(theme),
        "raw": lambda: raw("UPDATE themes_theme SET position = 7"),
        "raw with a name in capitals": lambda: raw('delete from "publishing_citation"'),
        "unknown": lambda: raw("WITH one AS (SELECT 1) UPDATE themes_theme SET position = 8"),
        "structure": lambda: raw("CREATE INDEX a_new_one ON themes_theme (position)"),
        "a transaction": lambda: within(theme.save),
        "columns at once": lambda: within(lambda: insert(Organisation, [other])),
        "by hand": lambda: call_command("clear_page_cache"),
    }
    for road, write in roads.items():
        before = token.read()
        write()
        raw("SELECT 1")
        after = token.read()
        assert any(after), road
        assert after != before, road


def test_what_readers_do_not_see_renews_nothing(token, client):
    agreement, editor = make_agreement(slug="pact"), make_user("Publishers")
    before = token.read()

    draft = draft_of(agreement, title="Second")
    review.submit(draft, by=editor)
    signed_in = {"login": editor.username, "password": "a long password"}
    assert client.post("/admin/login/", signed_in).status_code == 302
    assert client.post("/corrections/", correction()).status_code == 302
    asked = {"ticket": ticket("alerts"), "email": "reader@example.org", "frequency": "daily"}
    assert client.post("/alerts/new/?list=agreements", asked).status_code == 302
    client.get("/agreements/")
    with rolled_back():
        publish_version(draft, by=None)
    with transaction.atomic():
        with transaction.atomic():
            Theme.objects.create(name="Not to be", position=1)
            transaction.set_rollback(True)
        editor.save()
    with transaction.atomic():
        Theme.objects.create(name="Not to be", position=2)
        transaction.set_rollback(True)

    assert token.read() == before
    assert Version.objects.of(agreement).open().exists()


def test_a_moment_that_is_set_ends_a_life_and_is_kept_without_a_timer(visitor, token):
    with time_machine.travel(EVENING) as clock:
        agreement = make_agreement("First", slug="pact")
        draft = draft_of(agreement, title="Second")
        visitor.get("/agreements/pact/")
        before = token.read()
        review.schedule(draft, by=None, moment=EVENING + timedelta(minutes=30))
        assert token.read() != before

        visitor.get("/agreements/pact/")
        clock.move_to(EVENING + timedelta(minutes=29))
        assert visitor.get("/agreements/pact/").is_kept
        clock.move_to(EVENING + timedelta(minutes=30))
        answer = visitor.get("/agreements/pact/")
        assert (answer.is_kept, "Second" in answer.text) == (False, True)


def test_a_page_lasts_until_midnight_and_not_before_it_was_made(visitor):
    with time_machine.travel(EVENING) as clock:
        make_agreement(slug="pact")
        visitor.get("/agreements/pact/")
        clock.move_to(datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC))
        assert visitor.get("/agreements/pact/").is_kept
        # Midnight of British summer time.
        clock.move_to(datetime(2026, 7, 1, 23, tzinfo=UTC))
        assert visitor.get("/agreements/pact/").is_stored
        clock.move_to(EVENING + timedelta(minutes=1))
        assert visitor.get("/agreements/pact/").is_stored


def test_what_a_clock_ahead_published_is_seen_when_its_moment_comes(visitor):
    with time_machine.travel(EVENING) as clock:
        ahead = make_agreement("Ahead", slug="pact")
        Agreement.objects.update(published_at=EVENING + timedelta(seconds=5))
        Change.objects.of(ahead).update(at=EVENING + timedelta(seconds=5))
        assert "Ahead" not in visitor.get("/agreements/").text
        clock.move_to(EVENING + timedelta(seconds=6))
        assert "Ahead" in visitor.get("/agreements/").text


def test_while_a_commit_is_under_way_nothing_is_given_or_kept(visitor, token):
    make_agreement(slug="pact")
    visitor.get("/agreements/pact/")
    one, other = token.close(), token.close()
    assert "Cache-Status" not in visitor.get("/agreements/pact/").headers
    token.renew(one)
    assert "Cache-Status" not in visitor.get("/agreements/pact/").headers
    token.renew(other)
    assert visitor.get("/agreements/pact/").is_stored


def test_nothing_is_given_that_was_kept_under_a_token_that_is_removed(visitor, token):
    make_agreement(slug="pact")
    visitor.get("/agreements/pact/")
    assert visitor.get("/agreements/pact/").is_kept
    token.path.unlink()

    assert not visitor.get("/agreements/pact/").is_kept


def test_what_a_dead_publisher_left_is_opened_once_nothing_is_in_flight(visitor, token):
    make_agreement(slug="pact")
    visitor.get("/agreements/pact/")
    written, ended = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            Theme.objects.create(name="In flight", position=1)
            written.set()
            ended.wait(10)
            transaction.set_rollback(True)
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    written.wait(10)
    token.abandon(token.close())
    for _twice in range(2):
        assert "Cache-Status" not in visitor.get("/agreements/pact/").headers
    ended.set()
    thread.join()
    # A transaction of another test in the same PostgreSQL counts, too.
    started = time.monotonic()
    while not visitor.get("/agreements/pact/").is_stored:
        assert time.monotonic() - started < 30
        time.sleep(0.02)
    assert visitor.get("/agreements/pact/").is_kept


def test_a_commit_of_which_nobody_knows_the_outcome_opens_nothing_itself(token, monkeypatch):
    from page_cache import watching

    def lose(*args):
        raise DatabaseError("The connection is lost.")

    monkeypatch.setattr(watching.watch_of(connection), "database_commit", lose)
    with pytest.raises(DatabaseError), transaction.atomic():
        make_theme()
    assert not any(token.read())
    assert token.dead_closings() is not None


def test_a_reader_who_began_before_a_change_keeps_nothing_that_is_given_after_it(visitor):
    agreement = make_agreement("First", slug="pact")
    version = draft_of(agreement, title="Second")
    django = visitor.cache.application

    def changed_meanwhile(environ, start_response):
        body = django(environ, start_response)
        publish_version(version, by=None, at=timezone.now())
        return body

    visitor.cache.application = changed_meanwhile
    assert "First" in visitor.get("/agreements/pact/").text
    visitor.cache.application = django
    answer = visitor.get("/agreements/pact/")
    assert (answer.is_kept, "Second" in answer.text) == (False, True)
