import pytest
from django.template import Context, Template

from dates.partial import PartialDate
from tests.dates.happening import make_happening


def render(value, name="partial_date"):
    template = Template("{% load partial_dates %}{{ value|" + name + " }}")
    return template.render(Context({"value": value}))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("19 June 2025", '<time datetime="2025-06-19">19 June 2025</time>'),
        ("June 2025", '<time datetime="2025-06">June 2025</time>'),
        ("2025", '<time datetime="2025">2025</time>'),
        ("by June 2025", 'by <time datetime="2025-06">June 2025</time>'),
        ("after 2024", 'after <time datetime="2024">2024</time>'),
        ("about 2025", 'about <time datetime="2025">2025</time>'),
        ("", '<span class="gap">Date not known</span>'),
    ],
)
def test_date_is_marked_up_for_machines(text, html):
    assert render(PartialDate.parse(text)) == html


def test_note_stands_for_a_date_that_is_not_known():
    html = render(PartialDate(note="before <b>May</b>"))

    assert html == '<span class="gap">before &lt;b&gt;May&lt;/b&gt;</span>'


def test_dated_record_and_stored_value_are_printed_too():
    assert render(make_happening("by 2025")) == 'by <time datetime="2025">2025</time>'
    assert render("2025-06") == '<time datetime="2025-06">June 2025</time>'
    assert render(None) == '<span class="gap">Date not known</span>'


@pytest.mark.parametrize(
    ("partial", "words"),
    [
        (PartialDate("2025-06-19", "after"), "after 19 June 2025"),
        (PartialDate("2025", note="in spring"), "2025"),
        (PartialDate(), "date not known"),
        (PartialDate(note="before <b>May</b>"), "before &lt;b&gt;May&lt;/b&gt;"),
    ],
)
def test_date_in_a_sentence_is_plain_text(partial, words):
    assert render(partial, "sentence_date") == words
