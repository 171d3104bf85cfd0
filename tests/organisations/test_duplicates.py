"""Which organisations look like one, and which do not."""

import time

import pytest
from django.core.management import call_command

from organisations.duplicates import (
    MOST_PAIRS,
    alike_to,
    call_not_the_same,
    count_possible_duplicates,
    possible_duplicates,
    sharing,
)
from organisations.likeness import Candidate, compare, plain_form, site_of
from organisations.models import Identifier, Membership, Name
from organisations.uniting import merge
from publishing.actions import unpublish
from tests.factories import make_organisation, make_user
from tests.fusionsite.packages import STARTER


def candidate(name, acronym="", **fields):
    found = Candidate(key=name, name=name, **fields)
    found.add_name(name)
    found.add_acronym(acronym)
    return found


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Tokamak Energy Ltd", "Tokamak Energy Limited", "same name “Tokamak Energy Limited”"),
        ("The Kyoto Fusioneering Co., Ltd.", "Kyoto Fusioneering", "same name"),
        ("Centre for Energy & Climate", "Centre for Energy and Climate", "same name"),
        ("Ministy of Science", "Ministry of Science", "names alike 96 %"),
        ("Société Générale", "Societe Generale SA", "same name"),
        ("文部科学省", "文部科学省", "same name “文部科学省”"),
    ],
)
def test_two_spellings_of_one_name(one, other, reason):
    likeness = compare(candidate(one), candidate(other))
    assert likeness.score >= 90
    assert likeness.reasons[0].startswith(reason)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Carolina University", "South Carolina University"),
        ("Reactor Unit 1 Company", "Reactor Unit 2 Company"),
        ("Republic of India", "Republic of Korea"),
        ("Mitsubishi Corporation", "Mitsui & Co."),
    ],
)
def test_two_names(one, other):
    assert compare(candidate(one), candidate(other)) is None


def test_an_acronym_is_found_as_name_and_as_acronym():
    ministry = candidate("Ministry of Education", "MEXT")
    assert compare(candidate("MEXT"), ministry).reasons == ("same acronym MEXT",)
    assert compare(candidate("Another", "mext"), ministry).score == 88


def test_another_country_or_acronym_speaks_against_it():
    agency = candidate("Atomic Energy Agency", "AEA", country="GB")
    same = compare(candidate("Atomic Enregy Agency", "AEA", country="GB"), agency)
    abroad = compare(candidate("Atomic Enregy Agency", "AEA", country="JP"), agency)
    other = compare(candidate("Atomic Enregy Agency", "AES"), agency)
    assert same.score > other.score > abroad.score
    assert same.reasons[-1] == "same country"
    assert abroad.reasons[-1] == "but another country"
    assert other.reasons[-1] == "but another acronym"


@pytest.mark.parametrize(
    ("website", "site"),
    [
        ("https://www.mext.go.jp/en/", "mext.go.jp"),
        ("http://mext.go.jp/english", "mext.go.jp"),
        ("https://www.gov.uk/organisations/ukaea/", "gov.uk/organisations/ukaea"),
        ("mailto:office@fusion.example", ""),
        ("", ""),
    ],
)
def test_a_website_is_compared_by_its_host_unless_it_is_shared(website, site):
    assert site_of(website) == site


def test_a_name_of_nothing_but_legal_forms_is_left_whole():
    assert plain_form("The Company, Ltd.") == "company ltd"


@pytest.mark.django_db
def test_every_name_and_number_counts():
    one = make_organisation("Fusion Institute")
    Name.objects.create(organisation=one, kind="former", name="Old Plasma House")
    Identifier.objects.create(organisation=one, scheme="other", value="DUNS 17")
    make_organisation("Old plasma house")
    other = make_organisation("Quite Another")
    Identifier.objects.create(organisation=other, scheme="other", value="DUNS 17")
    found = {(pair.second.name, pair.reasons[0]) for pair in possible_duplicates()}
    assert found == {
        ("Old plasma house", "same name “Old plasma house”"),
        ("Quite Another", "same number DUNS 17"),
    }
    assert count_possible_duplicates() == 2


@pytest.mark.django_db
def test_what_the_register_calls_two_is_no_pair():
    body = make_organisation("Fusion Council", acronym="FC")
    make_organisation("Fusion Councils", acronym="FC", parent=body)
    make_organisation("Fusion Counsil", acronym="FC", successor=body)
    member = make_organisation("Fusion Councill", acronym="FCO", country="FR")
    Membership.objects.create(organisation=member, body=body)
    named = {frozenset((pair.first.name, pair.second.name)) for pair in possible_duplicates()}
    assert not any("Fusion Council" in pair for pair in named)


@pytest.mark.django_db
def test_what_is_gone_or_dismissed_is_no_pair():
    one, gone, back, two = (make_organisation("Plasma House") for _number in range(4))
    merge(gone, one, by=None, note="They are one.")
    unpublish(back, by=None, reason="It was private.")
    assert count_possible_duplicates() == 1
    call_not_the_same(two, one, by=make_user("Authors"))
    assert count_possible_duplicates() == 0
    assert alike_to("Plasma House", but=one) == []


@pytest.mark.drill
@pytest.mark.django_db
def test_the_starter_register_has_no_false_pair():
    call_command("import_register", str(STARTER), quiet=True)
    begun = time.monotonic()
    assert possible_duplicates() == []
    assert time.monotonic() - begun < 1
    found = alike_to("Department of Energy and Net Zero, UK") + alike_to("mext")
    assert [other.identifier for other, _likeness in found] == ["ORG-0002"]
    assert alike_to("Ministy of Education, Culture, Sport, Science and Technolgy")[0][0].acronyms


@pytest.mark.django_db
def test_the_report_is_bounded():
    assert len(possible_duplicates(most=0)) == 0
    assert MOST_PAIRS <= 500


def test_only_what_shares_something_rare_is_compared():
    many = [candidate(f"Fusion laboratory of {chr(97 + n) * 9}{n}") for n in range(200)]
    assert len(sharing(many)) < 200
