import pytest

from imports.cleaned import Match, RowRefused
from organisations.doubts import Doubts
from organisations.match_keys import match_key
from organisations.matching import Identity, match, references
from organisations.models import Identifier, Name, Organisation
from organisations.uniting import merge
from publishing.actions import unpublish
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tokamak Energy Ltd", "TOKAMAK ENERGY"),
        ("Forschungszentrum Jülich GmbH", "Forschungszentrum Julich"),
        ("The UK Atomic Energy Authority", "United Kingdom Atomic Energy Authority"),
        ("Japanese Ministry of Education", "Ministry of Education"),
        ("U.S. Department of Energy", "Department of Energy"),
        ("Google (United States)", "Google"),
        ("Mitsui & Co., Ltd.", "Mitsui and Company"),
        ("Eni S.p.A.", "Eni"),
        ("Science & Technology Council", "Science and Technology Council"),
    ],
)
def test_ways_of_writing_one_name_have_one_key(one, other):
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SA Water", "Water"),
        ("United States of America", "America"),
        ("UK Parliament", "Parliament"),
        ("Japan Atomic Energy Agency", "Atomic Energy Agency"),
        ("Institute (Theory)", "Institute"),
    ],
)
def test_names_that_only_look_like_one_keep_their_keys(one, other):
    assert match_key(one) != match_key(other)


def test_saving_and_writing_many_keep_the_keys():
    laboratory = make_organisation("The Laboratory Ltd", acronym="T L", published=False)
    Name.objects.bulk_create([Name(organisation=laboratory, name="Das Labor GmbH")])

    laboratory.refresh_from_db()
    assert (laboratory.name_match, laboratory.acronym_match) == ("laboratory", "tl")
    assert laboratory.names.get().name_match == "das labor"


def of(**identity):
    """What one row matches."""
    return match({1: Identity(**identity)}).get(1)


def said(refusal):
    assert isinstance(refusal, RowRefused)
    return " ".join(refusal.messages)


def test_the_permanent_identifier_comes_first():
    ours = make_organisation("Agency")
    make_organisation("Bureau")

    assert of(identifier=ours.identifier, names=["Bureau"]).key == ours.pk


def test_an_identifier_that_nobody_has_is_refused():
    assert "ORG-9999" in said(of(identifier="ORG-9999", names=["Agency"]))


def test_a_number_in_another_register_is_stronger_than_a_name():
    ours = make_organisation("Agency")
    Identifier.objects.create(organisation=ours, scheme="ror", value="0361bwx64")

    found = of(names=["Another name"], identifiers={"ror": ["0361bwx64"]}, country="JP")

    assert (found.key, found.reason) == (ours.pk, "ROR 0361bwx64")


def test_numbers_of_two_organisations_are_refused():
    for name, scheme, value in (("A", "ror", "0361bwx64"), ("B", "wikidata", "Q42")):
        one = make_organisation(name)
        Identifier.objects.create(organisation=one, scheme=scheme, value=value)

    refusal = of(names=["C"], identifiers={"ror": ["0361bwx64"], "wikidata": ["Q42"]})

    assert "several organisations" in said(refusal)
    assert "A" in said(refusal)
    assert "B" in said(refusal)


def test_the_name_counts_together_with_the_country():
    ours = make_organisation("Atomic Energy Authority", country="GB")

    assert of(names=["UK Atomic Energy Authority"], country="GB").key == ours.pk
    assert of(names=["Atomic Energy Authority"], country="EG") is None


def test_a_country_before_the_name_is_the_one_where_it_is():
    make_organisation("Department of Energy", country="US")

    assert isinstance(of(names=["US Department of Energy"], country="US"), Match)
    assert of(names=["UK Department of Energy"], country="US") is None


def test_a_name_without_country_matches_when_no_other_has_it():
    ours = make_organisation("Fusion Institute", country="DE")

    assert of(names=["Fusion Institute"]).key == ours.pk

    make_organisation("Fusion Institute", country="FR")
    assert of(names=["Fusion Institute"]) is None


def test_an_acronym_needs_the_country():
    ours = make_organisation("Ministry of Education", acronym="MEXT", country="JP")

    assert of(names=["MEXT"], country="JP").key == ours.pk
    assert of(names=["Monbu"], acronyms=["M.E.X.T."], country="JP").key == ours.pk
    assert of(names=["MEXT"]) is None


def test_an_alias_and_a_name_in_its_own_language_are_names():
    ours = make_organisation("Ministry", country="JP", native_name="文部科学省")
    Name.objects.create(organisation=ours, name="Monbukagakushō")

    assert of(names=["文部科学省"], country="JP").key == ours.pk
    assert of(names=["Monbukagakusho"], country="JP").key == ours.pk


def test_an_ambiguous_name_is_refused_with_its_owners():
    for number in range(7):
        make_organisation(f"University {number}", acronym="AU", country="US", published=False)

    sentence = said(of(names=["AU"], country="US"))

    assert "“AU”: 7 owners" in sentence
    assert sentence.count("University") == 5


def test_who_bears_the_name_today_comes_before_who_bore_it():
    successor = make_organisation("Department of Net Zero", country="GB")
    Name.objects.create(organisation=successor, kind="former", name="Department of Climate")
    ours = make_organisation("Department of Climate", country="GB")

    assert of(names=["Department of Climate"], country="GB").key == ours.pk


def test_another_number_in_one_register_makes_a_name_void():
    ours = make_organisation("Agency", country="GB")
    Identifier.objects.create(organisation=ours, scheme="ror", value="0361bwx64")
    row = Identity(names=["Agency"], country="GB", identifiers={"ror": ["020rbyg91"]})

    assert match({1: row}) == {}
    assert Doubts().about({1: row}) == {}


def test_a_number_that_has_doubles_is_void_beside_another_number_of_ror():
    ours = make_organisation("Agency", country="GB")
    Identifier.objects.create(organisation=ours, scheme="ror", value="0361bwx64")
    Identifier.objects.create(organisation=ours, scheme="wikidata", value="Q42")

    assert of(names=["A"], identifiers={"wikidata": ["Q42"]}).key == ours.pk
    assert of(names=["A"], identifiers={"wikidata": ["Q42"], "ror": ["020rbyg91"]}) is None


def test_what_was_merged_is_found_as_what_it_was_merged_into():
    stays, goes = make_organisation("Institute"), make_organisation("Institut")
    merge(goes, stays, by=None, note="One and the same")

    assert of(names=["Institut"], country="GB").key == stays.pk


def test_what_was_taken_back_is_found_where_nothing_else_has_the_name():
    ours = make_organisation("Agency")
    unpublish(ours, by=None, reason="A mistake")

    assert of(names=["Agency"], country="GB").key == ours.pk

    other = make_organisation("Agency")
    assert of(names=["Agency"], country="GB").key == other.pk


def test_a_near_name_is_a_doubt_with_score_and_reason():
    ours = make_organisation("Tokamak Energy", country="GB")
    row = Identity(names=["Tokamak Energi Limited"], country="GB")

    assert match({1: row}) == {}
    (candidate,) = Doubts().about({1: row})[1].candidates

    assert (candidate.key, candidate.label) == (str(ours.pk), f"{ours.identifier} Tokamak Energy")
    assert 75 <= candidate.score < 100
    assert "same country" in candidate.reason


def test_a_near_name_in_another_country_is_no_doubt():
    make_organisation("Tokamak Energy", country="GB")

    assert Doubts().about({1: Identity(names=["Tokamak Energi"], country="JP")}) == {}


def test_a_batch_is_matched_in_a_fixed_number_of_queries(django_assert_max_num_queries):
    for number in range(30):
        make_organisation(f"Institute {number}", published=False)
    rows = {n: Identity(names=[f"Institute {n}"], country="GB") for n in range(30)}

    with django_assert_max_num_queries(9):
        found = match(rows)

    assert len(found) == 30


def test_an_empty_register_costs_one_query(django_assert_num_queries):
    Organisation.objects.all().delete()

    with django_assert_num_queries(1):
        assert match({1: Identity(names=["Institute"])}) == {}


def test_a_text_names_an_organisation_by_number_name_or_acronym():
    ours = make_organisation("UK Atomic Energy Authority", acronym="UKAEA")
    Identifier.objects.create(organisation=ours, scheme="ror", value="0361bwx64")
    texts = [ours.identifier, "UKAEA", "https://ror.org/0361bwx64", "ROR: 0361bwx64"]
    texts.append("the United Kingdom Atomic Energy Authority")

    assert references(texts) == dict.fromkeys(texts, ours.pk)


def test_a_country_in_brackets_tells_two_of_one_name_apart():
    italian = make_organisation("Agency for New Technologies", acronym="ENEA", country="IT")
    make_organisation("European Nuclear Energy Agency", acronym="ENEA", country="XX")

    found = references(["ENEA (Italy)", "ENEA", "ENEA (Japan)", "Nobody"], "parent")

    assert found["ENEA (Italy)"] == italian.pk
    assert "“ENEA”: 2 owners" in said(found["ENEA"])
    assert "2 owners" not in said(found["Nobody"])
    assert found["Nobody"].column == "parent"
