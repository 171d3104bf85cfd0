"""Which agreement a row of a source speaks of."""

import pytest

from agreements.matching import match, references
from agreements.models import Identifier
from agreements.near_titles import NearTitles
from imports.cleaned import Cleaned, Doubt, RowRefused
from tests.factories import make_agreement, make_organisation

pytestmark = pytest.mark.django_db


def row_of(title, *, identifier="", identifiers=(), parties=(), signed="", announced=""):
    dates = {"signed": signed, "announced": announced}
    events = {
        code: {"code": code, "date": date, "date_qualifier": "on"}
        for code, date in dates.items()
        if date
    }
    identity = {"identifier": identifier, "identifiers": identifiers, "parties": parties}
    return Cleaned(2, "k", title, children={"events": events}, identity=identity)


def matched(row):
    return match([row], NearTitles()).get(row.number)


def test_the_permanent_identifier_comes_first():
    agreement = make_agreement("A treaty")
    make_agreement("Another treaty")

    found = matched(row_of("Another treaty", identifier=agreement.identifier))

    assert (found.key, found.reason) == (agreement.pk, f"identifier {agreement.identifier}")


def test_a_number_in_a_series_comes_before_the_title():
    agreement = make_agreement("A treaty")
    make_agreement("Another treaty")
    Identifier.objects.create(agreement=agreement, scheme="ukts", value="12/2025")

    found = matched(row_of("Another treaty", identifiers=[["ukts", "12/2025"]]))

    assert (found.key, found.reason) == (agreement.pk, "UK Treaty Series 12/2025")


def test_a_number_that_two_have_is_refused():
    for title in ("A treaty", "Its annex"):
        Identifier.objects.create(agreement=make_agreement(title), scheme="doi", value="10.1/a")

    found = matched(row_of("Other", identifiers=[["doi", "10.1/A"]]))

    assert isinstance(found, RowRefused)
    assert found.messages[0].startswith("2 agreements have it: AG-")
    assert (found.column, found.value) == ("identifiers", "DOI 10.1/A")


def test_a_number_of_no_series_tells_nothing():
    agreement = make_agreement("A treaty")
    Identifier.objects.create(agreement=agreement, scheme="other", value="12")

    assert matched(row_of("Something else", identifiers=[["other", "12"]])) is None


@pytest.mark.parametrize(
    "title", ["uk-japan memorandum", "The UK–Japan Memorandum", "UK Japan memorandum"]
)
def test_a_title_is_the_same_whatever_its_hyphens_case_and_article(title):
    agreement = make_agreement("UK–Japan Memorandum", signed="2025-06-19")

    assert matched(row_of(title, signed="2025-06")).key == agreement.pk
    assert matched(row_of(title)).key == agreement.pk


def test_the_same_title_of_another_year_is_another_agreement():
    agreement = make_agreement("Joint statement", signed="2024-01-09")

    assert matched(row_of("Joint statement", signed="2020")) is None
    assert matched(row_of("Joint statement", announced="2023-12")).key == agreement.pk


def test_of_several_with_a_title_the_year_decides():
    make_agreement("Joint statement", signed="2024")
    wanted = make_agreement("Joint statement", signed="2020")

    assert matched(row_of("Joint statement", signed="2020-02-02")).key == wanted.pk
    assert isinstance(matched(row_of("Joint statement")), RowRefused)


def test_a_near_title_is_a_doubt_with_its_reasons():
    laboratory = make_organisation("Tritium Laboratory")
    agreement = make_agreement(
        "Memorandum on tritium handling at Culham", signed="2024-02-03", parties=[laboratory]
    )
    make_agreement("Treaty on fisheries")
    row = row_of(
        "Memorandum on tritium handling in Culham", signed="2024", parties=["Tritium Laboratory"]
    )

    found = matched(row)

    assert isinstance(found, Doubt)
    (candidate,) = found.candidates
    assert candidate.key == agreement.pk
    assert candidate.reason.endswith("same year, same parties")
    assert candidate.score == 100


def test_a_near_title_of_another_year_is_not_shown():
    make_agreement("Memorandum on tritium handling at Culham", signed="2014")

    assert matched(row_of("Memorandum on tritium handling in Culham", signed="2024")) is None


def test_titles_that_differ_by_a_number_are_two():
    make_agreement("Contract on divertor tiles, lot 7", signed="2024")

    assert matched(row_of("Contract on divertor tiles, lot 8", signed="2024")) is None


def test_texts_name_agreements_by_identifier_number_and_title():
    agreement = make_agreement("A treaty")
    Identifier.objects.create(agreement=agreement, scheme="ukts", value="12/2025")
    texts = [agreement.identifier.lower(), "UKTS: 12/2025", "the TREATY"]

    found = references([*texts, "Nothing"])

    assert [found[text] for text in texts] == [agreement.pk] * 3
    assert found["Nothing"].messages == ["No agreement here has this identifier or title."]


def test_many_rows_ask_as_often_as_one(django_assert_max_num_queries):
    for number in range(30):
        make_agreement(f"Memorandum {number} on materials")
    rows = [row_of(f"Memorandum {number} on materials") for number in range(30)]
    for number, row in enumerate(rows):
        row.number = number

    with django_assert_max_num_queries(6):
        found = match(rows, NearTitles())

    assert len(found) == 30
