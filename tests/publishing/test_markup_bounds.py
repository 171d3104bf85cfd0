"""No text keeps the cleaner busy for long, and what people write is kept as it is."""

import time

import pytest

from publishing.markup_bounds import DEEPEST
from publishing.richtext import sanitise

# The ends are hidden where a browser sees none, or are not those of what stands open.
ENDLESS = [
    "<ul><li>",
    "<div><textarea></div></textarea>",
    "<div><!--</div>-->",
    '<div title="</div>">',
    "<b><table></b></table>",
    "<b><div></b>",
    '<div a\'="</div>">',
    "&",
    "&amp;",
    "&x",
]


@pytest.mark.parametrize("part", ENDLESS)
def test_a_text_without_end_is_soon_kept_as_plain_text(part):
    html = part * (1_000_000 // len(part))
    began = time.process_time()
    kept = sanitise(html)
    assert time.process_time() - began < 5
    assert "<" not in kept
    assert sanitise(kept) == kept


@pytest.mark.parametrize(
    "html",
    [
        "<p>one <b>two</b></p>" * 5000,
        "<ul><li><p>one</p><ul><li><p>two</p></li></ul></li></ul>" * 2000,
        '<p><a href="https://notices.example/" rel="noopener">one</a><br>two</p>' * 2000,
        "<blockquote>" * 900 + "deep" + "</blockquote>" * 900,
        "<p>Research &amp; development</p>" * 5000,
    ],
)
def test_a_long_text_of_people_is_kept_as_it_is(html):
    assert sanitise(html) == html


def test_what_is_kept_as_plain_text_shows_every_character():
    assert sanitise("<i>&amp;" * (DEEPEST + 1)).startswith("&lt;i&gt;&amp;amp;&lt;i&gt;")
