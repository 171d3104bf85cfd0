"""What a page says of itself is proposed; what it does not say stays empty."""

import json
import time

import pytest

from publishing.page_facts import PageFacts, facts_of

GOV_UK = """<!DOCTYPE html><html lang="en" class="x"><head>
<title>UK and Japan sign fusion agreement - GOV.UK</title>
<meta property="og:site_name" content="GOV.UK">
<meta property="og:title" content="UK and Japan sign fusion agreement">
<meta name="govuk:first-published-at" content="2025-06-19T09:30:00+01:00">
<meta name="govuk:public-updated-at" content="2025-07-01T09:30:00+01:00">
</head><body><title>not this</title></body></html>"""


def with_json(described):
    return f'<script type="application/ld+json">{json.dumps(described)}</script>'


def test_a_page_of_the_government_is_read():
    assert facts_of(GOV_UK) == PageFacts(
        "UK and Japan sign fusion agreement", "GOV.UK", "2025-06-19", "en"
    )


def test_the_title_of_the_window_stands_in():
    page = "<html lang='ja-JP'><title>\n 核融合 &amp; 協力\t</title>"
    assert facts_of(page) == PageFacts(title="核融合 & 協力", language="ja-JP")


def test_a_description_in_json_is_read():
    article = {
        "@type": "NewsArticle",
        "headline": "A deal",
        "datePublished": "2024-11",
        "publisher": {"name": "The Ministry"},
    }
    for described in (article, [article], {"@graph": [{"@type": "WebSite"}, article]}):
        assert facts_of(with_json(described)) == PageFacts("A deal", "The Ministry", "2024-11")


def test_what_the_page_does_not_say_is_not_invented():
    page = "<p>Signed on 19 June 2025 in London by the Ministry</p>"
    assert facts_of(page) == PageFacts()
    assert not facts_of(page)


def test_of_a_plain_text_the_first_line_is_proposed():
    page = "\n  Joint statement on fusion  \n\nThey agreed on 3 May 2024."
    assert facts_of(page) == PageFacts(title="Joint statement on fusion")


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2025-06-19", "2025-06-19"),
        ("2025-06-19T23:59:59-08:00", "2025-06-19"),
        ("2025/06/19", "2025-06-19"),
        ("2025-06", "2025-06"),
        ("2025", "2025"),
        ("2025-02-31", ""),
        ("1066-01-01", ""),
        ("20250619", ""),
        ("19/06/2025", ""),
        ("yesterday", ""),
        ("٢٠٢٥", ""),
    ],
)
def test_a_date_is_taken_as_it_is_written(said, date):
    page = f'<meta property="article:published_time" content="{said}">'
    assert facts_of(page).date == date


@pytest.mark.parametrize(
    ("said", "code"), [("en-GB", "en-GB"), ("de-x-private", "de"), ("EN", ""), ("klingon", "")]
)
def test_a_language_is_taken_when_it_is_a_code(said, code):
    assert facts_of(f'<html lang="{said}">').language == code


@pytest.mark.parametrize(
    "page",
    [
        "",
        "\0\0",
        "<![x[",
        "<" * 500_000,
        "<a " * 100_000,
        "<title>" + "&amp" * 100_000,
        "<meta>" * 100_000,
        "<meta name>" * 10,
        "<html lang>",
        "<script type=application/ld+json>" + "[" * 40_000 + "</script>",
        with_json([[[[[[[[[{"headline": "deep"}]]]]]]]]]),
        with_json({"headline": ["x"], "datePublished": 2025, "publisher": 7}),
        with_json({"headline": {"a": 1}, "publisher": {"name": ["x"]}}),
        "<script type='application/ld+json'>{nonsense</script>",
    ],
)
def test_a_page_that_is_odd_is_read_in_time_and_says_nothing(page):
    began = time.monotonic()
    assert facts_of(page).date == ""
    assert time.monotonic() - began < 3


def test_a_long_title_is_cut_and_printable():
    found = facts_of(f"<title>a\0\x1b[31m{'x' * 999}</title>")
    assert len(found.title) == 300
    assert found.title.isprintable()
