import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from imports import columns
from publishing.richtext import sanitise


class Kind(models.TextChoices):
    MEMORANDUM_OF_COOPERATION = "memorandum_of_cooperation", "Memorandum of cooperation"
    MEMORANDUM_OF_UNDERSTANDING = "memorandum_of_understanding", "Memorandum of understanding"
    JOINT_STATEMENT = "joint_statement", "Joint statement"
    NON_BINDING = "non_binding", "Not binding"
    TREATY = "treaty", "Treaty"


def refusal(clean, *values, **options):
    with pytest.raises(ValidationError) as refused:
        clean(*values, **options)
    assert len(refused.value.messages) == 1
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, ""),
        ("  Culham\u00a0 Centre \r\n for\tFusion ", "Culham Centre for Fusion"),
        ("p < 0.05 & <b>so</b>", "p < 0.05 & <b>so</b>"),
        ("\ufeffITER\u200b", "ITER"),
        ("Universite\u0301", "Université"),
        ("文部科学省", "文部科学省"),
        ("مرحبا\u200f", "مرحبا\u200f"),
        (2025, "2025"),
        (Decimal("1.50"), "1.50"),
    ],
)
def test_a_text_is_one_line_of_what_a_person_sees(cell, words):
    assert columns.text(cell, 300) == words


@pytest.mark.parametrize("cell", ["a\x00b", "a\x07", "\ud800", "a\x9b", "a\u202eb", "\x1c"])
def test_a_text_with_control_characters_is_refused(cell):
    assert "control character (U+" in refusal(columns.text, cell)


@pytest.mark.parametrize("cell", [True, [], ["a"], {}])
def test_what_is_no_text_is_refused(cell):
    assert refusal(columns.text, cell) == "This should be a text."


def test_a_number_without_end_is_refused():
    assert refusal(columns.text, 10**5000) == "This number is too long."


def test_a_text_that_is_too_long_says_how_long_it_may_be():
    assert refusal(columns.text, "a" * 301, 300) == (
        "The text has 301 characters; there is room for 300."
    )


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("a; b ;c", ["a", "b", "c"]),
        (" ; ;", []),
        (None, []),
        (["a ", "", "b;c", None], ["a", "b;c"]),
        ('["Smith; Sons", "b"]', ["Smith; Sons", "b"]),
        ("[draft] a; b", ["[draft] a", "b"]),
        ("[" * 9000, ["[" * 9000]),
    ],
)
def test_several_values_stand_in_one_cell(cell, values):
    assert columns.several(cell) == values


def test_several_values_are_refused_where_a_semicolon_belongs_to_an_escaped_character():
    assert "instead of “&amp;”" in refusal(columns.several, "Research &amp; Development; b")
    assert "room for 1000" in refusal(columns.several, ";".join(map(str, range(1001))))
    assert "should be a text" in refusal(columns.several, [["a"]])


def test_yes_and_no_are_read():
    assert [columns.boolean(cell) for cell in ("Yes", "TRUE", 1, True)] == [True] * 4
    assert [columns.boolean(cell) for cell in ("no", "False", 0, False)] == [False] * 4
    assert columns.boolean("") is None
    assert refusal(columns.boolean, "perhaps") == "Write yes or no instead of “perhaps”."


@pytest.mark.parametrize(
    ("cell", "figures"),
    [
        ("51.659", "51.65900"),
        ("-1.2", "-1.20000"),
        ("\u22121.2", "-1.20000"),
        (51.123456789, "51.12346"),
        (1e-7, "0.00000"),
        (Decimal("1E+2"), "100.00000"),
        ("1,234.5", "1234.50000"),
        ("", None),
        (None, None),
    ],
)
def test_a_number_is_kept_as_a_snapshot_holds_it(cell, figures):
    assert columns.number(cell, 5) == figures


@pytest.mark.parametrize(
    "cell", ["1e9", "12,34", "1.234,5", "٣", "nan", float("nan"), float("inf"), "1" * 21, "12 m",
             Decimal("1E+999999")]
)  # fmt: skip
def test_what_is_no_number_is_refused(cell):
    assert "in figures" in refusal(columns.number, cell, 5)


def test_a_whole_number_has_no_fraction():
    assert columns.whole_number("1,234") == 1234
    assert columns.whole_number(5.0) == 5
    assert columns.whole_number("") is None
    assert "whole number" in refusal(columns.whole_number, "1.5")


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("410,000,000", "410000000.00"),
        ("410 000 000.5", "410000000.50"),
        ("410\u202f000", "410000.00"),
        (410000000.0, "410000000.00"),
        (10**15, "1000000000000000.00"),
        ("-0", "0.00"),
        ("", None),
    ],
)
def test_an_amount_is_read_in_figures(cell, amount):
    assert columns.money_amount(cell) == amount


@pytest.mark.parametrize(
    "cell", ["£410 million", "410m", "GBP 5", "1.234", "410.000.000", "-5", "1" * 17, True]
)
def test_an_amount_in_words_or_with_other_signs_is_refused(cell):
    assert refusal(columns.money_amount, cell).startswith(("Write the amount", "This should be"))


@pytest.mark.parametrize(
    "cell",
    ["memorandum_of_cooperation", "Memorandum of Cooperation", " MEMORANDUM-of  cooperation"],
)
def test_a_code_is_given_as_such_or_by_its_label(cell):
    assert columns.code(cell, Kind) == "memorandum_of_cooperation"
    assert columns.code(cell, Kind.choices) == "memorandum_of_cooperation"
    assert columns.code("not binding", Kind) == columns.code("Non-binding", Kind) == "non_binding"
    assert columns.code("", Kind) == ""


def test_an_unknown_code_is_refused_with_the_nearest_three():
    assert refusal(columns.code, "Memo of cooperation", Kind) == (
        "“Memo of cooperation” is not known. The nearest are memorandum_of_cooperation, "
        "memorandum_of_understanding, joint_statement."
    )
    assert len(refusal(columns.code, "x" * 9000, Kind)) < 250


def test_an_address_is_whole():
    assert columns.web_address(" https://www.gov.uk/a?b=c ") == "https://www.gov.uk/a?b=c"
    assert columns.web_address("") == ""
    assert "“https://www.iter.org”" in refusal(columns.web_address, "www.iter.org")
    for address in (
        "javascript:alert(1)",
        "iter.org",
        "https://a b",
        "https://u:p@x.example/",
        "1",
    ):
        assert refusal(columns.web_address, address).startswith("Give an address that begins")
    assert "room for 600" in refusal(columns.web_address, "https://x.example/" + "a" * 600)


@pytest.mark.parametrize(
    ("cell", "tag"),
    [("ja", "ja"), ("EN", "en"), ("en_gb", "en-GB"), ("zh-hans", "zh-Hans"), ("Japanese", "ja"),
     ("", ""), (None, "")],
)  # fmt: skip
def test_a_language_is_read(cell, tag):
    assert columns.language(cell) == tag


@pytest.mark.parametrize("cell", ["Klingonese", "e", "en-GB-oxendict", "zh-Hans-CN", "es-419"])
def test_an_unknown_language_is_refused(cell):
    assert refusal(columns.language, cell)


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        ("One & two.\r\nThree.\n \n\nFour < 5.",
         "<p>One &amp; two.<br>Three.</p><p>Four &lt; 5.</p>"),
        ("<p>One</p><script>alert(1)</script>", "<p>One</p>"),
        ("<name> and <3", "<p>&lt;name&gt; and &lt;3</p>"),
        ('<img src=x onerror="alert(1)">', ""),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener">x</a>'),
        (" \n ", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_a_rich_text_is_made_of_paragraphs_and_sanitised(cell, html):
    assert columns.rich_text(cell) == html


def test_relative_links_of_a_rich_text_begin_at_its_page():
    html = columns.rich_text('<a href="/news">x</a>', base="https://www.gov.uk/a")

    assert html == '<a href="https://www.gov.uk/news" rel="noopener">x</a>'


def test_the_words_of_marked_up_text_stay_apart():
    marked = "<p>One<br>two</p><ul><li>R&amp;D</li><li>a <b>b</b>c</li></ul><style>p {}</style>"

    assert columns.plain_text(marked) == "One two R&D a bc"
    assert columns.plain_text("a\ud800\x00b &#1; p < 0.05") == "a b p < 0.05"


def test_markup_without_end_is_refused_at_once():
    for nested in ("<div>" * 9_999, "<b a=1><i>" * 9_999, "<x:y>" * 999 + "<p>"):
        assert "nested too deeply" in refusal(columns.rich_text, nested)
        assert "nested too deeply" in refusal(columns.plain_text, nested)
    assert "longer than the 1000000" in refusal(columns.rich_text, "a" * 1_000_001)
    assert "more ampersands" in refusal(columns.plain_text, "&" * 50_001)
    assert columns.rich_text("<p>a<br>" * 999).startswith("<p>a<br></p><p>a")


@pytest.mark.parametrize(
    ("cell", "day_first", "date"),
    [
        ("", None, ("", "on", "")),
        (None, None, ("", "on", "")),
        ("2025", None, ("2025", "on", "")),
        (2025, None, ("2025", "on", "")),
        ("2025-06", None, ("2025-06", "on", "")),
        ("2025-06-19", None, ("2025-06-19", "on", "")),
        ("19 June 2025", None, ("2025-06-19", "on", "")),
        ("19-Jun-2025", None, ("2025-06-19", "on", "")),
        ("June 2025", None, ("2025-06", "on", "")),
        ("by June 2025", None, ("2025-06", "by", "")),
        ("2025-06-19T00:00:00", None, ("2025-06-19", "on", "")),
        ("2025-06-19 00:00:00", None, ("2025-06-19", "on", "")),
        ("2025-06-19T14:30:00.000", None, ("2025-06-19", "on", "")),
        ("2025-06-19T23:30:00Z", None, ("2025-06-20", "on", "")),
        ("2025/6/9", None, ("2025-06-09", "on", "")),
        ("19/06/2025", None, ("2025-06-19", "on", "")),
        ("06/19/2025", None, ("2025-06-19", "on", "")),
        ("19. 6. 2025", None, ("2025-06-19", "on", "")),
        ("by 19/06/2025", None, ("2025-06-19", "by", "")),
        ("04/04/2025", None, ("2025-04-04", "on", "")),
        ("03/04/2025", True, ("2025-04-03", "on", "")),
        ("03/04/2025", False, ("2025-03-04", "on", "")),
        ("06/2025", None, ("2025-06", "on", "")),
        ("about 2025 (shortly before the visit)", None,
         ("2025", "about", "shortly before the visit")),
    ],
)  # fmt: skip
def test_a_date_is_as_exact_as_the_cell(cell, day_first, date):
    assert columns.partial_date(cell, day_first=day_first) == date


@pytest.mark.parametrize(
    ("cell", "day_first", "advice"),
    [
        ("03/04/2025", None, "3 April 2025 or 4 March 2025."),
        ("31/02/2025", None, "There is no 31 February 2025."),
        ("2025-02-30T10:00:00", None, "There is no 30 February 2025."),
        ("19/19/2025", None, "There is no month 19"),
        ("06/19/2025", True, "There is no month 19"),
        ("19/06/2025", False, "There is no month 19"),
        ("19/06/25", None, "with four figures"),
        ("25-06-19", None, "with four figures"),
        ("19 June 25", None, "with four figures"),
        ("19-Jun-25", None, "with four figures"),
        ("19 June ’25", None, "with four figures"),
        ("2025-06-19T99:00:00", None, "not a day and a time"),
        ("2025-06-19/2025-06-21", None, "more than one way"),
        ("Spring 2025", None, "not a date we can read"),
        ("45827", None, "not a date we can read"),
        ("03/04/1850", None, "between 1900 and 2100"),
        (True, None, "should be a text"),
    ],
)
def test_an_unclear_date_is_refused(cell, day_first, advice):
    assert advice in refusal(columns.partial_date, cell, day_first=day_first)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("", ""),
        ("2025-06-19", "2025-06-19"),
        ("2025-06-19T10:00:00Z", "2025-06-19"),
        ("2025-06-19T22:59:59.999Z", "2025-06-19"),
        ("2025-06-19T23:30:00.123456789Z", "2025-06-20"),
        ("2025-06-19t23:30:00+00:00", "2025-06-20"),
        ("2025-01-19T23:30:00Z", "2025-01-19"),
        ("2024-05-23T00:00:00.000+01:00", "2024-05-23"),
        ("2025-01-19T08:00:00+09:00", "2025-01-19"),
        ("2025-06-19T23:30:00", "2025-06-19"),
        ("Thu, 19 Jun 2025 23:30:00 GMT", "2025-06-20"),
        ("Thu, 19 Jun 2025 23:30:00 EST", "2025-06-19"),
        ("Thu, 07 Dec 17 10:00:29 -0800", "2017-12-07"),
        ("19 June 2025 10:00", "2025-06-19"),
    ],
)
def test_the_day_of_an_instant_is_the_publishers_or_londons(cell, day):
    assert columns.instant_day(cell) == day


@pytest.mark.parametrize(
    "cell",
    ["yesterday", "2025-06", "2025-06-31T00:00:00Z", "2025-06-19T25:00Z", "0001-01-01T00:00:00Z",
     "9999-12-31T23:59:59Z", "32 Jun 2025", "2025-06-19T10:00:00+99:99", "1" * 900, ["2025"]],
)  # fmt: skip
def test_what_is_no_instant_is_refused(cell):
    assert refusal(columns.instant_day, cell)


CELLS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(max_size=40)
    | st.from_regex(r"[0-9]{1,4}[/ .-]?[0-9a-zJ]{1,4}[/ .-][0-9]{1,4}[TZ:+ 0-9]{0,9}")
    | st.lists(st.text(max_size=5) | st.integers(), max_size=3)
    | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
)  # fmt: skip
CLEANERS = [
    columns.text, columns.several, columns.boolean, columns.whole_number, columns.money_amount,
    columns.web_address, columns.rich_text, columns.plain_text, columns.language,
    columns.partial_date, columns.instant_day, lambda cell: columns.number(cell, 5),
    lambda cell: columns.code(cell, Kind), lambda cell: columns.partial_date(cell, day_first=True),
]  # fmt: skip


@pytest.mark.drill
@settings(max_examples=1500, deadline=None)
@given(CELLS, st.sampled_from(CLEANERS))
def test_any_cell_is_read_or_refused_with_a_sentence(cell, clean):
    try:
        value = clean(cell)
    except ValidationError as refused:
        value = refused.messages
    json.dumps(value, ensure_ascii=False).encode()


@pytest.mark.drill
@settings(max_examples=500, deadline=None)
@given(st.text(alphabet='<>/&;"= apbrscitonhef:.', max_size=60))
def test_a_rich_text_is_sanitised_once_and_for_all(cell):
    html = columns.rich_text(cell)

    assert sanitise(html) == html


def test_where_there_is_nothing_to_choose_from_nothing_is_proposed():
    with pytest.raises(ValidationError) as refusal:
        columns.code("magic", ())
    assert refusal.value.messages == ["“magic” is not known."]
