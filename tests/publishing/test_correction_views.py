"""The form of readers: no account, no cookie, no script; bounded, and nothing typed is lost."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from publishing import corrections
from publishing.actions import unpublish
from publishing.models import Correction
from publishing.sharing import share
from tests.factories import (
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_user,
)

from .drafting import draft_of
from .public_forms import correction, ticket, ticket_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FORM = "/corrections/"


def send(client, **fields):
    return client.post(FORM, correction(**fields))


def refused(client, **fields):
    """The page that comes back; nothing is kept."""
    response = send(client, **fields)
    assert response.status_code == 400
    assert not Correction.objects.exists()
    return response.text


def test_what_a_reader_sends_is_kept_and_gets_a_reference(client):
    agreement = make_agreement()
    response = send(
        client, record=agreement.identifier, address="https://gov.example/1", name="R. Reader",
        email="reader@example.org", text=" One\r\ntwo ",
    )  # fmt: skip
    assert response.status_code == 302
    kept = Correction.objects.get()
    assert response.url == f"/corrections/received/{kept.reference}/"
    assert kept.reference == "C-0001"
    assert kept.record == agreement
    assert (kept.text, kept.address) == ("One\ntwo", "https://gov.example/1")
    assert (kept.name, kept.email, kept.state) == ("R. Reader", "reader@example.org", "new")


def test_the_thanks_say_the_same_of_any_reference(client):
    send(client)
    thanks = client.get("/corrections/received/C-0001/")
    never = client.get("/corrections/received/C-9999/")
    assert "C-0001" in thanks.text
    assert never.text.replace("C-9999", "C-0001") == thanks.text
    assert "The day is wrong." not in thanks.text
    assert client.get("/corrections/received/C-%3Cb%3E/").status_code == 404


def test_no_cookie_is_needed_and_none_is_set():
    client = Client(enforce_csrf_checks=True)
    page = client.get(FORM)
    assert "Cookie" not in page.headers.get("Vary", "")
    response = send(client)
    assert response.status_code == 302
    assert not client.cookies


@pytest.mark.parametrize("make", [make_agreement, make_organisation, make_article])
def test_every_record_leads_to_the_form_which_names_it(client, make):
    record = make()
    link = f"/corrections/?record={record.identifier}"
    page = client.get(record.get_absolute_url()).text
    assert "Something wrong or missing?" in page
    assert f'href="{link}"' in page
    form = client.get(link).text
    assert f'value="{record.identifier}"' in form
    assert record.display_title in form


def hidden_agreement():
    """With an identifier that the public must not hear of."""
    agreement = make_agreement("Hidden pact")
    unpublish(agreement, by=None, reason="It was private.")
    return agreement


@pytest.mark.parametrize("named", ["AG-9999", "nonsense", "AG-" + "9" * 30, "ß" * 150])
def test_what_names_no_public_record_is_kept_as_text(client, named):
    assert client.get(f"{FORM}?record={quote(named)}").status_code == 200
    assert send(client, record=named).status_code == 302
    kept = Correction.objects.get()
    assert (kept.record, kept.record_named) == (None, named)


def test_a_record_that_is_not_public_is_not_named(client):
    agreement = hidden_agreement()
    assert "Hidden pact" not in client.get(f"{FORM}?record={agreement.identifier}").text
    send(client, record=agreement.identifier)
    assert Correction.objects.get().record is None


def test_the_editors_text_stands_above_the_form(client):
    assert "<h1>Something wrong or missing?</h1>" in client.get(FORM).text
    make_page(slug="corrections", title="Correct us", body="<p>We read it all.</p>")
    page = client.get(FORM).text
    assert "<h1>Correct us</h1>" in page
    assert "<p>We read it all.</p>" in page
    assert 'name="text"' in page


def test_a_draft_of_that_text_is_shown_to_nobody(client):
    make_page(slug="corrections", title="Unready", published=False)
    assert "Unready" not in client.get(FORM).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": "x" * 5001}, "at most 5000 characters"),
        ({"text": "long " * 20_000}, "at most 5000 characters"),
        ({"text": "a\0b"}, "Null characters are not allowed."),
        ({"record": "x" * 201}, "at most 200 characters"),
        ({"consent": ""}, "Without this the editors may not keep it."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"email": "a@b.example\nBcc: c@d.example"}, "Enter a valid email address."),
        ({"address": "javascript:alert(1)"}, "begins with https:// or http://"),
        ({"address": "mailto:a@b.example"}, "begins with https:// or http://"),
        ({"address": "https://user:pass@x.example"}, "begins with https:// or http://"),
        ({"homepage": "https://pills.example"}, "finds programs"),
        ({"ticket": ""}, "did not come from this website"),
        ({"ticket": "forged"}, "did not come from this website"),
        ({"ticket": ticket("fact check")}, "did not come from this website"),
        ({"ticket": ticket(age=25 * 3600)}, "did not come from this website"),
        ({"ticket": ticket(age=-3600)}, "did not come from this website"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, fields, sentence):
    page = refused(client, **{"name": "R. Reader", **fields})
    assert sentence in page
    assert "R. Reader" in page
    if "text" not in fields:
        assert "The day is wrong." in page


def test_an_address_without_its_scheme_is_understood(client):
    send(client, address="www.gov.example/news")
    assert Correction.objects.get().address == "https://www.gov.example/news"


def test_a_form_that_was_open_too_long_is_sent_again_as_it_stands(client, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    again = ticket_in(send(client, ticket=ticket(age=90_000)))
    time_machine.move_to(now + timedelta(seconds=5), tick=False)
    assert send(client, ticket=again).status_code == 302


def test_a_form_that_was_sent_too_quickly_keeps_its_ticket(client, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    first = ticket(age=0)
    response = send(client, ticket=first)
    assert "Wait a few seconds" in response.text
    assert ticket_in(response) == first
    time_machine.move_to(now + timedelta(seconds=5), tick=False)
    assert send(client, ticket=first).status_code == 302


@pytest.mark.parametrize(
    ("body", "sort"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"text=%ED%A0%80&record=%FF", "application/x-www-form-urlencoded"),
        (b"text=x", "application/x-www-form-urlencoded; charset=utf-7"),
        (b'{"text": "x"}', "application/json"),
        (b"<text/>", "text/xml"),
        (b"text", "text/plain"),
        (b"--b\r\n", "multipart/form-data; boundary=b"),
        (b"--b", "multipart/form-data"),
        (b"x" * 100_000, "application/octet-stream"),
        (b"&".join(b"a=1" for _n in range(6000)), "application/x-www-form-urlencoded"),
    ],
)  # fmt: skip
def test_odd_bodies_are_refused_and_break_nothing(client, body, sort):
    response = client.generic("POST", FORM, body, content_type=sort)
    assert response.status_code == 400
    assert not Correction.objects.exists()


def test_half_a_character_is_refused(client):
    """Some encodings smuggle in what no database stores."""
    fields = {**correction(), "text": "+2AA-"}
    body = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    response = client.generic(
        "POST", FORM, f"{body}--b--\r\n".encode(),
        content_type="multipart/form-data; boundary=b; charset=utf-7",
    )  # fmt: skip
    assert response.status_code == 400
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("record=%00", 400),
        ("record=%ED%A0%80", 200),
        ("record=" + "x" * 5000, 400),
        ("x=1&x=2", 200),
    ],
)
def test_odd_addresses_are_refused_or_ignored(client, query, status):
    assert client.get(f"{FORM}?{query}").status_code == status


def test_a_draft_of_the_text_is_previewed_above_a_form_that_sends_nothing(client):
    page = make_page(slug="corrections", title="Correct us")
    draft_of(page, title="Correct us all")
    link = share(page, by=make_user("Authors"))
    shown = client.get(f"/preview/{link.token}/corrections/").text
    assert "<h1>Correct us all</h1>" in shown
    assert '<fieldset class="stack" disabled>' in shown
    assert client.post(f"/preview/{link.token}/corrections/", correction()).status_code == 405
    assert "<h1>Correct us</h1>" in client.get(FORM).text


def test_a_script_in_what_is_sent_is_text(client):
    page = refused(client, text="<script>alert(1)</script>", consent="")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_same_words_sent_twice_are_kept_once(client):
    first, again = send(client, text="Twice."), send(client, text="Twice.")
    assert first.url == again.url
    assert Correction.objects.count() == 1


def test_one_sender_is_held_back_after_five_and_loses_nothing(client, time_machine):
    now = timezone.now().replace(hour=12)
    time_machine.move_to(now, tick=False)
    for number in range(corrections.MOST_OF_ONE):
        assert send(client, text=f"Wrong {number}").status_code == 302
    response = send(client, text="The sixth.", name="R. Reader")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "Nothing that you wrote is lost" in response.text
    assert "The sixth." in response.text
    assert "R. Reader" in response.text
    assert client.post(
        FORM, correction(text="Another's."), REMOTE_ADDR="192.0.2.7"
    ).status_code == 302  # fmt: skip
    time_machine.move_to(now + timedelta(minutes=61), tick=False)
    assert send(client, text="The sixth.").status_code == 302


def test_a_flood_from_everywhere_is_held_back(client, monkeypatch):
    monkeypatch.setattr(corrections, "MOST_OF_ALL", 3)
    sent = [
        client.post(FORM, correction(text=f"Wrong {n}"), REMOTE_ADDR=f"192.0.2.{n}").status_code
        for n in range(5)
    ]
    assert sent == [302, 302, 302, 429, 429]
    assert Correction.objects.count() == 3


def test_no_network_address_is_kept_and_its_hash_lasts_a_day(client, time_machine):
    now = timezone.now().replace(hour=12)
    time_machine.move_to(now, tick=False)
    for text in ("One", "Two"):
        client.post(FORM, correction(text=text), REMOTE_ADDR="192.0.2.7")
    time_machine.move_to(now + timedelta(days=1), tick=False)
    client.post(FORM, correction(text="Three"), REMOTE_ADDR="192.0.2.7")
    one, two, three = Correction.objects.order_by("received_at", "reference")
    assert one.sender == two.sender != three.sender
    assert "192.0.2.7" not in one.sender
    assert len(one.sender) == 64


def sender_from(client, **headers):
    client.post(FORM, correction(text=str(headers)), **headers)
    return Correction.objects.order_by("-reference").first().sender


def test_whoever_has_a_network_of_ipv6_is_one_sender(client):
    one = sender_from(client, REMOTE_ADDR="2001:db8:1:2::1")
    assert sender_from(client, REMOTE_ADDR="2001:db8:1:2:3::9") == one
    assert sender_from(client, REMOTE_ADDR="2001:db8:1:3::1") != one


def test_a_forwarded_address_counts_behind_the_trusted_proxy_alone(client, settings):
    there = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.1, 192.0.2.7"}
    direct = sender_from(client, REMOTE_ADDR="10.0.0.1")
    assert sender_from(client, **there) == direct
    settings.BEHIND_PROXY = True
    behind = sender_from(client, **there)
    assert behind != direct
    # What a visitor puts in front changes nothing.
    assert sender_from(client, **{**there, "HTTP_X_FORWARDED_FOR": "9.9.9.9, 192.0.2.7"}) == behind


def test_the_form_costs_few_queries(client, django_assert_max_num_queries):
    agreement = make_agreement()
    client.get(FORM)
    with django_assert_max_num_queries(3):
        client.get(f"{FORM}?record={agreement.identifier}")
    with django_assert_max_num_queries(18):
        send(client, record=agreement.identifier)
