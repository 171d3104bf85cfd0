"""Two changes of one text put together: by field, and by row as a whole."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.models import Agreement
from publishing.merging import changed_units, merge

FIRST, SECOND, NEW = "11111111", "22222222", "33333333"
BASE = {
    "fields": {
        "title": "The pact",
        "summary": "They agreed.",
        "place": "",
        "place_country": "",
        "themes": ["a"],
    },
    "children": {
        "parties": {
            FIRST: {"position": 1, "organisation": "x", "note": ""},
            SECOND: {"position": 2, "organisation": "y", "note": ""},
        },
        "links": {},
    },
}


def changed(fields=(), parties=()):
    """The base with other fields and rows; a row that is None is taken away."""
    snapshot = deepcopy(BASE)
    snapshot["fields"] |= dict(fields)
    rows = snapshot["children"]["parties"]
    for key, values in dict(parties).items():
        if values is None:
            del rows[key]
        else:
            rows[key] = {**rows.get(key, {}), **values}
    return snapshot


def merged(mine, theirs):
    return merge(Agreement, BASE, mine, theirs)


def test_different_fields_come_together():
    mine, theirs = changed({"title": "The treaty"}), changed({"summary": "They met."})
    found = merged(mine, theirs)
    assert found.clashes == ()
    assert found.snapshot == changed({"title": "The treaty", "summary": "They met."})


def test_one_field_changed_twice_clashes_and_stays_as_in_theirs():
    found = merged(changed({"title": "The treaty"}), changed({"title": "The accord"}))
    assert found.clashes == (("fields", "title"),)
    assert found.snapshot == changed({"title": "The accord"})


def test_the_same_change_twice_is_no_clash():
    same = changed({"title": "The treaty"}, {NEW: {"position": 3, "organisation": "z"}})
    found = merged(same, deepcopy(same))
    assert (found.clashes, found.snapshot) == ((), same)


def test_fields_that_belong_together_clash_as_one():
    found = merged(changed({"place": "Kyoto"}), changed({"place_country": "FR"}))
    assert found.clashes == (("fields", "place", "place_country"),)
    assert found.snapshot == changed({"place_country": "FR"})


def test_fields_that_belong_together_come_together():
    place = {"place": "Kyoto", "place_country": "JP"}
    found = merged(changed(place), changed({"title": "The treaty"}))
    assert found.snapshot == changed({**place, "title": "The treaty"})


def test_sets_are_not_united():
    found = merged(changed({"themes": ["a", "b"]}), changed({"themes": ["a", "c"]}))
    assert found.clashes == (("fields", "themes"),)
    assert found.snapshot["fields"]["themes"] == ["a", "c"]


def test_different_rows_come_together():
    new = {"position": 3, "organisation": "z", "note": ""}
    mine = changed(parties={FIRST: {"note": "It paid half."}, SECOND: None})
    found = merged(mine, changed(parties={NEW: new}))
    assert found.clashes == ()
    assert found.snapshot == changed(
        parties={FIRST: {"note": "It paid half."}, SECOND: None, NEW: new}
    )


def test_a_row_is_merged_as_a_whole():
    mine = changed(parties={FIRST: {"note": "It paid half."}})
    theirs = changed(parties={FIRST: {"position": 9}})
    found = merged(mine, theirs)
    assert found.clashes == (("children", "parties", FIRST),)
    assert found.snapshot == theirs


@pytest.mark.parametrize("removed_by", ["mine", "theirs"])
def test_a_row_removed_here_and_changed_there_clashes(removed_by):
    removed, edited = changed(parties={FIRST: None}), changed(parties={FIRST: {"note": "Half."}})
    sides = (removed, edited) if removed_by == "mine" else (edited, removed)
    found = merged(*sides)
    assert found.clashes == (("children", "parties", FIRST),)
    assert found.snapshot == sides[1]


def test_a_row_removed_by_both_is_gone():
    removed = changed(parties={FIRST: None})
    found = merged(removed, deepcopy(removed))
    assert (found.clashes, found.snapshot) == ((), removed)


def test_what_is_merged_stays_as_it_was():
    mine, theirs = changed({"title": "The treaty"}), changed(parties={SECOND: None})
    kept = deepcopy((BASE, mine, theirs))
    merged(mine, theirs).snapshot["children"]["parties"].clear()
    assert (BASE, mine, theirs) == kept


def test_changes_are_told_in_the_order_of_the_record():
    new = changed({"themes": [], "title": "The treaty"}, {FIRST: None, NEW: {"position": 3}})
    assert changed_units(Agreement, BASE, new) == [
        ("fields", "title"),
        ("fields", "themes"),
        ("children", "parties", NEW),
        ("children", "parties", FIRST),
    ]


words = st.sampled_from(["", "old", "new", "other"])
row = st.fixed_dictionaries({"position": st.integers(0, 2), "note": words})
rows = st.dictionaries(st.sampled_from([FIRST, SECOND, NEW]), row)
snapshots = st.fixed_dictionaries(
    {
        "fields": st.fixed_dictionaries(
            {
                "title": words,
                "place": words,
                "place_country": words,
                "themes": st.lists(st.sampled_from("abc"), unique=True).map(sorted),
            }
        ),
        "children": st.fixed_dictionaries({"parties": rows, "links": rows}),
    }
)


@settings(deadline=None)
@given(snapshots, snapshots)
def test_what_one_side_alone_changed_is_the_outcome(base, changed):
    assert merge(Agreement, base, base, changed).snapshot == changed
    assert merge(Agreement, base, changed, base).snapshot == changed


@settings(deadline=None)
@given(snapshots, snapshots, snapshots)
def test_either_order_finds_the_same_clashes_and_without_any_the_same_text(base, mine, theirs):
    one, other = merge(Agreement, base, mine, theirs), merge(Agreement, base, theirs, mine)
    assert set(one.clashes) == set(other.clashes)
    assert one.clashes or one.snapshot == other.snapshot
