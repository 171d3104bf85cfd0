from search.words import encoded, tidy, tokens


def spelt(text):
    return [token.text for token in tokens(tidy(text))]


def test_words_lose_case_accents_and_endings():
    assert spelt("Énergies MAGNETS Łódź straße") == ["xenergi", "xmagnet", "xlodz", "xstrass"]


def test_magnets_are_not_magnetic_and_one_diagnostic_is_of_diagnostics():
    assert spelt("magnets magnetic") == ["xmagnet", "xmagnetic"]
    assert spelt("diagnostics") == spelt("diagnostic")


def test_a_name_with_hyphens_or_dashes_is_kept_whole_and_in_parts():
    assert spelt("JT-60SA") == ["xjt60sa", "xjt", "x60sa"]
    assert spelt("UK–Japan") == ["xukjapan", "xuk", "xjapan"]
    assert spelt("H3AT") == ["xh3at"]


def test_short_names_with_full_stops_and_possessives_are_the_plain_ones():
    assert spelt("U.S.A. Germany’s") == ["xusa", "xgermani"]
    assert spelt("Agenzia per l'Energia") == ["xagenzia", "xper", "xl", "xenergia"]


def test_scripts_without_spaces_are_taken_two_letters_at_a_time():
    assert spelt("文部科学") == [encoded("文部"), encoded("部科"), encoded("科学")]
    assert spelt("MEXT文部") == ["xmext", encoded("文部")]


def test_words_that_tell_nothing_apart_are_passed_over():
    assert spelt("the memorandum of a to and") == ["xmemorandum"]


def test_a_token_knows_where_it_stands():
    text = tidy("The  JT-60SA of 文部科")
    assert [text[t.start : t.end] for t in tokens(text)] == [
        "JT-60SA",
        "JT",
        "60SA",
        "文部",
        "部科",
    ]


def test_every_token_is_letters_and_digits_whatever_the_text():
    odd = "\u202e\U0001f600 ﬁ ½ ① x̱ ア゙ ___ ’s -- \ufffd \N{SNOWMAN} “” * : ( NEAR { } ^ \\ ' \""
    assert all(token.text.isascii() and token.text.isalnum() for token in tokens(tidy(odd)))
