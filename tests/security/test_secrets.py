"""Nothing that opens anything is in the repository, in an answer or in a log."""

import io
import logging
import re
import secrets
from urllib.parse import quote

import pytest
from django.conf import settings as current
from django.test import Client
from django.urls import path

from fusionsite import urls
from fusionsite.logs import WithoutTokens
from publishing.sharing import ask_for_check, share
from tests.accounts.door import letters
from tests.alerts.subscribing import make_alert
from tests.factories import make_agreement, make_article, make_user
from tests.publishing.drafting import draft_of
from tests.test_repository import ROOT, TEXT, files

from .production import HOST, as_in_production
from .secrets_looked_for import SECRETS, secrets_in

OPENS_NOTHING = {
    # The key of a server that answers on this machine, while a test of fetching runs.
    "tests/publishing/notices_example.pem": ["a private key"],
    # Sentences in place of a secret, for processes that end with the test or the measurement.
    "tests/fusionsite/test_environment.py": ["a SECRET_KEY"],
    "bench/registers.py": ["a SECRET_KEY"],
}
# In halves, so that this file holds none.
PLANTED = {
    "a private key": ("-----BEGIN RSA ", "PRIVATE KEY-----"),
    "a key of Amazon": ("AKIA", "IOSFODNN7EXAMPLE"),
    "a token of GitHub": ("ghp_", "a1B2" * 9),
    "a token of GitLab": ("glpat-", "a1B2c" * 4),
    "a token of Slack": ("xoxb-", "1234567890-abcdefghij"),
    "a token of PyPI": ("pypi-", "AgEIcHlwaS5vcmc" * 5),
    "a key of Stripe": ("sk_live_", "a1B2c3D4e5F6g7H8"),
    "a signed token": ("eyJhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLW9m"),
    "an address of Sentry": ("https://", "0123456789abcdef" * 2 + "@errors.example/1"),
    "a SECRET_KEY": ("SECRET_KEY = '", "k3y" * 17 + "'"),
    "a key that Django made": ("django-", "insecure-" + "x" * 40),
    "a password in an address": ("postgres://register:", "hunter2hunter2@db.example/register"),
}


def test_the_repository_holds_no_secret():
    found = {}
    for file in files(*TEXT, ".pem", ".key", ".env", ".sh", ".conf", ".service", ".atom", ".xml"):
        if wrong := secrets_in(file.read_text(encoding="utf-8", errors="replace")):
            found[str(file.relative_to(ROOT))] = wrong
    assert found == OPENS_NOTHING


@pytest.mark.parametrize("what", SECRETS)
def test_a_secret_that_was_planted_is_found(what):
    assert what in secrets_in(f"x\n{''.join(PLANTED[what])}\n")


@pytest.mark.parametrize(
    "text",
    [
        "postgres://user:password@host:5432/name",
        "SECRET_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')",
        "https://register.example/agreements/",
    ],
)
def test_an_example_is_none(text):
    assert secrets_in(text) == []


def broken(request):
    word = "A secret of the inside"
    raise RuntimeError(word)


# A site of its own, with one page that breaks.
urlpatterns = [path("broken/", broken), *urls.urlpatterns]


@pytest.fixture
def production(settings):
    """With a key that can be looked for."""
    as_in_production(settings, SECRET_KEY=secrets.token_urlsafe(60))
    settings.ROOT_URLCONF = "tests.security.test_secrets"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/broken/", "/no-such-page/", "/?q=%00", "/agreements/?year_from=x", "/api/v1/x"]
)
def test_a_page_about_an_error_tells_nothing_of_the_inside(production, address):
    client = Client(headers={"host": HOST}, raise_request_exception=False)
    response = client.get(address, secure=True)
    said = response.content.decode()
    database = current.DATABASES["default"]
    inside = [current.SECRET_KEY, str(database["NAME"]), str(ROOT), current.ROOT_URLCONF]
    assert response.status_code >= 400
    assert [word for word in inside if word in said] == []
    assert not re.search(r"Traceback|RuntimeError|secret of the inside|urlpatterns|\.py\b", said)


@pytest.fixture
def logged():
    """What the register's own handlers write, while everything that they can say is said."""
    stream = io.StringIO()
    handlers = {
        id(handler): handler
        for logger in (
            logging.getLogger(),
            *map(logging.getLogger, logging.root.manager.loggerDict),
        )
        for handler in logger.handlers
        if any(isinstance(each, WithoutTokens) for each in handler.filters)
    }.values()
    before = [(handler, handler.setStream(stream)) for handler in handlers]
    of_requests = logging.getLogger("django.request")
    level = of_requests.level
    of_requests.setLevel(logging.DEBUG)
    yield stream
    of_requests.setLevel(level)
    for handler, old in before:
        handler.setStream(old)


TOKENS = ("preview", "fact check", "alert", "lost password")


def address_with_token(sort):
    """(an address that opens something, the part of it that nobody else may know)."""
    if sort == "alert":
        token = make_alert().token
        return f"/alerts/{token}/", token
    if sort == "lost password":
        make_user("Authors", username="ada", email="ada@register.example")
        Client().post("/admin/lost-password/", {"email": "ada@register.example"})
        found = re.search(r"/admin/lost-password/\w+/([\w-]+)/", letters()[0].body)
        return found[0], found[1]
    author, record = make_user("Authors"), make_article()
    draft_of(record, summary="New.")
    make = ask_for_check if sort == "fact check" else share
    token = make(record, by=author).token
    return f"/{sort.replace(' ', '-')}/{token}/", token


@pytest.mark.django_db
@pytest.mark.parametrize("sort", TOKENS)
def test_no_log_holds_what_opens_something(logged, sort):
    address, token = address_with_token(sort)
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    for asked in (address, f"{address}no-such-page/", f"{address}?q=%00", f"{address}%0a"):
        client.get(asked)
        client.post(asked, {"a": "b"})
        client.delete(asked)
    assert "\n" in logged.getvalue()
    assert token not in logged.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("sort", TOKENS)
def test_no_other_site_is_told_what_opens_something(sort):
    """https://www.w3.org/TR/referrer-policy/: an address goes to this site alone, or nowhere."""
    address, _token = address_with_token(sort)
    policies = {"lost password": {"strict-origin-when-cross-origin", "same-origin"}}
    response = Client().get(address)
    assert response["Referrer-Policy"] in policies.get(sort, {"no-referrer"})


@pytest.mark.parametrize("sign", ["\n", "\r", "\r\n", "\x1b[31m", "\x85", "\u2028"])
@pytest.mark.django_db
def test_a_visitor_writes_no_line_of_a_log(logged, sign):
    make_agreement()
    Client().get(f"/no-such-page{quote(sign)}ERROR forged/")
    written = logged.getvalue()
    assert "forged" in written
    assert not [line for line in written.splitlines() if line.lstrip().startswith("ERROR forged")]
    assert "\x1b" not in written
