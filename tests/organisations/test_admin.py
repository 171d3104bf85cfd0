"""Organisations as their editors see them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from organisations.models import Identifier, Name
from publishing.actions import publish
from publishing.models import Change
from publishing.rights import Refused
from tests.admin_forms import add_row, address, errors_in, read_form
from tests.factories import make_organisation, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LIST = "admin:organisations_organisation_changelist"


@pytest.fixture
def publisher(client, settings):
    """Works alone, and may publish what they wrote."""
    settings.OWN_WORK = True
    client.force_login(make_user("Publishers"))
    return client


@pytest.fixture
def qst():
    organisation = make_organisation(
        "National Institutes for Quantum Science and Technology",
        acronym="QST",
        native_name="量子科学技術研究開発機構",
    )
    Name.objects.create(organisation=organisation, kind="former", name="Naka Fusion Institute")
    Identifier.objects.create(organisation=organisation, scheme="wikidata", value="Q615775")
    return organisation


@pytest.mark.parametrize(
    "query", ["quantum science", "qst", "量子科学", "naka fusion", "Q615775", "ORG-0001"]
)
def test_any_name_acronym_or_identifier_finds_it(publisher, qst, query):
    make_organisation("Another")
    shown = publisher.get(reverse(LIST), {"q": query}).context["cl"]
    assert list(shown.result_list) == [qst]


def test_autocomplete_finds_it_once_by_any_name(publisher, qst):
    Name.objects.create(organisation=qst, kind="alias", name="QST Naka")
    query = {"app_label": "agreements", "model_name": "party", "field_name": "organisation"}
    answer = publisher.get(reverse("admin:autocomplete"), {**query, "term": "naka"}).json()
    assert [found["text"] for found in answer["results"]] == [qst.name]


def test_change_of_the_acronym_is_public_with_its_note(publisher, qst):
    sent = read_form(publisher, address(qst))
    sent |= {"acronym": "NQST", "change_note": "Acronym corrected.", "_publish": "1"}
    publisher.post(address(qst), sent)
    qst.refresh_from_db()
    assert qst.acronym == "NQST"
    assert Change.objects.of(qst).newest_first().first().note == "Acronym corrected."


@pytest.mark.drill
def test_an_identifier_with_a_wrong_check_digit_is_a_form_error(publisher, qst):
    sent = add_row(
        read_form(publisher, address(qst)), "identifiers", scheme="ror", value="0361bwx65"
    )
    response = publisher.post(address(qst), sent | {"minor_change": "on"})
    assert "The check digit is wrong: a figure is mistyped." in errors_in(response)


@pytest.mark.drill
def test_a_logo_is_kept_under_a_generated_name(publisher, qst):
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG")
    logo = SimpleUploadedFile("our logo.svg", file.getvalue())
    sent = read_form(publisher, address(qst)) | {"logo": logo, "change_note": "A logo."}
    sent["logo_credit"] = "QST"
    publisher.post(address(qst), sent | {"_publish": "1"})
    qst.refresh_from_db()
    assert qst.logo.name.startswith("logos/")
    assert qst.logo.name.endswith(".png")


def test_a_logo_is_not_published_without_its_credit(qst):
    qst.logo = "logos/a.png"
    qst.save()
    with pytest.raises(Refused, match="Say whose logo it is"):
        publish(qst, by=None)


def test_an_svg_logo_is_a_form_error(publisher, qst):
    logo = SimpleUploadedFile("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    sent = read_form(publisher, address(qst)) | {"logo": logo, "change_note": "A logo."}
    errors = errors_in(publisher.post(address(qst), sent))
    assert errors == ["This is not a picture that we can read. Use a JPEG, PNG or WEBP file."]


def test_list_filters_by_country(publisher, qst):
    make_organisation("Lab", country="JP")
    shown = publisher.get(reverse(LIST), {"country": "JP"}).context["cl"]
    assert [found.name for found in shown.result_list] == ["Lab"]


def test_list_needs_few_queries_however_long(publisher, django_assert_max_num_queries):
    for _number in range(8):
        make_organisation()
    with django_assert_max_num_queries(20):
        publisher.get(reverse(LIST))
