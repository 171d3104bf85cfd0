import pytest
from django.core.exceptions import ValidationError

from organisations.identifier_schemes import EXAMPLES, validate_identifier, web_address

RIGHT = [
    *EXAMPLES.items(),
    ("ror", "048rj2z13"),
    ("lei", "5493001KJTIIGC8Y1R12"),
    ("isni", "000000012146438X"),
    ("other", "anything at all"),
]
MISTYPED = [
    ("ror", "0361bwx65"),
    ("lei", "213800D1EI4B9WTWWD82"),
    ("isni", "0000000121032684"),
    ("isni", "000000012146439X"),
]
MISSHAPEN = [
    ("ror", "1361bwx64"),
    ("ror", "https://ror.org/0361bwx64"),
    ("wikidata", "615775"),
    ("wikidata", "Q0"),
    ("lei", "213800D1EI4B9WTWWD2"),
    ("isni", "0000 0001 2103 2683"),
    ("companies_house", "01234567"),
    ("govuk", "UK-Atomic-Energy-Authority"),
    ("ror", "0361bwx64\n"),
]


@pytest.mark.parametrize(("scheme", "value"), RIGHT)
def test_a_right_identifier_is_taken(scheme, value):
    validate_identifier(scheme, value)


@pytest.mark.parametrize(("scheme", "value"), MISTYPED)
def test_a_wrong_check_digit_is_refused(scheme, value):
    with pytest.raises(ValidationError, match="check digit"):
        validate_identifier(scheme, value)


@pytest.mark.parametrize(("scheme", "value"), MISSHAPEN)
def test_an_identifier_of_another_shape_is_refused_with_an_example(scheme, value):
    with pytest.raises(ValidationError, match=EXAMPLES[scheme]):
        validate_identifier(scheme, value)


def test_one_wrong_figure_in_any_place_is_noticed():
    right = EXAMPLES["isni"]
    for place, figure in enumerate(right[:15]):
        mistyped = right[:place] + str((int(figure) + 1) % 10) + right[place + 1 :]
        with pytest.raises(ValidationError, match="check digit"):
            validate_identifier("isni", mistyped)


def test_an_identifier_leads_to_the_register_that_gave_it():
    assert web_address("ror", "0361bwx64") == "https://ror.org/0361bwx64"
    assert web_address("companies_house", "GB-COH-01234567").endswith("/company/01234567")
    assert web_address("other", "17") == ""
