"""Figures beside what was promised of them."""

import pytest

from bench.figures import LESS, Figure, Table, middle_and_slowest


@pytest.mark.parametrize(
    ("bounds", "kept"),
    [
        ({}, True),
        ({"least": 5}, True),
        ({"least": 5.1}, False),
        ({"most": 5}, True),
        ({"most": 4.9}, False),
        ({"least": 4, "most": 4.5}, False),
    ],
)
def test_a_promise_is_kept_at_its_bound_and_not_beyond(bounds, kept):
    assert Figure("x", 5.0, **bounds).is_kept == kept


def test_a_table_marks_what_was_promised():
    table = Table(
        "PostgreSQL",
        [
            Figure("rows a second", 12345.6),
            Figure("share", 0.456, least=0.45),
            Figure("ms", 61.2, most=60, better=LESS),
        ],
    )

    assert str(table).splitlines() == [
        "| PostgreSQL | figure | promised | |",
        "|---|---:|---|---|",
        "| rows a second | 12,346 |  |  |",
        "| share | 0.46 | at least 0.45 | ✓ |",
        "| ms | 61 | at most 60 | ✗ |",
    ]
    assert table.ratios() == {"PostgreSQL: ms": table.figures[2]}


def test_the_slowest_twentieth_is_what_nineteen_of_twenty_are_quicker_than():
    milliseconds = [*range(1, 101)]

    middle, slowest = middle_and_slowest(milliseconds)

    assert middle == 50.5
    assert sum(each < slowest for each in milliseconds) == 95
    assert middle_and_slowest([7.0]) == (7.0, 7.0)
