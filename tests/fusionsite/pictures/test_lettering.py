"""Words that fit their place."""

import pytest

from fusionsite.pictures.lettering import cut, fit, text_width


def test_the_width_follows_the_typeface():
    # Chromium draws it 19345 wide: it moves some letters closer together.
    width = text_width("UK–Japan Memorandum of Cooperation", 1000, bold=True)
    assert 19345 <= width <= 19345 * 1.02
    assert text_width("", 16) == 0


@pytest.mark.parametrize(("letter", "width"), [("文", 1000), ("é", 573), ("\u0301", 0), ("ᚠ", 780)])
def test_letters_that_the_typeface_lacks_take_a_safe_width(letter, width):
    assert text_width(letter, 1000) == width


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("Short", 200, ("Short",)),
        ("Two words", 60, ("Two", "words")),
        ("UKAEA–Novatron memorandum", 120, ("UKAEA–", "Novatron…")),
        ("Unbreakable" * 9, 90, ("Unbreaka…",)),
        ("Memorandum 核融合科学研究所", 110, ("Memorandum", "核融合科学研…")),
        ("a\x00b\nc", 90, ("a b c",)),
        ("", 90, ()),
    ],
)
def test_a_title_breaks_at_words_and_dashes(text, room, lines):
    fitted = fit(text, 15, room)
    assert fitted.lines == lines
    assert fitted.width <= room


def test_a_word_that_is_too_long_goes_on_in_the_next_line_where_it_may():
    room = text_width("mmm", 10)
    fitted = fit("mmmmmm m", 10, room, most_lines=9, bold=False, breaks_words=True)
    assert fitted.lines == ("mmm", "mmm", "m")
    assert fitted.width <= room


@pytest.mark.parametrize("breaks_words", [True, False])
def test_no_line_is_wider_than_its_room(breaks_words):
    text = "one two-three four文部科学省 fivefivefivefive six"
    for room in range(60, 300, 7):
        fitted = fit(text, 13, room, most_lines=3, breaks_words=breaks_words)
        assert fitted.lines
        assert all(text_width(line, 13, bold=True) <= room for line in fitted.lines)
        whole = "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")
        assert whole or fitted.lines[-1].endswith("…")


def test_what_says_too_little_is_left_out():
    assert cut("Memorandum", 15, 20, bold=True) == ""
