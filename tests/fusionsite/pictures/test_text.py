"""Words that fit their place."""

import pytest

from fusionsite.pictures.text import cut, fit, text_width


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
        ("", 90, ()),
    ],
)
def test_a_title_breaks_at_words_and_dashes(text, room, lines):
    fitted = fit(text, 15, room)
    assert fitted.lines == lines
    assert fitted.width <= room


def test_what_says_too_little_is_left_out():
    assert cut("Memorandum", 15, 20, bold=True) == ""
