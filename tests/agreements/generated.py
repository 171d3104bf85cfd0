"""Generated agreements with any events and milestones, for what is said both in Python and SQL."""

from contextlib import contextmanager
from datetime import date

from django.db import transaction
from hypothesis import strategies as st

from agreements.models import Agreement, Event, Milestone
from agreements.vocabulary import EventCode

years = st.integers(2020, 2024)
months = st.integers(1, 12)
values = st.one_of(
    st.just(""),
    years.map(str),
    st.builds("{}-{:02}".format, years, months),
    st.builds("{}-{:02}-{:02}".format, years, months, st.integers(1, 28)),
)
dates = {"date": values, "date_qualifier": st.sampled_from(["on", "by", "after", "about"])}
events = st.fixed_dictionaries(
    {
        "code": st.sampled_from(EventCode.values),
        "planned": st.sampled_from([False, False, False, True]),
        **dates,
    }
)
milestones = st.fixed_dictionaries({"kind": st.sampled_from(["meeting", "planned"]), **dates})
registers = st.lists(st.lists(events, max_size=6), min_size=1, max_size=6)
happenings = st.lists(milestones, max_size=12)
days = st.one_of(
    st.dates(date(2019, 12, 30), date(2025, 1, 2)),
    st.builds(date, years, months, st.just(1)),
)


@contextmanager
def agreements_with(registers, milestones=()):
    """An agreement for each list of events, gone afterwards; the milestones dealt out to all."""
    with transaction.atomic():
        agreements = Agreement.objects.bulk_create(
            Agreement(title="Memorandum", slug=f"memorandum-{number}")
            for number in range(len(registers))
        )
        Event.objects.bulk_create(
            Event(agreement=agreement, **row)
            for agreement, rows in zip(agreements, registers, strict=True)
            for row in rows
        )
        Milestone.objects.bulk_create(
            Milestone(agreement=agreements[number % len(agreements)], text="They meet", **row)
            for number, row in enumerate(milestones)
        )
        yield Agreement.objects.prefetch_related("events")
        transaction.set_rollback(True)
