"""A ratio that is worse than in the kept run by more than a fifth is a failure."""

import json

import pytest

from bench import checking, results
from bench.figures import LESS, MORE, Figure, Table
from bench.options import Options
from bench.parts import PARTS

TITLE = PARTS["cached"].TITLE


def found(share=0.5, growth=1.1):
    """A run of one part."""
    made = results.Results()
    made.begin(TITLE, "No other work.")
    figures = [
        Figure("share", share, better=MORE),
        Figure("growth", growth, better=LESS),
        Figure("ms", 9000),
    ]
    made.add(TITLE, Table("PostgreSQL", figures))
    return made


@pytest.fixture
def kept(tmp_path):
    results.write_baseline(found().ratios(), tmp_path)
    return results.baseline(tmp_path)


@pytest.fixture
def measured(monkeypatch):
    """What the next runs find, in this order."""
    runs = []
    monkeypatch.setattr(checking, "run", lambda options: runs.pop(0))
    return runs


def check(kept):
    return checking.check(Options(parts=("cached",)), kept)


def test_it_passes_where_nothing_is_worse_by_more_than_a_fifth(kept, measured, capsys):
    measured += [found(share=0.41, growth=1.31)]

    assert check(kept) == 0
    assert "2 ratios compared, 0 fell." in capsys.readouterr().out


@pytest.mark.parametrize(("what", "value"), [("share", 0.39), ("growth", 1.4)])
def test_it_fails_for_a_planted_fall(kept, measured, capsys, what, value):
    measured += [found(**{what: value}), found(**{what: value})]

    assert check(kept) == 1
    assert f"- ✗ {TITLE}, PostgreSQL: {what}: " in capsys.readouterr().out


def test_what_is_better_is_no_fall(kept, measured):
    measured += [found(share=0.9, growth=0.5)]

    assert check(kept) == 0


def test_a_fall_that_was_not_there_the_second_time_is_none(kept, measured):
    measured += [found(share=0.3), found(growth=1.9)]

    assert check(kept) == 0


def test_where_nothing_can_be_compared_nothing_is_promised(measured, capsys):
    measured += [found()]

    assert check({}) == 2
    assert "Nothing can be compared" in capsys.readouterr().out


def test_a_part_that_failed_is_no_pass(kept, measured, capsys):
    failed = found()
    failed.fail(TITLE, "The server did not start.")
    measured += [failed]

    assert check(kept) == 2
    assert "The server did not start." in capsys.readouterr().out


def test_the_baseline_keeps_ratios_alone_and_those_of_parts_that_were_not_measured(tmp_path):
    (tmp_path / results.BASELINE).write_text('{"Other": {"value": 1, "better": "more"}}')

    results.write_baseline(found().ratios(), tmp_path)

    assert json.loads((tmp_path / results.BASELINE).read_text()) == {
        "Other": {"value": 1, "better": "more"},
        f"{TITLE}, PostgreSQL: growth": {"value": 1.1, "better": "less"},
        f"{TITLE}, PostgreSQL: share": {"value": 0.5, "better": "more"},
    }
