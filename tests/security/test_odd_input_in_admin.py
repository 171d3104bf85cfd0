"""Whatever is sent to the admin is answered with a page, and an author publishes nothing by it."""

import pytest
from django.contrib.contenttypes.models import ContentType

from news.models import Article
from tests.admin_forms import add_row, address, errors_in, read_form
from tests.factories import add_signatory, make_agreement, make_organisation, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

LISTS = [
    "agreements/agreement",
    "organisations/organisation",
    "news/article",
    "themes/theme",
    "publishing/page",
    "publishing/source",
    "publishing/linkcheck",
    "publishing/correction",
]
QUERIES = [
    "kind__exact=%FF",
    "e=1",
    "o=99",
    "o=x",
    "p=99999",
    "p=x",
    "all=",
    "created_by__password__startswith=a",
    "citations__checked_by__password__startswith=a",
    "state=x",
    "themes__id__exact=zz",
    "country=%ED%A0%80",
    "q=%22",
    "q=" + "a" * 3000,
    "_popup=1&_to_field=password",
    "level__exact=a&level__exact=b",
    "title__regex=(",
    "name__iregex=[",
    "published_at__year=10000",
    "earliest__year=0",
    "accessed_on__year=99999999999",
    "q=" + "a+" * 1500,
]
PARTY = "app_label=agreements&model_name=party&field_name=organisation"
SOURCE = "app_label=publishing&model_name=citation&field_name=source"
LOOKUPS = [
    f"{PARTY}&term=%22'",
    f"{PARTY}&page=x",
    f"{PARTY}&term={'x' * 3000}",
    f"{SOURCE}&term=a%20b%20c&page={'9' * 20}",
    "app_label=x&model_name=party&field_name=organisation",
    "app_label=auth&model_name=user&field_name=x",
]
CITATION = "publishing-citation-content_type-object_id-0"
FIELDS = [
    ("amount", "NaN"),
    ("amount", "1e400"),
    ("amount", "Infinity"),
    ("currency", "£££"),
    ("title", "a\0b"),
    ("title", "x" * 5000),
    ("slug", "../x"),
    ("place_country", "QQ"),
    ("themes", "zz"),
    ("body", "<script>x</script>"),
    ("opened_as", "x"),
    ("_publish", "1"),
    ("published_at", "2020-01-01"),
    ("events-0-position", "99999999999999"),
    ("events-0-position", "2147483648"),
    ("events-0-position", "9223372036854775807"),
    ("events-0-when", "31 February 2025"),
    ("events-0-id", "not-a-key"),
    ("events-TOTAL_FORMS", ""),
    ("events-TOTAL_FORMS", "-5"),
    ("parties-0-organisation", "zz"),
    ("parties-0-id", "00000000-0000-0000-0000-000000000000"),
    ("signatories-0-party", "zz"),
    (f"{CITATION}-fact", "x" * 999),
    (f"{CITATION}-source", "x"),
    (f"{CITATION}-checked_on", "0001-01-01"),
]


@pytest.mark.parametrize("query", QUERIES)
def test_lists_answer_any_query(client, query):
    client.force_login(make_user("Publishers"))
    statuses = [client.get(f"/admin/{name}/?{query}").status_code for name in LISTS]
    assert max(statuses) < 500


@pytest.mark.parametrize("query", LOOKUPS)
def test_autocompletes_answer_any_query(client, query):
    client.force_login(make_user("Authors"))
    assert client.get(f"/admin/autocomplete/?{query}").status_code < 500


@pytest.mark.parametrize(("name", "value"), FIELDS)
def test_a_form_answers_any_value_and_an_author_publishes_nothing(client, name, value):
    agreement = make_agreement(published=False, parties=[make_organisation()])
    add_signatory(agreement, office="Director")
    client.force_login(make_user("Authors"))

    sent = read_form(client, address(agreement)) | {name: value}
    response = client.post(address(agreement), sent)

    assert response.status_code < 500
    agreement.refresh_from_db()
    assert agreement.published_at is None


@pytest.mark.parametrize("lookup", ["title__regex=^(a%2B)%2B$", "published_at__year=2025"])
def test_a_list_is_asked_by_its_own_filters_alone(client, lookup):
    client.force_login(make_user("Authors"))
    assert client.get(f"/admin/agreements/agreement/?{lookup}").status_code == 400
    own = client.get("/admin/agreements/agreement/?kind__exact=treaty&state=draft")
    assert own.status_code == 200


def test_accounts_are_not_asked_by_regular_expressions(client):
    client.force_login(make_user("Administrators"))
    assert client.get("/admin/accounts/user/?username__regex=(").status_code == 400
    assert client.get("/admin/accounts/user/?is_active__exact=1").status_code == 200


def test_rows_without_a_position_go_behind_the_largest_one(client):
    agreement = make_agreement(published=False)
    client.force_login(make_user("Authors"))
    sent = read_form(client, address(agreement)) | {"events-0-position": "2147483647"}
    sent = add_row(sent, "events", code="announced", when="2025", position="")
    response = client.post(address(agreement), sent)
    assert any("9999" in sentence for sentence in errors_in(response))


def test_a_new_record_takes_no_key_that_its_form_did_not_give_out(client):
    agreement = make_agreement()
    client.force_login(make_user("Authors"))
    sent = read_form(client, "/admin/news/article/add/")
    client.post(
        "/admin/news/article/add/", sent | {"title": "Forged", "opened_as": str(agreement.pk)}
    )
    assert Article.objects.get(title="Forged").pk != agreement.pk


def test_a_page_has_one_of_the_fixed_addresses(client):
    client.force_login(make_user("Authors"))
    sent = read_form(client, "/admin/publishing/page/add/")
    response = client.post(
        "/admin/publishing/page/add/", sent | {"title": "Nowhere", "slug": "nowhere"}
    )
    assert any("about/terms" in sentence for sentence in errors_in(response))


@pytest.mark.parametrize("key", ["abc", "9" * 40])
def test_view_on_site_of_what_is_no_key_is_not_found(client, key):
    client.force_login(make_user("Authors"))
    assert client.get(f"/admin/r/1/{key}/").status_code == 404


def test_view_on_site_leads_to_the_page(client):
    agreement = make_agreement()
    client.force_login(make_user("Authors"))
    kind = ContentType.objects.get_for_model(agreement)
    response = client.get(f"/admin/r/{kind.pk}/{agreement.pk}/")
    assert response["Location"].endswith(agreement.get_absolute_url())


def test_a_cookie_that_holds_a_nul_is_refused(client):
    client.cookies.load('sessionid="abcdefgh\\000ijk"')
    assert client.get("/admin/login/").status_code == 400


def test_a_form_that_claims_endless_rows_is_given_few(client):
    agreement = make_agreement(published=False)
    client.force_login(make_user("Authors"))
    sent = read_form(client, address(agreement))
    response = client.post(address(agreement), sent | {"events-TOTAL_FORMS": "99999999"})
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    assert len(formsets) == 8
    assert {formset.absolute_max for formset in formsets} == {300}
    assert max(len(formset.forms) for formset in formsets) == 300
