"""What an address may ask of the changes of the register."""

from html import unescape
from types import SimpleNamespace

import pytest
from django.db import transaction

from tests.changes import changed, titles_on
from tests.factories import make_agreement, make_article, make_organisation, make_theme
from tests.feeds import read_feed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ALL = ["Works", "Signed", "Other", "Pact", "Works", "Ministry", "Walls", "Heat"]


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        heat = make_theme(name="Heat", slug="heat")
        walls = make_theme(name="Walls", slug="walls", parent=heat)
        ministry = make_organisation("Ministry", slug="ministry", country="JP")
        works = make_organisation("Works", slug="works", country="GB")
        pact = make_agreement("Pact", slug="pact", parties=[ministry], themes=[walls])
        make_agreement("Other", slug="other", parties=[works])
        make_article("Signed", slug="signed", agreements=[pact])
        changed(works, "Its site moved.", summary="Builds magnets.", minor=True)
        make_organisation("Never", slug="never", published=False)
        make_theme(name="Never", slug="never", published=False)
        yield SimpleNamespace(pact=pact.identifier, ministry=ministry.identifier)
        transaction.set_rollback(True)


def test_changes_can_be_narrowed_and_the_feed_has_the_same(client, register):
    found = {
        "": ALL,
        "?country=jp": ["Signed", "Pact", "Ministry"],
        "?country=JP&country=gb": ["Works", "Signed", "Other", "Pact", "Works", "Ministry"],
        "?organisation=ministry": ["Pact", "Ministry"],
        "?theme=heat": ["Pact", "Walls", "Heat"],
        "?theme=walls&country=jp": ["Pact"],
        f"?record={register.pact}": ["Pact"],
        f"?record={register.pact.lower()}&record={register.ministry}": ["Pact", "Ministry"],
        "?kind=changed": ["Works"],
        "?kind=changed&minor=no": [],
        "?country=gb&minor=no": ["Other", "Works"],
        "?since=2100-01-01": [],
        "?since=2020-01-01&record=&country=": ALL,
    }

    for query, titles in found.items():
        assert titles_on(client, query) == titles, query
        feed = read_feed(client.get(f"/changes.atom{query}"))
        assert [entry.title.partition(":")[0] for entry in feed.entries] == titles, query


def test_what_was_chosen_stays_and_can_be_dropped(client, register):
    query = f"country=jp&organisation=ministry&record={register.pact}"

    page = client.get(f"/changes/?{query}&colour=red").text

    assert '<input type="hidden" name="organisation" value="ministry">' in page
    assert 'value="jp" checked' in page
    assert f'href="/changes/?organisation=ministry&amp;record={register.pact}' in page
    assert f'href="/changes.atom?{query.replace("&", "&amp;")}"' in page


def test_search_engines_are_told_of_the_whole_list_alone(client, register):
    whole, narrowed = client.get("/changes/").text, client.get("/changes/?country=jp").text

    assert 'name="robots" content="index, follow"' in whole
    assert '/changes/">' in whole.partition('rel="canonical"')[2][:60]
    assert 'name="robots" content="noindex, follow"' in narrowed
    assert 'rel="canonical"' not in narrowed


def test_what_is_not_understood_is_refused_with_a_sentence(client, register):
    refused = {
        "since=yesterday": "Since: give a day, such as 2026-03-01.",
        "since=2026-02-30": "There is no 30 February 2026",
        "since=9999-12-31": "between 1900 and 2100",
        "since=2026-03-01T00:00": "give a day",
        "record=AG-9999": "the register has no “AG-9999”",
        "record=pact": "the register has no “PACT”",
        "organisation=nowhere": "the register has no “nowhere”",
        "country=zz": "the register has no “zz”",
        "theme=nothing": "the register has no “nothing”",
        "kind=lost": "the register has no “lost”",
        "minor=perhaps": "the register has no “perhaps”",
        "before=5": "no such change",
        "before=00000000-0000-0000-0000-000000000000": "no such change",
        "before=" + "9" * 500: "no such change",
    }

    for query, sentence in refused.items():
        for address in ("/changes/", "/changes.atom"):
            response = client.get(f"{address}?{query}")
            assert response.status_code == 400, query
            assert sentence in unescape(response.text), query


def test_what_was_never_public_is_as_unknown_as_what_never_was(client, register):
    for name in ("organisation", "theme"):
        never, nothing = (client.get(f"/changes/?{name}={code}") for code in ("never", "ghost"))
        assert never.status_code == nothing.status_code == 400
        assert never.text.replace("never", "ghost") == nothing.text.replace("never", "ghost")


def test_a_parameter_that_a_feed_does_not_have_is_refused(client, register):
    for address in ("/changes.atom?contry=jp", "/news/signed.atom?since=2026-01-01"):
        response = client.get(address)
        assert response.status_code == 400
        assert "is no parameter" in response.text
    assert "no such change" in client.get("/news/signed.atom?before=5").text
