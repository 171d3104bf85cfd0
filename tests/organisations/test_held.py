"""Organisations as they stood on a day: whether they were there, and under which names."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dates.spans import held_on, holds_on
from organisations.held import show_as_on
from organisations.models import Name, Organisation
from publishing.actions import publish
from tests.factories import make_agreement, make_organisation

pytestmark = pytest.mark.django_db

stored = st.one_of(
    st.just(""),
    st.integers(2019, 2021).map(str),
    st.builds("{}-{:02}".format, st.integers(2019, 2021), st.integers(1, 12)),
    st.dates(date(2019, 1, 1), date(2021, 12, 28)).map(str),
)


@settings(max_examples=25, deadline=None)
@given(
    spans=st.sets(st.tuples(stored, stored), max_size=8),
    day=st.dates(date(2019, 1, 1), date(2021, 12, 31)),
)
def test_python_and_sql_agree_on_what_held(spans, day):
    body = Organisation.objects.create(name="Body", slug="body")
    try:
        Name.objects.bulk_create(
            Name(organisation=body, name=f"Name {number}", held_from=since, held_until=until)
            for number, (since, until) in enumerate(spans)
        )
        held = Name.objects.filter(held_on(day, "held_from", "held_until"))

        assert set(held.values_list("held_from", "held_until")) == {
            span for span in spans if holds_on(day, *span)
        }
    finally:
        body.delete()


def named(*names, **fields):
    """An organisation with (kind, name, held from, held until)."""
    organisation = make_organisation(**{"name": "New Ministry", "published": False, **fields})
    for kind, name, since, until in names:
        Name.objects.create(
            organisation=organisation, kind=kind, name=name, held_from=since, held_until=until
        )
    return organisation


def shown_on(day, organisation):
    show_as_on(date.fromisoformat(day), [organisation])
    return organisation


RENAMED = [
    ("former", "Oldest Ministry", "", "2000"),
    ("former", "Old Ministry", "2000", "2023-02-07"),
    ("official", "New Ministry", "2023-02-07", ""),
    ("acronym", "OM", "", "2023-02-07"),
    ("native", "Altes Ministerium", "", "2023-02-07"),
    ("alias", "The Ministry", "", ""),
]


@pytest.mark.parametrize(
    ("day", "name", "acronym", "native"),
    [
        ("1999-12-31", "Oldest Ministry", "OM", "Altes Ministerium"),
        ("2000-01-01", "Old Ministry", "OM", "Altes Ministerium"),
        ("2023-02-06", "Old Ministry", "OM", "Altes Ministerium"),
        ("2023-02-08", "New Ministry", "NM", "Neues Ministerium"),
    ],
)
def test_an_organisation_has_the_names_that_held_on_the_day(day, name, acronym, native):
    ministry = named(*RENAMED, acronym="NM", native_name="Neues Ministerium")

    shown = shown_on(day, ministry)

    assert (shown.name, shown.acronym, shown.native_name) == (name, acronym, native)
    assert shown.name_today == ("" if name == "New Ministry" else "New Ministry")
    assert Organisation.objects.get(pk=ministry.pk).name == "New Ministry"


def test_a_name_without_dates_replaces_none_and_an_acronym_of_today_is_not_put_beside_an_old_name():
    assert shown_on("2010-01-01", named(("former", "Old Ministry", "", ""))).name == "New Ministry"
    renamed = named(("former", "Old Ministry", "", "2023"), slug="renamed", acronym="NM")

    assert shown_on("2010-01-01", renamed).acronym == ""


def test_one_that_was_dissolved_later_was_active():
    dissolved = ("official", "New Ministry", "2016", "2023-02-07")

    assert shown_on("2020-01-01", named(dissolved, status="dissolved")).status == "active"
    assert shown_on("2024-01-01", named(dissolved, slug="b", status="dissolved")).status == (
        "dissolved"
    )


def test_without_a_day_nothing_is_asked_or_changed(django_assert_num_queries):
    ministry = named(*RENAMED)

    with django_assert_num_queries(0):
        show_as_on(None, [ministry])

    assert ministry.name == "New Ministry"


def test_those_whose_names_all_began_later_were_not_there_yet():
    named(("official", "Council", "2024-03-29", ""), slug="young")
    named(*RENAMED, slug="renamed")
    named(("alias", "Lab", "2025", ""), slug="alias")
    party = named(("official", "Company", "2024-06", ""), slug="party")
    publish(party, by=None)
    make_agreement(parties=[party, make_organisation(slug="plain")], signed="2024-01")
    of_a_draft = named(("official", "Firm", "2024-06", ""), slug="firm")
    make_agreement(parties=[of_a_draft], signed="2024-01", published=False)

    def there_on(day):
        found = Organisation.objects.begun_by(date.fromisoformat(day))
        return sorted(found.values_list("slug", flat=True))

    assert there_on("2023-12-31") == ["alias", "plain", "renamed"]
    assert there_on("2024-03-28") == ["alias", "party", "plain", "renamed"]
    assert there_on("2024-03-29") == ["alias", "party", "plain", "renamed", "young"]
    assert "firm" in there_on("2024-06-01")
    assert Organisation.objects.begun_by(None).count() == 6
