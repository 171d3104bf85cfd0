import pytest

from agreements.models import Agreement
from publishing.fact_paths import fact_choices, known_paths
from tests.factories import add_signatory, make_agreement

pytestmark = pytest.mark.django_db


def labels(record):
    """{path: label} of every choice."""
    flat = {}
    for value, label in fact_choices(record):
        flat.update(label if isinstance(label, list) else {value: label})
    return flat


def test_facts_of_the_record_have_the_words_of_its_fields():
    found = labels(make_agreement())
    assert found["title"] == "Title"
    assert found["body"] == "What was agreed"
    assert found[""] == "The page as a whole"


def test_facts_of_rows_say_which_row():
    agreement = make_agreement()
    event = agreement.events.get()
    signatory = add_signatory(agreement, office="Minister of Education")
    found = labels(agreement)
    assert found[f"events/{event.pk}"] == "Event: Signed, 19 June 2025"
    assert found[f"events/{event.pk}/date"] == "Event: Signed, 19 June 2025 – date"
    assert found[f"signatories/{signatory.pk}/name"] == "Signatory: Minister of Education – name"


def test_what_is_no_fact_is_left_out():
    paths = known_paths(fact_choices(make_agreement()))
    names = {path.rsplit("/")[-1] for path in paths}
    assert not names & {"slug", "position", "amount_qualifier", "published_at", "source"}


def test_a_new_record_offers_its_own_facts():
    assert "title" in labels(Agreement())


def test_the_choices_of_a_long_record_need_few_queries(django_assert_max_num_queries):
    agreement = make_agreement()
    with django_assert_max_num_queries(7):
        fact_choices(agreement)
