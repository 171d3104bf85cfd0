"""What a page shows can be taken away: by people below it, by programs from its head."""

import re
from html import unescape

import pytest

from agreements import exports as agreements
from exports.offered import lists, records
from news import exports as news
from organisations import exports as organisations
from publishing.preview import name_of
from tests.factories import make_agreement, make_article, make_organisation, make_user
from tests.publishing.drafting import draft_of

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
NOUNS = {"agreements": agreements, "organisations": organisations, "news": news}
ALTERNATE = re.compile(r'<link rel="alternate" type="([^"]*)" href="([^"]*)" title="([^"]*)">')
TAKE = re.compile(r'<section class="take-away.*?</section>', re.DOTALL)


def alternates_in(response):
    """{address: (type, title)}"""
    found = ALTERNATE.findall(response.content.decode())
    return {unescape(address): (kind, unescape(title)) for kind, address, title in found}


def taken_in(response):
    """(heading, addresses) below a list."""
    section = TAKE.search(response.content.decode())
    if not section:
        return None
    heading = re.search(r"<h2[^>]*>(.*?)</h2>", section[0])[1]
    return heading, [unescape(a) for a in re.findall(r'href="([^"]*)"', section[0])]


def test_every_noun_gives_its_list_and_its_records_away():
    assert set(lists) == set(records) == set(NOUNS)
    for section, noun in NOUNS.items():
        assert lists[section].formats is noun.LIST_FORMATS
        assert records[section].formats is noun.RECORD_FORMATS
        for formats in (noun.LIST_FORMATS, noun.RECORD_FORMATS):
            assert len({each.ending for each in formats}) == len(formats)
            assert all(each.ending and each.label and each.content_type for each in formats)


def test_a_list_leads_to_its_files_with_the_filters_that_are_on(client):
    make_agreement("Pact", parties=[make_organisation(country="JP")])
    make_agreement("Other")
    query = "as_of=2026-01-01&country=jp&sort=title"

    response = client.get(f"/agreements/?{query}&page=1&kind=&utm_source=x")

    wanted = [f"/agreements.{each.ending}?{query}" for each in agreements.LIST_FORMATS]
    told = alternates_in(response)
    assert list(told) == [f"{SITE}{address}" for address in wanted]
    assert all(title.startswith("Agreements on fusion") for _kind, title in told.values())
    taken = taken_in(response)
    assert taken == (("Take this 1 result away", [*wanted, "/data/"]) if wanted else None)
    assert [a for a in wanted if client.get(a).status_code != 200] == []


def test_a_record_leads_to_its_files_and_its_history_to_its_feed(client):
    agreement = make_agreement("Pact", slug="pact")
    formats = {f"{SITE}/agreements/pact.{f.ending}": f for f in agreements.RECORD_FORMATS}

    told = alternates_in(client.get(agreement.get_absolute_url()))
    history = alternates_in(client.get("/agreements/pact/history/"))

    assert list(told) == list(formats)
    assert [a for a in told if client.get(a.removeprefix(SITE)).status_code != 200] == []
    assert all("atom" in kind for kind, _title in history.values())
    assert set(history) == {a for a in told if "atom" in told[a][0]}


def test_what_finds_nothing_and_what_is_previewed_is_taken_nowhere(client):
    article = make_article("Signed", slug="signed")
    draft_of(article, title="The words of a draft")
    client.force_login(make_user("Authors"))

    preview = client.get(f"/preview/{name_of(article)}/news/")

    assert "The words of a draft" in preview.content.decode()
    assert (alternates_in(preview), taken_in(preview)) == ({}, None)
    assert taken_in(client.get("/news/?year_from=2031")) is None
