"""The day that an address asks for, and how links keep it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import set_script_prefix

from publishing.as_of import AsOf, AsOfMixin
from publishing.kept_days import keep_day

TODAY = date(2026, 11, 26)
DAY = date(2024, 3, 1)


def read(query):
    return AsOf.read(QueryDict(query), TODAY)


@pytest.mark.parametrize("query", ["", "as_of=", "as_of=+", "country=jp"])
def test_without_a_day_a_page_is_about_today(query):
    as_of = read(query)

    assert as_of.given is None
    assert as_of.day == TODAY
    assert as_of.query == ""


def test_a_day_is_read_and_handed_on():
    as_of = read("as_of=2024-03-01&as_of=&as_of=2024-03-01")

    assert as_of.given == as_of.day == DAY
    assert as_of.query == "?as_of=2024-03-01"


def test_today_may_be_asked_for_and_tomorrow_may_not():
    assert read("as_of=2026-11-26").given == TODAY
    with pytest.raises(ValidationError, match="not in the future"):
        read("as_of=2026-11-27")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("yesterday", "give a day, such as 2024-03-01"),
        ("2024", "give a day"),
        ("2024-03", "give a day"),
        ("01/03/2024", "give a day"),
        ("2024-03-01T00:00", "give a day"),
        ("2024-03-01%0A2024-03-01", "give a day"),
        ("-2024-03-01", "give a day"),
        ("%D9%A2%D9%A0%D9%A2%D9%A4-03-01", "give a day"),
        ("2024-13-01", "no month 13"),
        ("2023-02-29", "There is no 29 February 2023"),
        ("0000-01-01", "between 1900 and 2100"),
        ("9999-12-31", "between 1900 and 2100"),
        ("2024-03-01&as_of=2024-03-02", "give one day"),
        ("9" * 4000, "give a day"),
    ],
)
def test_what_is_no_day_is_refused_with_a_sentence(value, sentence):
    with pytest.raises(ValidationError, match=sentence):
        read(f"as_of={value}")


def kept(page):
    return keep_day(page, "as_of", DAY, AsOfMixin)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/agreements/", "/agreements/?as_of=2024-03-01"),
        ("/agreements/a-pact/#dates", "/agreements/a-pact/?as_of=2024-03-01#dates"),
        (
            "/agreements/?country=jp&amp;kind=treaty",
            "/agreements/?country=jp&amp;kind=treaty&amp;as_of=2024-03-01",
        ),
        ("/countries/jp/", "/countries/jp/?as_of=2024-03-01"),
        ("/organisations/body/", "/organisations/body/?as_of=2024-03-01"),
        ("/news/?q=%22%3E", "/news/?q=%22%3E&amp;as_of=2024-03-01"),
    ],
)
def test_links_to_pages_of_a_day_keep_it(address, expected):
    page = f'<li><a class="chip" href="{address}" rel="next">'

    assert kept(page) == f'<li><a class="chip" href="{expected}" rel="next">'


@pytest.mark.parametrize(
    "page",
    [
        '<a href="/">',
        '<a href="#main">',
        '<a href="?page=2&amp;as_of=2024-03-01">',
        '<a href="/agreements/?as_of=2020-01-01">',
        '<a href="/agreements/a-pact/history/">',
        '<a href="/agreements/a-pact/versions/1/">',
        '<a href="/corrections/?record=AG-0001">',
        '<a href="/no-such-page/">',
        '<a href="//notices.example/agreements/">',
        '<a href="//[">',
        '<a href="https://notices.example/agreements/">',
        '<a href="/agreements/" data-day="any">',
        '<link rel="canonical" href="/agreements/">',
        '<form action="/agreements/" method="get" data-day="any">',
        '<form action="/corrections/" method="post">',
        "<p>/agreements/</p>",
    ],
)
def test_other_links_stay_as_they_are(page):
    assert kept(page) == page


def test_a_form_that_leads_to_such_a_page_sends_the_day_along():
    form = '<form class="filters" action="/agreements/" method="get" aria-label="Filter">'

    assert kept(form) == form + '<input type="hidden" name="as_of" value="2024-03-01">'


def test_in_a_preview_the_links_of_the_preview_keep_the_day():
    set_script_prefix("/preview/a-token/")
    try:
        page = kept('<a href="/preview/a-token/agreements/"><a href="/agreements/">')
    finally:
        set_script_prefix("/")

    assert page == (
        '<a href="/preview/a-token/agreements/?as_of=2024-03-01"><a href="/agreements/">'
    )
