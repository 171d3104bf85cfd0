"""Forms without their token, made-up hosts, ways that lead elsewhere: nothing is believed."""

from itertools import cycle, islice
from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from news.models import Article
from publishing import drafts
from publishing.applying import rolled_back
from publishing.models import Correction, Version
from tests.accounts.door import sign_in
from tests.admin_forms import add_address, address, read_form
from tests.factories import make_agreement, make_article, make_user
from tests.publishing.drafting import content_with, draft_of
from tests.publishing.public_forms import correction

from .access_table import ADMIN, DOOR, TABLE
from .production import HOST, as_in_production
from .test_access import KINDS, address_of, address_of_record, clients, kind_of, record_in
from .test_forged_requests import standing, unpublished

__all__ = ["clients"]

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

FORGED = "forged requests from elsewhere"
ELSEWHERE = "evil.example"
FROM_ELSEWHERE = {
    "no token": {},
    "another origin": {"HTTP_ORIGIN": f"https://{ELSEWHERE}"},
    "an origin that says nothing": {"HTTP_ORIGIN": "null"},
    "another page": {"HTTP_REFERER": f"https://{ELSEWHERE}/"},
    "a token that was made up": {"HTTP_X_CSRFTOKEN": "x" * 32},
}
# Whoever has the link may send these; no session counts there.
WITHOUT_TOKEN = ("corrections", "fact_check", "alerts:new", "alerts:detail", "alerts:unsubscribe")


def sent_to():
    """(name of an address that takes a form of somebody signed in, its address)."""
    for name in (*ADMIN, *DOOR):
        if kind_of(name) is None:
            # A form is refused before it is looked for what it is about.
            with rolled_back():
                address_there = address_of(name)
            yield name, address_there
    for kind in ("agreements", "themes"):
        record = record_in("published:in_review", KINDS[kind].make)
        for name in ADMIN:
            if kind_of(name) == kind:
                yield name, address_of_record(name, record)


def test_no_form_of_the_admin_is_taken_without_its_token(clients, counted):
    publisher = Client(enforce_csrf_checks=True)
    user = make_user("Publishers", "Administrators", username="both")
    addresses = list(sent_to())
    publisher.force_login(user)
    before, taken, ways = standing(), [], cycle(FROM_ELSEWHERE.items())
    for name, url in addresses:
        for how, headers in islice(ways, 2):
            # Over https the page that it comes from is asked for, too.
            status = publisher.post(url, {"post": "yes"}, secure=True, **headers).status_code
            if status != 403:
                taken.append((name, how, status))
    counted(FORGED, 2 * len(addresses))
    assert taken == []
    assert (standing(), len(addresses) > 150) == (before, True)


def test_the_forms_that_need_no_token_are_those_that_heed_no_session():
    exempt = {name for name in TABLE if name not in ADMIN and name not in DOOR and takes_form(name)}
    assert exempt == set(WITHOUT_TOKEN)


def takes_form(name):
    return 405 not in statuses_in(TABLE[name].get("POST", 405))


def statuses_in(answers):
    return set(answers.values()) if isinstance(answers, dict) else {answers}


OTHER_HOSTS = {
    "Host": {"HTTP_HOST": ELSEWHERE},
    "Host with a port": {"HTTP_HOST": f"{ELSEWHERE}:443"},
    "Host with ours before": {"HTTP_HOST": f"{HOST}.{ELSEWHERE}"},
    "Host with ours as a name": {"HTTP_HOST": f"{HOST}@{ELSEWHERE}"},
    "Host with a dot": {"HTTP_HOST": f".{HOST}"},
    "two hosts": {"HTTP_HOST": f"{HOST}, {ELSEWHERE}"},
    "X-Forwarded-Host": {"HTTP_HOST": HOST, "HTTP_X_FORWARDED_HOST": ELSEWHERE},
    "X-Host": {"HTTP_HOST": HOST, "HTTP_X_HOST": ELSEWHERE},
    "X-Forwarded-Server": {"HTTP_HOST": HOST, "HTTP_X_FORWARDED_SERVER": ELSEWHERE},
    "Forwarded": {"HTTP_HOST": HOST, "HTTP_FORWARDED": f"host={ELSEWHERE};proto=http"},
    "X-Forwarded-Port": {"HTTP_HOST": HOST, "HTTP_X_FORWARDED_PORT": "6666"},
    "X-Original-URL": {"HTTP_HOST": HOST, "HTTP_X_ORIGINAL_URL": "/admin/"},
    "X-Rewrite-URL": {"HTTP_HOST": HOST, "HTTP_X_REWRITE_URL": "/admin/"},
}
ASKED = (
    *("/", "/agreements", "/sitemap.xml", "/robots.txt", "/changes.atom", "/api/v1/agreements"),
    *("/agreements.csv", "/data/catalog.jsonld", "/admin/", "/admin/login/", "/agreements/pact/"),
)


@pytest.mark.parametrize("behind", ["0", "1"])
@pytest.mark.parametrize("how", OTHER_HOSTS)
def test_a_host_that_was_made_up_is_in_no_answer(settings, how, behind, counted):
    """Not in a link, a way on, a letter or a feed, with a proxy in front or without."""
    as_in_production(settings, BEHIND_PROXY=behind)
    make_agreement("Pact", slug="pact")
    client = Client(**OTHER_HOSTS[how])
    for asked in ASKED:
        answer = client.get(asked, secure=True, HTTP_X_FORWARDED_PROTO="https")
        said = f"{answer.headers}{answer.getvalue().decode()}"
        assert ELSEWHERE not in said
        assert ":6666" not in said
        ours = OTHER_HOSTS[how]["HTTP_HOST"] == HOST
        assert answer.status_code in ((200, 301, 302) if ours else (400,)), asked
    counted(FORGED, len(ASKED))


@pytest.mark.parametrize("forwarded", ["https", "https, http", "HTTPS", "on"])
def test_without_a_proxy_nobody_is_believed_about_https(settings, forwarded):
    as_in_production(settings)
    client = Client(headers={"host": HOST, "x-forwarded-proto": forwarded})
    assert client.get("/")["Location"] == f"https://{HOST}/"


@pytest.mark.parametrize(
    ("forwarded", "is_secure"), [("https", True), ("http", False), ("", False), ("httpsx", False)]
)
def test_a_proxy_is_believed_about_https(settings, forwarded, is_secure):
    as_in_production(settings, BEHIND_PROXY="1")
    client = Client(headers={"host": HOST, "x-forwarded-proto": forwarded})
    assert client.get("/").status_code == (200 if is_secure else 301)


LEADS = (
    *("https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example"),
    *("\\\\evil.example", "https:evil.example", "javascript:alert(1)", "data:text/html,x"),
    *(f"https://{HOST}@evil.example/", f"https://{HOST}.evil.example/", "http:///evil.example"),
    *("/%09/evil.example", "\t//evil.example", "/\n/evil.example", "%2f%2fevil.example"),
    *("https://evil.example\\@testserver/", "//evil.example%2f@testserver", "ftp://evil.example"),
)
# Leaving needs a form; the others have a key in their address.
WITH_MORE = ("_logout", "_from_key", "_remove_webauthn")
HERE = "http://testserver"
NAMES = ("next", "redirect", "redirect_to", "url", "return_to", "ReturnUrl", "continue")


@pytest.mark.parametrize("lead", LEADS)
def test_no_parameter_leads_to_another_site(lead, counted):
    make_user("Authors", username="ada")
    client, number = Client(), 0
    sign_in(client, "ada")
    doors = [reverse(name) for name in DOOR if not name.endswith(WITH_MORE)]
    for door in (*doors, "/admin/"):
        cache.clear()
        answer = client.get(door, {"next": lead})
        number += 1
        assert leads_nowhere_else(answer.headers.get("Location", "/")), door
    stranger = Client()
    for name in NAMES:
        answer = stranger.post("/admin/login/?" + name + "=" + lead.strip(), {name: lead} | ADA)
        assert leads_nowhere_else(answer.headers.get("Location", "/")), name
    counted(FORGED, number + len(NAMES))


ADA = {"login": "ada", "password": "a long password"}


def leads_nowhere_else(location):
    """As a browser reads it: https://url.spec.whatwg.org/#url-parsing."""
    plain = location.strip().replace("\\", "/").replace("\t", "").replace("\n", "")
    return urljoin(f"{HERE}/admin/login/", plain).startswith(f"{HERE}/")


OVERRIDES = {
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_X_HTTP_METHOD": "DELETE",
    "HTTP_X_METHOD_OVERRIDE": "PUT",
}


@pytest.mark.parametrize("header", OVERRIDES)
@pytest.mark.parametrize("tool", ["approve", "publish", "withdraw", "discard", "delete"])
def test_a_get_stays_one_whatever_a_header_or_a_field_calls_it(tool, header, counted):
    article = make_article()
    draft_of(article, title="A better title")
    client = Client()
    client.force_login(make_user("Publishers"))
    before = standing(), unpublished()
    query = "?_method=POST&post=yes&_publish=1&remark=x&reason=x"
    client.get(address(article, tool) + query, **{header: OVERRIDES[header]})
    counted(FORGED, 1)
    assert (standing(), unpublished()) == before


LOOKUPS = (
    *("created_by__password__startswith", "created_by__username", "versions__created_by__password"),
    *("citations__checked_by__password__startswith", "writers__password__regex", "pk__in"),
    *("versions__state", "withdrawn_reason__contains", "id__regex", "publish_at__isnull"),
    *("change__by__email__endswith", "parties__organisation__name", "logentry__user__password"),
)


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_a_list_tells_nothing_by_a_lookup_of_ones_own(lookup, counted):
    client = Client()
    client.force_login(make_user("Authors"))
    for kind in ("agreements/agreement", "news/article", "publishing/source", "publishing/version"):
        answer = client.get(f"/admin/{kind}/?{lookup}=m")
        counted(FORGED, 1)
        assert answer.status_code in (302, 400), kind
        assert answer.headers.get("Location", "?e=1").endswith("?e=1")


def twice(client, url, sent):
    return [client.post(url, sent).status_code for _time in range(2)]


def test_a_form_that_is_sent_twice_makes_one_draft():
    article, author = make_article(), make_user("Authors")
    client = Client()
    client.force_login(author)
    sent = read_form(client, address(article)) | {"title": "Mine", "change_note": "Mine."}
    assert twice(client, address(article), sent) == [302, 302]
    assert Version.objects.of(article).open().count() == 1


def test_a_new_record_that_is_sent_twice_is_made_once():
    client = Client()
    client.force_login(make_user("Authors"))
    sent = read_form(client, add_address(Article)) | {"title": "Mine", "summary": "Mine."}
    twice(client, add_address(Article), sent | {"body": "<p>Mine.</p>"})
    assert Article.objects.filter(title="Mine").count() == 1


@pytest.mark.parametrize("tool", ["approve", "publish", "discard"])
def test_a_tool_that_is_used_twice_works_once(tool):
    article, author = make_article(), make_user("Authors")
    snapshot = content_with(article, title="Better")
    version = drafts.save_draft(article, snapshot, by=author, note="Better.")
    if tool != "discard":
        version.state = "in_review" if tool == "approve" else "approved"
        version.save()
    client = Client()
    client.force_login(make_user("Publishers"))
    sent = {"version": version.pk, "remark": "x", "reason": "x", "change_note": "x"}
    twice(client, address(article, tool), sent)
    public = Version.objects.of(article).exclude(number=None).count()
    assert public == (2 if tool == "publish" else 1)


def test_who_has_left_signs_nothing_away():
    """A session of an account that is at rest, on every tool."""
    user = make_user("Publishers", username="gone")
    article = make_article()
    client = Client()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    before = standing()
    for tool in ("withdraw", "unpublish", "publish", "discard", "share"):
        assert client.post(address(article, tool), {"reason": "x"}).status_code == 302
    assert standing() == before


def test_a_correction_that_is_sent_twice_is_kept_once(client):
    assert twice(client, "/corrections/", correction()) == [302, 302]
    assert Correction.objects.count() == 1
