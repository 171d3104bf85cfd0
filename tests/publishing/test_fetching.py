"""Pages of others are fetched from public addresses alone, within bounds."""

import gzip
import ssl
import time

import pytest

from publishing import fetching, network
from publishing.fetching import fetch
from publishing.network import NotFetched

from .canary import CERTIFICATE, PUBLIC, Canary, answer, redirect, slowly

PAGE = answer(b"<title>Fusion</title>", content_type="text/html")
INSIDE = "127.0.0.1"

# Each would lead to this machine, to its neighbours, or past the port of the web.
FORMS = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://127.255.255.254/",
    "https://0/",
    "https://0.0.0.0/",
    "https://2130706433/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://0x7f.1/",
    "https://0x7f000001/",
    "https://0x7f.0x0.0x0.0x1/",
    "https://127.0.0.1./",
    "https://127%2e0%2e0%2e1/",
    "https://127。0。0。1/",
    "https://\uff11\uff12\uff17.\uff10.\uff10.\uff11/",
    "https://①②⑦.⓪.⓪.①/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.0.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://192.0.0.192/",
    "https://198.18.0.1/",
    "https://203.0.113.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::127.0.0.1]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[2002:7f00:1::1]/",
    "https://[2001:0:7f00:1::]/",
    "https://[2001:db8::1]/",
    "https://[fe80::1]/",
    "https://[fe80::1%25lo]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[ff02::1]/",
    "https://[::1/",
    "https://localhost/",
    "https://LOCALHOST/",
    "https://localhost./",
    "https://localhost.localdomain/",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "https://inside.example/",
    "https://user@notices.example/",
    "https://user:secret@127.0.0.1/",
    "https://notices.example@127.0.0.1/",
    "https://notices.example\\@127.0.0.1/",
    "https://127.0.0.1#@notices.example/",
    "https://127.0.0.1?@notices.example/",
    "https://notices.example:8000/",
    "https://notices.example:80/",
    "https://notices.example:0/",
    "https://notices.example:22/",
    "http://notices.example:443/",
    "file:///etc/passwd",
    "ftp://notices.example/",
    "gopher://notices.example/",
    "data:text/html,x",
    "javascript:alert(1)",
    "//notices.example/",
    "/admin/",
    "notices.example",
    "https://",
    "https:///x",
    "https://notices.example/\r\nHost: inside",
    "https://notices.example/a b",
    "https://notices.example/\0",
    "https://a..b/",
    "https://" + "a." * 200 + "example/",
    "https://notices.example/" + "x" * 3000,
    "https://notices.example/" + "ü" * 1000,
    "",
]


@pytest.fixture(autouse=True)
def plain_addresses(settings):
    """Most of these tests need no certificate."""
    settings.FETCH_HTTP = True


@pytest.fixture
def names(network):
    """What the names of this machine lead to, wherever they stand."""
    for name in ("localhost", "localhost.", "localhost.localdomain", "inside.example"):
        network.names[name] = [[INSIDE]]
    network.names["a." * 200 + "example"] = [[]]
    return network.names


def refusal_of(address, **options):
    with pytest.raises(NotFetched) as refused:
        fetch(address, **options)
    return refused.value.reason


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_address_leads_inside(form, canary, network, names):
    refusal_of(form)
    assert (canary.accepted, network.connected) == (0, [])


def leads_to_another_site(form):
    return ":" in form and form.isprintable() and " " not in form


@pytest.mark.parametrize("form", [form for form in FORMS if leads_to_another_site(form)])
def test_no_redirect_leads_inside(form, canary, network, names):
    canary.answers["/"] = redirect(form)
    refusal_of("http://first.example/")
    assert (canary.accepted, network.connected) == (1, [(PUBLIC, 80)])


def test_there_are_enough_forms():
    assert len(set(FORMS)) >= 40


def test_a_page_is_fetched_from_where_its_name_leads(canary, network):
    canary.answers["/news?id=1"] = PAGE
    found = fetch("http://notices.example/news?id=1#top")
    assert (found.status, found.text) == (200, "<title>Fusion</title>")
    assert found.address == "http://notices.example/news?id=1"
    assert network.connected == [(PUBLIC, 80)]


def test_the_register_says_who_asks_and_sends_nothing_else(canary, network, settings, monkeypatch):
    settings.SITE_URL = "https://register.example"
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    canary.answers["/"] = answer(status="302 Found", location="/next", set_cookie="a=b")
    canary.answers["/next"] = PAGE
    fetch("http://notices.example/")
    first, second = canary.requests
    assert "Host: notices.example\r\n" in first
    assert "User-Agent: FusionCooperationRegister/1.0 (+https://register.example)\r\n" in first
    assert "cookie" not in second.lower()
    assert "authorization" not in second.lower()


def test_a_name_is_asked_once_and_what_was_checked_is_connected_to(canary, network):
    network.names["liar.example"] = [[PUBLIC], [INSIDE]]
    canary.answers["/"] = PAGE
    assert fetch("http://liar.example/").status == 200
    assert network.asked == ["liar.example"]
    assert network.connected == [(PUBLIC, 80)]


def test_a_name_that_leads_inside_the_second_time_is_refused_then(canary, network):
    network.names["liar.example"] = [[PUBLIC], [INSIDE]]
    canary.answers["/"] = redirect("/again")
    canary.answers["/again"] = PAGE
    assert refusal_of("http://liar.example/") == "not_public"
    assert canary.accepted == 1


def test_a_name_that_leads_outside_and_inside_is_refused(canary, network):
    network.names["both.example"] = [[PUBLIC, INSIDE]]
    assert refusal_of("http://both.example/") == "not_public"
    assert canary.accepted == 0


def test_a_name_that_leads_nowhere_is_said_to(network):
    network.names["gone.example"] = [[]]
    assert refusal_of("http://gone.example/") == "no_such_host"


def test_the_next_address_of_a_name_is_tried(canary, network, monkeypatch):
    network.names["two.example"] = [["2606:4700::1", PUBLIC]]
    canary.answers["/"] = PAGE
    reach = network.connect

    def connect(address, port, timeout):
        if ":" in address:
            raise fetching.httpcore.ConnectError
        return reach(address, port, timeout)

    monkeypatch.setattr("publishing.network.connect", connect)
    assert fetch("http://two.example/").status == 200


def test_a_site_where_nobody_answers_is_said_to(network):
    network.canary = Canary()
    network.canary.close()
    assert refusal_of("http://notices.example/") == "no_answer"


def test_http_is_fetched_only_where_the_operator_permits_it(canary, network, settings):
    settings.FETCH_HTTP = False
    assert refusal_of("http://notices.example/") == "not_secure"
    assert canary.accepted == 0


def test_three_redirects_are_followed_and_no_fourth(canary, network):
    for number in range(4):
        canary.answers[f"/{number}"] = redirect(f"/{number + 1}")
    canary.answers["/4"] = PAGE
    found = fetch("http://notices.example/1")
    assert (found.status, found.moved_to) == (200, "http://notices.example/4")
    assert refusal_of("http://notices.example/0") == "redirects"


def test_a_circle_of_redirects_ends(canary, network):
    canary.answers["/a"] = redirect("/b")
    canary.answers["/b"] = redirect("/a")
    assert refusal_of("http://notices.example/a") == "redirects"
    assert canary.accepted == 4


def test_where_a_page_has_moved_for_good_is_told_from_where_it_is_for_now(canary, network):
    canary.answers["/old"] = redirect("/new")
    canary.answers["/new"] = redirect("/today", "302 Found")
    canary.answers["/today"] = PAGE
    found = fetch("http://notices.example/old")
    assert found.moved_to == "http://notices.example/new"
    assert found.address == "http://notices.example/today"
    assert fetch("http://notices.example/new").moved_to == ""


@pytest.mark.parametrize("location", ["https://[x/", "http://\x80/", "https://a:b:c/", "/\x01"])
def test_a_redirect_that_cannot_be_read_is_a_bad_answer(canary, network, location):
    canary.answers["/"] = redirect(location)
    assert refusal_of("http://notices.example/") in ("bad_answer", "bad_address")
    assert canary.accepted == 1


@pytest.mark.drill
@pytest.mark.parametrize(
    "said",
    [
        slowly(),
        slowly(b"HTTP/1.1 200 OK\r\nX-Slow: "),
        slowly(b"HTTP/1.1 200 OK\r\n\r\n"),
        slowly(b"HTTP/1.1 100 Continue\r\n\r\n", then=b"HTTP/1.1 100 Continue\r\n\r\n"),
        slowly(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", then=b"1\r\nx\r\n"),
    ],
)
def test_a_site_that_answers_by_drops_is_left(canary, network, said):
    canary.answers["/"] = said
    began = time.monotonic()
    refusal = refusal_of("http://notices.example/", seconds=0.3)
    assert refusal in ("too_slow", "bad_answer")
    assert time.monotonic() - began < 2


def test_all_redirects_share_one_budget_of_time(canary, network):
    canary.answers["/"] = slowly(pause=0.2, then=redirect("/"))
    assert refusal_of("http://notices.example/", seconds=0.5) == "too_slow"


def test_a_resolver_that_hangs_is_left(network, monkeypatch):
    monkeypatch.setattr("publishing.network.resolve", lambda host, port: time.sleep(1))
    assert refusal_of("http://notices.example/", seconds=0.1) == "too_slow"


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000,
        b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + b"x" * 200_000,
        b"HTTP/1.1 200 OK\r\n" + b"X-Long: y\r\n" * 20_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 200_000 + b"\r\n\r\n",
        answer(gzip.compress(b"x" * 2_000_000), content_encoding="gzip"),
    ],
)
def test_more_than_the_bound_is_not_read(canary, network, said):
    canary.answers["/"] = said
    refusal = refusal_of("http://notices.example/", most_bytes=100_000)
    assert refusal in ("too_long", "bad_answer")


def test_what_a_site_packs_unasked_is_unpacked(canary, network):
    packed = answer(gzip.compress("Fusão".encode()), content_encoding="gzip")
    canary.answers["/"] = packed
    assert fetch("http://notices.example/").text == "Fusão"


@pytest.mark.parametrize(
    "said",
    [b"", b"\r\n\r\n", b"SSH-2.0-OpenSSH\r\n", b"HTTP/9.9 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nx"],
)
def test_an_answer_that_is_none_gets_a_sentence(canary, network, said):
    canary.answers["/"] = said
    assert refusal_of("http://notices.example/") in ("bad_answer", "no_answer")


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("text/html; charset=iso-8859-1", "Fusão".encode("latin-1")),
        ("text/html", '<meta charset="latin-1">Fusão'.encode("latin-1")),
        ("text/html; charset=nonsense", "Fusão".encode()),
        ("", "Fusão".encode()),
    ],
)
def test_a_page_is_read_by_the_character_set_that_it_names(canary, network, kind, page):
    canary.answers["/"] = answer(page, content_type=kind)
    assert "Fusão" in fetch("http://notices.example/").text


def test_a_head_alone_reads_no_body(canary, network):
    canary.answers["/"] = slowly(b"HTTP/1.1 200 OK\r\n\r\n")
    found = fetch("http://notices.example/", with_body=False)
    assert (found.status, found.body) == (200, b"")


@pytest.fixture
def secure(network):
    """The canary speaks TLS, with a certificate for notices.example."""
    network.canary = Canary(secure=True)
    network.canary.answers["/"] = PAGE
    yield network
    network.canary.close()


def trust(monkeypatch):
    context = ssl.create_default_context(cafile=CERTIFICATE)
    monkeypatch.setattr(fetching, "trusted", lambda: context)


def test_a_site_proves_that_it_is_the_one_named(secure, monkeypatch):
    trust(monkeypatch)
    assert fetch("https://notices.example/").status == 200
    assert secure.connected == [(PUBLIC, 443)]


def test_a_site_with_another_name_in_its_certificate_is_not_believed(secure, monkeypatch):
    trust(monkeypatch)
    assert refusal_of("https://other.example/") == "bad_certificate"
    assert secure.canary.requests == []


def test_a_certificate_that_nobody_vouches_for_is_not_believed(secure):
    assert refusal_of("https://notices.example/") == "bad_certificate"


def test_the_resolver_and_the_connection_are_those_of_the_system():
    """What the tests put aside works as well: a name of this machine, and its own address."""
    assert INSIDE in network.resolve("localhost", 80)
    canary = Canary()
    network.connect(INSIDE, canary.port, 1).close()
    canary.close()
