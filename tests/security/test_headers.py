"""Whatever the register answers, it answers with headers that two public graders call A+."""

from http.cookies import SimpleCookie
from importlib import import_module

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import path

from fusionsite import urls
from publishing.actions import unpublish
from publishing.applying import rolled_back
from publishing.sharing import share
from tests.accounts.door import sign_in
from tests.factories import make_agreement, make_article, make_page, make_user
from tests.files import picture
from tests.fusionsite.weighing import FILES

from .access_table import TABLE
from .header_grades import A_PLUS, missing, points, score, wanting
from .production import HOST, as_in_production
from .test_access import (
    KINDS,
    address_of,
    address_of_record,
    clients,
    kind_of,
    names_of_kind,
    record_in,
)

__all__ = ["clients"]

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ROLES = ("anonymous", "administrator")
METHODS = ("get", "head")
MANIFEST = "fusionsite.static_files.StaticFiles"
GOOD = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
WORSE = {
    "Content-Security-Policy": [
        "",
        "default-src 'self'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
        "default-src 'self' data:; frame-ancestors 'none'",
        "default-src 'self'; script-src 'self' 'unsafe-eval'; frame-ancestors 'none'",
        "default-src 'none'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
        "default-src 'none'; script-src 'self'",
    ],
    "Strict-Transport-Security": ["", "max-age=600"],
    "Referrer-Policy": ["", "unsafe-url"],
    "X-Content-Type-Options": ["", "sniff"],
    "Permissions-Policy": [""],
    "Cross-Origin-Opener-Policy": [""],
    "Cross-Origin-Resource-Policy": ["", "cross-origin"],
    "Access-Control-Allow-Origin": ["https://elsewhere.example"],
    "Server": ["granian/2.8.1"],
    "X-Powered-By": ["Django"],
}


def broken(request):
    raise RuntimeError("A secret of the inside")


# A site of its own, with one page that breaks.
urlpatterns = [path("broken/", broken), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def production(settings):
    as_in_production(settings)
    settings.ROOT_URLCONF = "tests.security.test_headers"
    # Whoever signs in below would be led to the page where a factor is set up.
    settings.SECOND_FACTOR_REQUIRED = False


def a_client(**options):
    return Client(headers={"host": HOST}, raise_request_exception=False, **options)


def graded(client, addresses, *, framed=False):
    """{(method, address): what is wanting} of answers to both methods over https."""
    found = {}
    for address in addresses:
        for method in METHODS:
            response = getattr(client, method)(address, secure=True)
            response.getvalue()
            if wrong := wanting(response.headers, response.cookies, framed=framed):
                found[method, address] = response.status_code, wrong
    return found


def test_the_best_headers_have_the_best_grade():
    assert score(points(GOOD)) == 120
    assert wanting(GOOD) == []


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WORSE.items() for value in values]
)
def test_a_worse_header_is_seen(name, value):
    assert wanting(GOOD | {name: value})


@pytest.mark.parametrize(
    "cookie",
    [
        "sessionid=1; HttpOnly; SameSite=Lax",
        "sessionid=1; Secure; SameSite=Lax",
        "csrftoken=1; Secure; HttpOnly",
        "other=1; HttpOnly; SameSite=Lax",
        "sessionid=1; Secure; HttpOnly; SameSite=None",
    ],
)
def test_a_cookie_without_its_flags_is_seen(cookie):
    assert wanting(GOOD, SimpleCookie(cookie))


def test_points_are_taken_away_and_given_as_published():
    """A grade falls with what is taken away; bonuses count from 90 points on alone."""
    assert score(points({**GOOD, "Strict-Transport-Security": "max-age=600"})) == 110
    assert score(points({**GOOD, "Content-Security-Policy": ""})) == 55
    assert score(points({})) < A_PLUS


@pytest.fixture
def shown():
    """{what stands for it: the address of something that was made}."""
    agreement = make_agreement("Pact", slug="pact")
    name = default_storage.save("news/a.png", ContentFile(picture()))
    make_article(lead_image=name, lead_image_alt="A hall", lead_image_credit="Ours")
    link = share(agreement, by=make_user("Authors"))
    made = {"picture": name, "page": make_page().slug, "token": link.token}
    return lambda addresses: [address.format(**made) for address in addresses]


def test_a_page_a_file_a_feed_an_answer_and_the_door_have_the_best_grade(shown):
    addresses = ("/agreements/pact/", "/agreements.csv", "/changes.atom", "/api/v1/agreements")
    assert graded(a_client(), [*addresses, "/admin/login/", *shown(["/media/{picture}"])]) == {}


@pytest.mark.drill
def test_every_sort_of_page_feed_and_file_has_the_best_grade(shown):
    addresses = [
        *("/", "/agreements/", "/countries/", "/map/", "/map.svg", "/timeline/", "/changes/"),
        *("/search/?q=pact", "/corrections/", "/agreements", "/id/AG-0001", "/{page}/"),
        *("/data/", "/data/register.zip", "/data/catalog.jsonld", "/sitemap.xml", "/robots.txt"),
        *("/agreements.xlsx", "/agreements.ics", "/agreements.atom", "/agreements/pact.jsonld"),
        *("/api/", "/api/v1/openapi.json", "/api/v1/none", "/.well-known/security.txt"),
        *("/alerts/new/?list=agreements", "/admin/", "/admin/lost-password/", "/preview/{token}/"),
    ]
    assert graded(a_client(), shown(addresses)) == {}


@pytest.mark.parametrize("embed", [name for name in TABLE if name.endswith("_embed")])
def test_what_other_sites_frame_has_it_but_for_that(embed):
    assert graded(a_client(), [address_of(embed)], framed=True) == {}


def a_host_that_is_not_ours(client):
    return client.get("/", secure=True, headers={"host": "elsewhere.example"})


def an_address_that_is_no_text(client):
    return client.get("/?q=%00", secure=True)


def a_form_from_elsewhere(client):
    strict = a_client(enforce_csrf_checks=True)
    return strict.post("/admin/login/", {"login": "a"}, secure=True)


def a_page_of_others(client):
    client.force_login(make_user("Authors"))
    return client.get("/admin/accounts/user/", secure=True)


def nothing_there(client):
    return client.get("/no-such-page/", secure=True)


def another_method(client):
    return client.delete("/agreements/", secure=True)


def what_was_taken_back(client):
    agreement = make_agreement()
    unpublish(agreement, by=None, reason="It was private.")
    return client.get(agreement.get_absolute_url(), secure=True)


def too_many_tries(client):
    for _ in range(11):
        response = client.post("/admin/login/", {"login": "a", "password": "b"}, secure=True)
    return response


def a_fault_of_ours(client):
    return client.get("/broken/", secure=True)


def an_api_without_words(client):
    return client.get("/api/v1/search", secure=True)


def a_preview_by_nobody(client):
    return client.get("/preview/no-such-token/", secure=True)


def a_static_file_that_is_not_there(client):
    return client.get("/static/no-such-file.css", secure=True)


def a_search_engine_in_an_embed(client):
    return client.get("/embed/agreements/?rows=x", secure=True)


ERRORS = {
    a_host_that_is_not_ours: 400,
    an_address_that_is_no_text: 400,
    an_api_without_words: 400,
    a_form_from_elsewhere: 403,
    a_page_of_others: 403,
    nothing_there: 404,
    a_preview_by_nobody: 404,
    a_static_file_that_is_not_there: 404,
    another_method: 405,
    what_was_taken_back: 410,
    too_many_tries: 429,
    a_fault_of_ours: 500,
}


@pytest.mark.parametrize(("ask", "status"), ERRORS.items())
def test_pages_about_errors_have_it_too(ask, status):
    response = ask(a_client())
    assert (response.status_code, wanting(response.headers, response.cookies)) == (status, [])


def test_a_site_under_maintenance_has_it(settings):
    settings.MAINTENANCE = True
    response = a_client().get("/", secure=True)
    assert (response.status_code, wanting(response.headers, response.cookies)) == (503, [])


@pytest.mark.parametrize(
    ("host", "status", "leads_to"),
    [(HOST, 301, f"https://{HOST}/agreements/?q=x"), ("elsewhere.example", 400, None)],
)
def test_without_https_it_leads_there_and_has_all_that_can_be_had(host, status, leads_to):
    """https://www.rfc-editor.org/rfc/rfc6797#section-7.2: without https no HSTS."""
    response = Client(headers={"host": host}).get("/agreements/?q=x")
    assert (response.status_code, response.headers.get("Location")) == (status, leads_to)
    assert missing(response.headers) == ["no Strict-Transport-Security"]


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [FILES.parent]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    call_command("collectstatic", interactive=False, verbosity=0)


def test_static_files_have_it(collected):
    names = ("css/site.css", "icon.svg", "share.png", "admin/record_form.js")
    client = a_client()
    addresses = [f"/static/fusionsite/{name}" for name in names]
    assert graded(client, addresses) == {}
    for address in addresses:
        response = client.get(address, secure=True)
        assert (response.status_code, bool(response.getvalue())) == (200, True)


def test_cookies_are_of_this_host_alone_and_no_script_reads_them():
    make_user("Authors", username="ada")
    client = a_client()
    client.get("/admin/login/", secure=True)
    sign_in(client, "ada", secure=True)
    assert client.get("/admin/", secure=True).status_code == 200
    assert set(client.cookies) >= {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in client.cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_a_visitor_gets_no_cookie():
    make_agreement(slug="pact")
    client = a_client()
    for address in ("/", "/agreements/", "/agreements/pact/", "/corrections/", "/search/?q=a"):
        assert client.get(address, secure=True).cookies == {}


@pytest.mark.drill
def test_every_address_has_the_best_grade(clients, counted):
    number, wrong = 0, {}
    for name, address, role in everything(clients):
        client = clients[role]
        framed = name.endswith("_embed")
        for method in METHODS:
            response = getattr(client, method)(address, secure=True, headers={"host": HOST})
            response.getvalue()
            number += 1
            if found := wanting(response.headers, response.cookies, framed=framed):
                wrong[role, method, address] = response.status_code, found
    counted("answers graded by their headers", number)
    assert wrong == {}
    assert number > 1000


def everything(clients):
    """(name, address, role) of every address of the site, signed in and not."""
    leaving = ("admin:logout", "account_logout")
    for name in TABLE:
        if kind_of(name) is None and name not in leaving:
            with rolled_back():
                address = address_of(name)
                yield from ((name, address, role) for role in ROLES)
    for kind, (make, *_prefixes) in KINDS.items():
        record = record_in("published", make)
        for name in names_of_kind(kind):
            address = address_of_record(name, record)
            yield from ((name, address, role) for role in ROLES)


def test_the_site_that_is_graded_is_the_one_that_is_served(settings):
    served = import_module("fusionsite.urls").urlpatterns
    assert urlpatterns[1:] == served
    assert settings.DEBUG is False
    assert settings.MIDDLEWARE[0] == "fusionsite.middleware.security_headers"
