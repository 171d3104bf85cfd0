from search.excerpts import LONGEST, around, marked, reasons
from search.queries import read
from search.registry import Field

FIELDS = {
    "title": Field("Title", 40, name=True),
    "party": Field("Party", 14),
    "summary": Field("Summary", 10),
    "body": Field("Text", 0),
}


def printed(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_what_was_looked_for_is_marked_as_it_is_written():
    assert (
        printed(marked("Fusion magnets: a magnet", read("MAGNETS")))
        == "Fusion [magnets]: a [magnet]"
    )
    assert printed(marked("At JT-60SA today", read("60sa"))) == "At JT-[60SA] today"
    assert printed(marked("UK–Japan", read("uk-japan"))) == "[UK–Japan]"
    assert printed(marked("文部科学省", read("部科学"))) == "文[部科学]省"
    assert printed(marked("Furukawa", read("furuk*"))) == "[Furukawa]"


def test_a_long_text_is_cut_to_the_words_around():
    text = f"{'before ' * 60}Masuko {'after ' * 60}".strip()
    shown = printed(around(text, read("masuko")))
    assert "[Masuko]" in shown
    assert shown.startswith("… before")
    assert shown.endswith("after …")
    assert len(shown) <= LONGEST + 10


def test_a_text_without_a_space_is_cut_too():
    assert len(printed(around("x" * 5000, read("nothing")))) <= LONGEST + 10


def test_the_fields_that_tell_best_are_shown_by_name():
    texts = [
        ["title", "A pact"],
        ["party", "Furukawa"],
        ["body", "On magnets and Furukawa"],
        ["summary", "S."],
    ]
    found = reasons(texts, FIELDS, read("furukawa magnets"))
    assert [(reason.label, printed(reason.pieces)) for reason in found] == [
        ("Text", "On [magnets] and [Furukawa]")
    ]


def test_a_field_that_only_a_newer_index_has_is_no_reason():
    texts = [["title", "T"], ["colour", "magnets"], ["body", "On magnets"]]
    [reason] = reasons(texts, FIELDS, read("magnets"))
    assert reason.label == "Text"


def test_where_the_title_says_it_all_the_summary_follows_without_a_name():
    texts = [["title", "A pact on magnets"], ["body", "magnets"], ["summary", "Two agreed."]]
    [reason] = reasons(texts, FIELDS, read("magnets"))
    assert (reason.label, printed(reason.pieces)) == ("", "Two agreed.")
