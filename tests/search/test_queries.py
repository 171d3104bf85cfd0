import pytest

from search.queries import MOST_TERMS, read


def typed(query):
    return [term.typed for term in query.terms]


def test_words_are_looked_for_in_any_order():
    query = read("Japan  magnets")
    assert [term.tokens for term in query.terms] == [("xjapan",), ("xmagnet",)]
    assert not any(term.together for term in query.terms)


@pytest.mark.parametrize("text", ['"fusion energy" uk', "“fusion energy” uk", "«fusion energy» uk"])
def test_words_in_quotation_marks_are_looked_for_together(text):
    phrase, word = read(text).terms
    assert phrase.tokens == ("xfusion", "xenergi")
    assert phrase.together
    assert not word.together


def test_a_question_asks_for_what_it_is_about():
    assert typed(read("Who signed the UK memorandum?")) == ["signed", "UK", "memorandum?"]
    assert typed(read("who")) == ["who"]
    assert typed(read('"who" signed')) == ["who", "signed"]


@pytest.mark.parametrize(
    ("text", "tokens", "others"),
    [
        ("£410m", ("x410", "xmillion"), ("x410m",)),
        ("5bn,", ("x5", "xbillion"), ("x5bn",)),
        ("$1.2MN", ("x1", "x2", "xmillion"), ()),
    ],
)
def test_an_amount_in_short_is_the_amount_in_full(text, tokens, others):
    [term] = read(text).terms
    assert (term.tokens, term.others, term.together) == (tokens, others, True)
    assert [term.together for term in read("ST80m 10km m").terms] == [False] * 3


def test_a_quotation_mark_without_a_second_one_is_a_space():
    assert typed(read('"fusion energy')) == ["fusion", "energy"]


def test_a_minus_before_a_word_or_phrase_leaves_it_out():
    query = read('japan -uk -"joint venture" jt-60sa')
    assert typed(query) == ["japan", "jt-60sa"]
    assert [term.tokens for term in query.without] == [("xuk",), ("xjoint", "xventur")]
    assert query.sequence == "xjapan xjt60sa xjt x60sa"


def test_a_star_makes_a_word_a_beginning_and_does_not_cut_it_to_its_stem():
    [term] = read("Magnets*").terms
    assert term.beginning
    assert term.tokens == ("xmagnets",)
    assert term.others == ("xmagnet",)


def test_the_last_word_can_be_taken_for_a_beginning():
    first, last = read("tokamak furuk").with_beginning().terms
    assert not first.beginning
    assert last.beginning
    assert read('"tokamak energy"').with_beginning() is None
    assert read("furuk*").with_beginning() is None


def test_one_letter_of_a_script_without_spaces_is_a_beginning():
    assert read("文").terms[0].beginning
    assert not read("文部").terms[0].beginning


@pytest.mark.parametrize(
    "text", ["", '"', "***", "- -- ---", "the of", '""', "“”", "-fusion", "()"]
)
def test_nothing_to_look_for_is_no_query(text):
    assert not read(text)


def test_there_are_never_more_terms_than_are_looked_for():
    query = read(" ".join(f"w{number}" for number in range(60)))
    assert len(query.terms) == MOST_TERMS
    assert query.cut
    assert not read("two words").cut


@pytest.mark.parametrize(
    "text",
    [
        "NEAR(a b)",
        "a OR b AND NOT c",
        "words:fusion",
        "{words} : x",
        "a^2 + b",
        "a & !b | (c <-> d)",
        "'; --",
    ],
)
def test_no_database_reads_a_word_of_its_own_language(text):
    allowed = set('"xyabcdefghijklmnopqrstuvwz0123456789 ()*') | set("ANDORT")
    assert set(read(text).in_fts5()) <= allowed
    assert set(read(text).in_tsquery()) - set("&|!:<->*") <= allowed
