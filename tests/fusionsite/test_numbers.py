"""Every number on a page is that of the list it leads to."""

import pytest
from django.core.cache import cache

from publishing.models import Source
from publishing.registry import versioned_models
from tests.factories import (
    add_link,
    add_party,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_theme,
    published_or_not,
)

from .counting import Numbers, Reader

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PAGES = ["/", "/agreements/", "/organisations/", "/news/", "/countries/", "/countries/gb/", "/map/"]
PAGES += ["/timeline/", "/timeline/?country=jp", "/changes/", "/changes/?country=jp"]
PAGES += ["/data/"]
PAGES += ["/countries/jp/brief/", "/countries/gb/brief/", "/agreements/compare/?a=first&b=second"]
PAGES += ["/countries/jp/", "/agreements/?country=jp&kind=memorandum_of_understanding"]


def test_a_number_that_is_not_that_of_its_list_is_found():
    reader = Reader()
    page = '<h2 id="results" data-total="3">3 records</h2>'
    reader.pages = {
        "/list/": Numbers(page, "/list/"),
        "/right/": Numbers('<a href="/list/" data-counts="2" data-shown="1">and 2 more</a>', "/r/"),
        "/wrong/": Numbers('<a href="/list/" data-counts="2">2 records</a>', "/w/"),
        "/unsaid/": Numbers('<a href="/list/" data-counts="3">many</a>', "/u/"),
        "/fold/": Numbers(
            '<details><summary data-counts="2">2</summary><ul><li>a</ul></details>', "/f/"
        ),
    }

    found = {address: len(reader.wrong(address)) for address in reader.pages}

    assert found == {"/list/": 0, "/right/": 0, "/wrong/": 1, "/unsaid/": 1, "/fold/": 1}


@pytest.fixture
def wordy(monkeypatch):
    """Records without a figure in their words, more of them than a page shows."""
    cache.clear()
    monkeypatch.setattr("organisations.views.PARTNERS_SHOWN", 1)
    monkeypatch.setattr("organisations.views.AGREEMENTS_SHOWN", 1)
    monkeypatch.setattr("organisations.views.NEWS_SHOWN", 1)
    monkeypatch.setattr("agreements.views.NEWS_SHOWN", 1)
    monkeypatch.setattr("fusionsite.views.countries.ORGANISATIONS_SHOWN", 1)
    monkeypatch.setattr("fusionsite.views.countries.RECORDS_SHOWN", 1)
    monkeypatch.setattr("fusionsite.views.countries.NEWS_SHOWN", 1)
    monkeypatch.setattr("fusionsite.by_country.GLYPHS_SHOWN", 1)
    theme = make_theme(name="Materials")
    british, japanese, other = (
        make_organisation(name, slug=name.lower(), country=code)
        for name, code in (("Albion", "GB"), ("Kyushu", "JP"), ("Honshu", "JP"))
    )
    parties = [british, japanese, other]
    crowd = [make_organisation(name, country="FR") for name in ("Brest", "Lyon")]
    first = make_agreement("First", slug="first", parties=parties, themes=[theme])
    second = make_agreement("Second", slug="second", parties=parties + crowd, published=False)
    add_link(second, "builds_on", first)
    add_party(second, make_organisation("Quebec", country="CA"), position=9)
    published_or_not(second, published=True)
    for title in ("One story", "Another story"):
        article = make_article(title, published=False, agreements=[first])
        article.organisations.set([british])
        published_or_not(article, published=True)
    make_page(slug="about", title="About")
    Source.objects.update(title="Notice")


@pytest.mark.drill
def test_no_number_stands_on_a_page_without_leading_to_its_list(wordy):
    reader = Reader()
    shown = [m.objects.exclude(published_at=None) for m in versioned_models()]
    records = [r for rows in shown for r in rows if hasattr(r, "get_absolute_url")]
    addresses = [*PAGES, *(record.get_absolute_url() for record in records)]

    loose = {a: words for a in addresses if (words := reader.page(a).loose)}

    assert loose == {}
    assert [wrong for address in addresses for wrong in reader.wrong(address)] == []
