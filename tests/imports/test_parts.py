"""Several values of one cell, and the parts of each, come back as they were."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from imports.columns import apart, joined, several, text, together

SIGNS = st.text(st.sampled_from(";|\\[]\"'&#39;amp ab"), max_size=8)
# As a form keeps them: one line, nothing that is not seen.
VALUES = SIGNS.map(text).filter(bool)


@given(st.lists(VALUES, max_size=5))
def test_values_that_hold_a_semicolon_come_back(values):
    assert several(joined(values)) == values


@given(st.lists(SIGNS.map(text), min_size=1, max_size=4))
def test_parts_that_hold_a_stroke_come_back(parts):
    names = [str(number) for number in range(len(parts))]

    assert list(apart(together(*parts), *names).values()) == parts


@given(st.lists(st.tuples(VALUES, SIGNS.map(text)), max_size=4))
def test_several_values_with_parts_come_back(pairs):
    cell = joined([together(*pair) for pair in pairs])

    found = [tuple(apart(value, "one", "two").values()) for value in several(cell)]

    assert found == pairs


@pytest.mark.parametrize(
    ("values", "cell"),
    [
        (["a", "b"], "a; b"),
        (["a; b", "c"], '["a; b", "c"]'),
        (["[a]"], '["[a]"]'),
        ([], ""),
    ],
)
def test_a_list_of_json_stands_only_where_it_must(values, cell):
    assert joined(values) == cell


def test_what_a_person_types_needs_no_empty_parts():
    assert apart("| Minister | MEXT", "name", "office", "party", "note") == {
        "name": "",
        "office": "Minister",
        "party": "MEXT",
        "note": "",
    }


def test_too_many_parts_are_refused():
    with pytest.raises(ValidationError, match="more parts than name \\| office"):
        apart("a | b | c", "name", "office")
