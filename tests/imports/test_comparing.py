"""What the source said, what it says now, what stands: which of them the record gets."""

import pytest

from imports.cleaned import Cleaned
from imports.comparing import compare, fresh
from organisations.models import Organisation

KEY = "0fe0ca41-dda8-4069-b856-fcb3683ff098"
NAME = "11111111-dda8-4069-b856-fcb3683ff098"


class Organisations:
    model = Organisation
    blank = {}
    left_alone = {"names": ("kind",)}
    siblings = {}

    def natural_key(self, relation, values):
        return values["name"]


def compared(*, stands, now, said=None, names=None, names_now=None, names_said=None):
    standing = {"fields": stands, "children": {"names": names or {}}}
    row = Cleaned(2, "k", "Label", fields=now, children={"names": names_now or {}})
    told = None
    if said is not None or names_said is not None:
        told = {"fields": said or {}, "children": {"names": names_said or {}}}
    return compare(Organisations(), KEY, standing, row, told)


@pytest.mark.parametrize(
    ("said", "stands", "now", "becomes"),
    [
        pytest.param(None, "", "new", "new", id="what was empty is filled"),
        pytest.param("old", "old", "new", "new", id="what nobody changed follows the source"),
        pytest.param(
            "old", "ours", "old", "ours", id="a source that repeats itself changes nothing"
        ),
        pytest.param("old", "old", "", "old", id="what the source drops stays"),
        pytest.param("old", "", "old", "", id="what an editor emptied stays empty"),
        pytest.param("old", "new", "new", "new", id="both say the same"),
    ],
)
def test_a_field_becomes(said, stands, now, becomes):
    found = compared(
        stands={"website": stands},
        now={"website": now},
        said=None if said is None else {"website": said},
    )

    assert found.content["fields"] == {"website": becomes}
    assert found.clashes == []


@pytest.mark.parametrize("said", [None, "old"])
def test_what_an_editor_wrote_stays_and_is_a_question(said):
    found = compared(
        stands={"website": "ours"},
        now={"website": "theirs"},
        said=None if said is None else {"website": said},
    )

    assert found.content["fields"] == {"website": "ours"}
    (clash,) = found.clashes
    assert (clash.place, clash.ours, clash.before, clash.theirs) == (
        "website",
        {"website": "ours"},
        {"website": said},
        {"website": "theirs"},
    )


def test_fields_that_mean_nothing_apart_are_taken_together():
    found = compared(
        stands={"native_name": "文部科学省", "native_name_language": "ja"},
        now={"native_name": "Ministère", "native_name_language": "fr"},
        said={"native_name": "x", "native_name_language": "ja"},
    )

    assert found.content["fields"]["native_name_language"] == "ja"
    assert len(found.clashes) == 1
    assert found.clashes[0].theirs == {"native_name": "Ministère", "native_name_language": "fr"}


def test_a_set_gains_what_is_new_and_what_an_editor_took_out_stays_out():
    found = compared(
        stands={"themes": ["a", "own"]},
        now={"themes": ["a", "b", "c"]},
        said={"themes": ["a", "b"]},
    )

    assert found.content["fields"] == {"themes": ["a", "c", "own"]}
    assert found.clashes == []


def test_a_row_that_is_new_is_added_at_the_end():
    found = compared(
        stands={},
        now={},
        names={NAME: {"name": "One", "position": 4}},
        names_now={"One": {"name": "One"}, "Two": {"name": "Two"}},
    )

    rows = found.content["children"]["names"]
    assert [(row["name"], row["position"]) for row in rows.values()] == [("One", 4), ("Two", 5)]


def test_the_key_of_a_new_row_is_the_same_the_next_time():
    once, again = (compared(stands={}, now={}, names_now={"One": {"name": "One"}}) for _ in "12")

    assert once.content == again.content


def test_a_row_that_an_editor_took_out_does_not_come_back():
    one = {"One": {"name": "One"}}

    found = compared(stands={}, now={}, names_now=one, names_said=one)

    assert found.content["children"]["names"] == {}


def test_a_row_that_the_source_drops_stays():
    found = compared(stands={}, now={}, names={NAME: {"name": "One"}}, names_said={"One": {}})

    assert NAME in found.content["children"]["names"]


def test_a_field_of_a_row_is_compared_as_one_of_the_record_is():
    found = compared(
        stands={},
        now={},
        names={NAME: {"name": "One", "language": "ja", "kind": "native"}},
        names_now={"One": {"name": "One", "language": "fr", "kind": "alias"}},
        names_said={"One": {"name": "One", "language": "en", "kind": "alias"}},
    )

    (clash,) = found.clashes
    assert clash.place == f"names/{NAME}/language"
    assert found.content["children"]["names"][NAME]["kind"] == "native"


def test_a_date_is_one_value_in_a_row_too():
    stands = {"name": "signed", "date": "2025-06-19", "date_qualifier": "on", "date_note": ""}
    said = {"name": "signed", "date": "2025-06", "date_qualifier": "on", "date_note": ""}
    now = {"name": "signed", "date": "2025-06", "date_qualifier": "by", "date_note": ""}

    found = compared(
        stands={},
        now={},
        names={NAME: stands},
        names_said={"signed": said},
        names_now={"signed": now},
    )

    assert found.content["children"]["names"][NAME] == stands
    assert [clash.place for clash in found.clashes] == [f"names/{NAME}/date"]


def test_a_new_row_points_at_the_row_that_it_names():
    importer = Organisations()
    importer.siblings = {"names": {"of": "sites"}}
    sites = {"Culham": {"name": "Culham"}}
    names = {"JET": {"name": "JET", "of": "Culham"}, "MAST": {"name": "MAST", "of": "nowhere"}}

    content = fresh(importer, KEY, Cleaned(2, "k", "L", children={"sites": sites, "names": names}))

    (culham,) = content["children"]["sites"]
    assert [row["of"] for row in content["children"]["names"].values()] == [culham, None]
