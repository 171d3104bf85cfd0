"""Rows that have moved find their place by a few questions, whatever their number."""

import random

import pytest

from publishing.facet_orders import ASKED, InOrder, Moved, put_in


class Database:
    """Numbers in an order of its own; counts what it is asked."""

    def __init__(self, numbers):
        self.place, self.questions = {number: p for p, number in enumerate(numbers)}, []

    def in_order(self, numbers):
        self.questions.append(len(numbers))
        return sorted((n for n in numbers if n in self.place), key=self.place.get)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 100, 5000])
@pytest.mark.parametrize("moved", [0, 1, 2, 40])
def test_each_stands_where_the_database_has_it(size, moved):
    chance = random.Random(size * 100 + moved)  # noqa: S311 - repeatable on purpose
    numbers = list(range(size + moved))
    chance.shuffle(numbers)
    database, away = Database(numbers), set(chance.sample(numbers, moved))
    others = [number for number in numbers if number not in away]

    assert put_in(others, away, database.in_order) == numbers


def test_few_questions_are_asked():
    numbers = list(range(100_000))
    database, moved = Database(numbers), {7, 50_000, 50_001, 99_999}

    put_in([n for n in numbers if n not in moved], moved, database.in_order)

    assert len(database.questions) <= 4
    assert max(database.questions) <= 2 * ASKED


@pytest.mark.parametrize("gone", [{5}, {1}])
def test_what_goes_meanwhile_is_noticed_where_it_matters(gone):
    database = Database([1, 2, 3, 4])

    with pytest.raises(Moved):
        put_in([1, 2, 3, 4] if 1 not in gone else [1], {5}, database.in_order)


def test_another_order_meanwhile_is_noticed():
    with pytest.raises(Moved):
        put_in([1, 2, 3], {4}, Database([3, 2, 1, 4]).in_order)


def test_what_was_found_is_read_in_order_a_part_at_a_time():
    found = InOrder([4, 2, 9, 7, 1], frozenset({1, 2, 7}))

    assert (len(found), list(found), found[0:2], found[1:9]) == (3, [2, 7, 1], [2, 7], [7, 1])
    assert found.index(7) == 1
    with pytest.raises(ValueError, match="9"):
        found.index(9)
    assert InOrder([4, 2], frozenset({2, 4}))[0:1] == [4]
