from datetime import date
from uuid import UUID

from search.queries import read
from search.ranking import ONE_MORE, WHOLE_NAME, in_order, score

WORDS = "n40 xuk xjapan xmemorandum\nn60 xag0006 xag x0006\nw10 xfusion xmagnet\nw10 xmagnet"


def test_a_term_weighs_what_the_fields_do_in_which_it_stands():
    assert score(WORDS, read("magnets")) == 10
    assert score(WORDS, read("japan magnets")) == 50
    assert score(WORDS, read("nothing")) == 0


def test_whoever_typed_a_whole_name_means_it():
    assert score(WORDS, read("AG-0006")) == WHOLE_NAME + 60 + 60
    assert score(WORDS, read("UK Japan memorandum")) > WHOLE_NAME


def test_a_name_that_begins_so_is_nearer_than_one_that_has_it_within():
    begun, within = "n40 xproxima xfusion", "n40 xipp xproxima xfusion"
    assert score(begun, read("Proxima")) > score(within, read("Proxima"))
    assert score(begun, read("Prox").with_beginning()) > score(
        within, read("Prox").with_beginning()
    )


def test_a_phrase_and_a_beginning_are_weighed_as_such():
    assert score(WORDS, read('"fusion magnets"')) == 10
    assert score(WORDS, read('"magnets fusion"')) == 0
    assert score(WORDS, read("memor*")) == 40


def test_any_of_the_words_the_most_of_them_first():
    query = read("japan magnets spain").with_any()
    assert score("w10 xjapan\nw10 xmagnet", query) > score("n40 xjapan xspanish", query)


def test_the_best_come_first_then_the_newest_then_by_key():
    keys = [UUID(int=number) for number in range(5)]
    title, summary, new, old = "n40 xa xjapan", "w10 xjapan", date(2025, 1, 1), date(2020, 1, 1)
    rows = [
        (keys[4], None, summary),
        (keys[3], new, title),
        (keys[2], new, summary),
        (keys[1], old, summary),
        (keys[0], None, summary),
    ]
    assert in_order(rows, read("japan")) == [keys[3], keys[2], keys[1], keys[0], keys[4]]


def test_what_was_typed_is_weighed_in_each_line_that_has_any_of_it():
    words = f"n40 xnoth\n{WORDS}\nw8 xcooper xag0006\nw6 xtokamak"
    assert score(words, read("cooperation")) == 8
    assert score(words, read("tokam").with_beginning()) == 6
    assert score(words, read("tokamak nothing").with_any()) == 46 + 2 * ONE_MORE
