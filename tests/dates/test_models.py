from datetime import date

import pytest
from django.contrib.admin.utils import label_for_field
from django.db import IntegrityError, transaction

from dates.partial import PartialDate
from tests.dates.happening import Happening, make_happening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("happening_table")]

TYPED = ["2024", "after 2024", "by 2025", "2025", "June 2025", "19 June 2025", ""]


def create_happenings(*typed):
    return Happening.objects.bulk_create([make_happening(text) for text in typed])


def printed(happenings):
    return [str(happening) for happening in happenings]


def test_saving_derives_the_bounds():
    happening = make_happening("June 2025")

    happening.save()

    happening.refresh_from_db()
    assert (happening.earliest, happening.latest) == (date(2025, 6, 1), date(2025, 6, 30))


def test_saving_the_date_alone_saves_its_bounds():
    happening = make_happening("2024")
    happening.save()

    happening.date = "2025"
    happening.save(update_fields=["date"])

    happening.refresh_from_db()
    assert (happening.earliest, happening.latest) == (date(2025, 1, 1), date(2025, 12, 31))


def test_saving_the_note_alone_saves_nothing_else():
    happening = make_happening("2024")
    happening.save()
    happening.date_note = "in spring"
    happening.date = "2025"

    happening.save(update_fields=["date_note"])

    happening.refresh_from_db()
    assert happening.partial_date == PartialDate("2024", note="in spring")


def test_bulk_creation_derives_the_bounds():
    create_happenings("by June 2025", "after 2024", "")

    bounds = Happening.objects.order_by("pk").values_list("earliest", "latest")

    assert list(bounds) == [(None, date(2025, 6, 30)), (date(2024, 1, 1), None), (None, None)]


def test_oldest_first_places_undated_rows_last():
    create_happenings(*reversed(TYPED))

    assert printed(Happening.objects.oldest_first()) == [
        "after 2024",
        "2024",
        "2025",
        "June 2025",
        "19 June 2025",
        "by 2025",
        "date not known",
    ]


def test_newest_first_places_undated_rows_last():
    create_happenings(*TYPED)

    assert printed(Happening.objects.newest_first()) == [
        "by 2025",
        "19 June 2025",
        "June 2025",
        "2025",
        "2024",
        "after 2024",
        "date not known",
    ]


def test_equal_dates_are_ordered_by_key():
    first, second = create_happenings("2025", "2025")

    assert list(Happening.objects.oldest_first()) == [first, second]
    assert list(Happening.objects.newest_first()) == [first, second]


@pytest.mark.parametrize("first", [None, 0, 2024, 2025, 2026, 10**9])
@pytest.mark.parametrize("last", [None, -1, 2023, 2024, 2025, 10**9])
def test_years_filter_rows_as_they_do_dates(first, last):
    create_happenings(*TYPED)
    expected = [text for text in TYPED if PartialDate.parse(text).overlaps(first, last)]

    found = Happening.objects.between_years(first, last).order_by("pk")

    assert printed(found) == expected


def test_database_refuses_bounds_out_of_order():
    make_happening("2025").save()

    with pytest.raises(IntegrityError, match="earliest_not_after_latest"), transaction.atomic():
        Happening.objects.update(earliest=date(2026, 1, 1))


def test_database_refuses_an_unknown_qualifier():
    make_happening("2025").save()

    with pytest.raises(IntegrityError, match="known_date_qualifier"), transaction.atomic():
        Happening.objects.update(date_qualifier="near")


def test_admin_names_the_date_in_columns_and_read_only_forms():
    assert label_for_field("partial_date", Happening) == "date"
    assert label_for_field("when", Happening) == "date"
    assert Happening(date="2025-06").when == PartialDate("2025-06")
