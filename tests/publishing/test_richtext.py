import re

import pytest

from publishing.richtext import printable, printable_with_anchors, sanitise
from tests.factories import make_page

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<p onclick="alert(1)">x</p>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></mtext></math>",
    '<p style="position:fixed">x</p>',
    "<iframe src='https://x.example'></iframe>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_survives(attack):
    html = printable(attack)
    for dangerous in ("<script", "onerror=", "onclick=", "javascript:", "data:", "<svg", "<math",
                      "style=", "<iframe"):  # fmt: skip
        assert dangerous not in html


def test_headings_lists_links_and_quotations_are_kept():
    html = (
        '<h2>One</h2><ul><li><a href="/agreements/">Two</a></li></ul><table><tbody></tbody></table>'
    )
    assert sanitise(html).replace(' rel="noopener"', "") == html


def test_relative_links_begin_at_the_page_that_the_text_comes_from():
    html = sanitise('<a href="/a">x</a><a href="#b">y</a>', base="https://www.gov.uk/news/c")
    assert 'href="https://www.gov.uk/a"' in html
    assert 'href="https://www.gov.uk/news/c#b"' in html


@pytest.mark.django_db
def test_rich_text_is_sanitised_when_it_is_saved():
    page = make_page(body="<p>Words</p><script>alert(1)</script>")
    page.refresh_from_db()
    assert page.body == "<p>Words</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<pre>\n\n\n  indented</pre>",
        "<p>one&#13;two&#13;&#10;three</p>",
        "<pre>&#13;\nindented</pre>",
        "<h3><select><h2>a heading in a heading",
        "<strong><a><table><a>a link in a link",
        '<p><a href="https://a.example/" title="<pre>\n\n&#13;">a tag in an attribute</a></p>',
    ],
)
def test_what_was_cleaned_is_not_changed_by_cleaning_it_again(html):
    assert sanitise(sanitise(html)) == sanitise(html)


def test_headings_and_terms_get_addresses_and_no_two_the_same():
    html = (
        "<h2>Main</h2><h2>Kinds &amp; sorts</h2><table><tbody><tr><td>Contract</td>"
        "<td>A contract is one.</td></tr></tbody></table><h2>Law</h2><table><tbody>"
        '<tr><td><p>Contract</p></td></tr><tr><td>"&gt;&lt;script&gt;</td></tr></tbody></table>'
    )
    anchored = printable_with_anchors(html)

    assert re.findall(r'<(\w+) id="([^"]*)"', anchored) == [
        ("h2", "kinds-sorts"),
        ("td", "contract"),
        ("span", "kinds-sorts-contract"),
        ("h2", "law"),
        ("td", "law-contract"),
        ("td", "script"),
        ("span", "law-script"),
    ]
    assert re.sub(r'<span id="[^"]*"></span>| id="[^"]*"', "", anchored) == sanitise(html)
