import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from dates.partial import PartialDate

TYPED = [
    ("2025-06-19", PartialDate("2025-06-19")),
    ("2025-06", PartialDate("2025-06")),
    ("2025", PartialDate("2025")),
    ("June 2025", PartialDate("2025-06")),
    ("Jun 2025", PartialDate("2025-06")),
    ("Jun. 2025", PartialDate("2025-06")),
    ("Sept 2025", PartialDate("2025-09")),
    ("may 2025", PartialDate("2025-05")),
    ("19 June 2025", PartialDate("2025-06-19")),
    ("19th June 2025", PartialDate("2025-06-19")),
    ("1 jan 2025", PartialDate("2025-01-01")),
    ("June 19, 2025", PartialDate("2025-06-19")),
    ("29 February 2024", PartialDate("2024-02-29")),
    ("  JUNE ,  2025 ", PartialDate("2025-06")),
    ("19\u00a0June\u00a02025", PartialDate("2025-06-19")),
    ("on 19 June 2025", PartialDate("2025-06-19")),
    ("by June 2025", PartialDate("2025-06", "by")),
    ("By 2025-06-19", PartialDate("2025-06-19", "by")),
    ("after 2024", PartialDate("2024", "after")),
    ("about 2025", PartialDate("2025", "about")),
    ("circa 2025", PartialDate("2025", "about")),
    ("c. 2025", PartialDate("2025", "about")),
    ("c.2025", PartialDate("2025", "about")),
    ("ca. June 2025", PartialDate("2025-06", "about")),
    ("1900", PartialDate("1900")),
    ("2100-12-31", PartialDate("2100-12-31")),
    ("", PartialDate()),
    ("   ", PartialDate()),
    ("Date not known", PartialDate()),
]

REFUSED = [
    ("19/06/2025", "more than one way"),
    ("06/2025", "more than one way"),
    ("19.06.2025", "more than one way"),
    ("19-06-2025", "more than one way"),
    ("19 06 2025", "more than one way"),
    ("31 February 2025", "There is no 31 February 2025."),
    ("2025-02-29", "There is no 29 February 2025."),
    ("0 June 2025", "There is no 0 June 2025."),
    ("2025-00", "There is no month 00"),
    ("2024-25", "There is no month 25"),
    ("1899", "between 1900 and 2100"),
    ("after June 2101", "between 1900 and 2100"),
    ("0000", "between 1900 and 2100"),
    ("June", "not a date we can read"),
    ("June 25", "not a date we can read"),
    ("Jumble 2025", "not a date we can read"),
    ("by", "not a date we can read"),
    ("by about 2025", "not a date we can read"),
    ("2025-6-9", "more than one way"),
    ("20250619", "not a date we can read"),
    ("2025-06-19T10:00", "not a date we can read"),
    ("٢٠٢٥", "not a date we can read"),
    ("June 2025\x00", "not a date we can read"),
]


@pytest.mark.parametrize(("text", "expected"), TYPED)
def test_typed_date_is_read(text, expected):
    assert PartialDate.parse(text) == expected


@pytest.mark.parametrize(("text", "advice"), REFUSED)
def test_unclear_date_is_refused_with_a_sentence(text, advice):
    with pytest.raises(ValidationError, match=advice):
        PartialDate.parse(text)


@pytest.mark.usefixtures("several_languages")
@pytest.mark.parametrize("language", ["en", "de", "ja", "ru", "vi"])
@pytest.mark.parametrize("value", ["2025-11-19", "2025-12", "2025"])
@pytest.mark.parametrize("qualifier", ["on", "by", "after", "about"])
def test_printed_date_is_read_back_in_each_language(language, value, qualifier):
    known = PartialDate(value, qualifier)

    with translation.override(language):
        assert PartialDate.parse(str(known)) == known


@pytest.mark.usefixtures("several_languages")
def test_english_month_is_read_on_a_german_page():
    with translation.override("de"):
        assert PartialDate.parse("19 October 2025") == PartialDate("2025-10-19")
        assert PartialDate.parse("19. Oktober 2025") == PartialDate("2025-10-19")


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -/.,abcjuneyr", max_size=20) | st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        parsed = PartialDate.parse(text)
    except ValidationError:
        parsed = PartialDate()

    assert PartialDate.parse(str(parsed)) == parsed
