"""What visitors read of agreements, and what they do not."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from agreements.models import Agreement, Document, Identifier, Milestone
from organisations.models import Organisation
from publishing.actions import publish, unpublish, withdraw
from tests.agreements.reading import draft, published, text_of
from tests.factories import (
    add_event,
    add_link,
    add_party,
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
    make_theme,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_list_shows_public_agreements_alone(client):
    make_agreement("Shown")
    draft("Only a draft")
    later = make_agreement("Next week's")
    Agreement.objects.filter(pk=later.pk).update(published_at=timezone.now() + timedelta(days=7))
    withdraw(make_agreement("Mistaken"), by=None, reason="It repeated another.")
    unpublish(make_agreement("Taken back"), by=None, reason="It was no agreement.")

    response = client.get("/agreements/")

    assert [agreement.title for agreement in response.context["agreements"]] == ["Shown"]
    assert "1 record<" in response.text
    for hidden in ("Only a draft", "Next week", "Mistaken", "Taken back"):
        assert hidden not in response.text


def test_an_empty_register_says_so(client):
    assert "no public agreement yet" in client.get("/agreements/").text


@pytest.mark.parametrize("page", ["", "history/", "versions/1/"])
def test_a_draft_and_nothing_look_alike(client, page):
    secret = draft("Secret memorandum")

    for slug in (secret.slug, "no-such-record"):
        response = client.get(f"/agreements/{slug}/{page}")
        assert response.status_code == 404
        assert "Secret" not in response.text


def test_a_record_that_was_taken_back_is_gone_with_a_reason(client):
    agreement = make_agreement("Mistake")
    unpublish(agreement, by=None, reason="It was no agreement.")

    response = client.get(f"/agreements/{agreement.slug}/")

    assert response.status_code == 410
    assert "It was no agreement." in response.text


def test_an_old_address_leads_to_the_new_one(client):
    agreement = make_agreement("Memorandum", slug="old")
    agreement.slug = "new"
    agreement.save()
    publish(agreement, by=None, note="A better address")

    assert client.get("/agreements/old/")["Location"] == "/agreements/new/"
    assert client.get("/agreements/old/history/")["Location"] == "/agreements/new/history/"


def test_a_party_keeps_the_name_that_it_had_at_signing(client):
    department = make_organisation("Department for Net Zero", acronym="DNZ")
    agreement = draft(parties=[])
    add_party(agreement, department, name_at_signing="Department for Business", role="lead")

    text = text_of(client, published(agreement))

    assert ">Department for Business</a>" in text
    assert "in the register as Department for Net Zero" in text
    assert '/about/terms/#roles-lead">lead</a>' in text


@pytest.mark.parametrize(("number", "named"), [(8, 8), (9, 5)])
def test_the_facts_in_short_name_a_few_of_many_parties(client, number, named):
    agreement = make_agreement(
        parties=[make_organisation(f"Party {place}") for place in range(number)]
    )

    page = client.get(agreement.get_absolute_url()).text

    facts = page.partition('<dl class="facts')[2].partition("</dl>")[0]
    assert [f"Party {place}<" in facts for place in range(number)].count(True) == named
    assert ('<a href="#members" data-counts="4" data-shown="5">4 others</a>' in facts) == (
        named < number
    )
    below = page.partition('id="members"')[2]
    assert all(f"Party {place}<" in below for place in range(number))


def test_a_signatory_of_no_party_is_printed_too(client):
    agreement = draft()
    add_signatory(agreement, name="Ada Example", office="Witness")

    text = text_of(client, published(agreement))

    assert "Other signatories" in text
    assert "Ada Example" in text


def test_what_is_known_elsewhere_of_an_agreement_is_printed(client):
    theme = make_theme(name="Skills")
    agreement = draft(themes=[theme], place="London", place_country="GB", duration_stated="5 years")
    Identifier.objects.create(agreement=agreement, scheme="ukts", value="12 (2021)")
    article = make_article("The signing")
    article.agreements.add(agreement)
    make_article("A draft article", published=False).agreements.add(agreement)
    cite(agreement, make_source(title="A long report"))

    text = text_of(client, published(agreement))

    for shown in ("Skills", "London, United Kingdom", "5 years", "12 (2021)", "The signing"):
        assert shown in text
    assert "A draft article" not in text
    assert "A long report" in text[text.index('id="coverage"') :]


def test_sources_are_numbered_and_say_when_they_were_checked(client):
    agreement = draft(parties=[make_organisation()])
    notice = make_source(title="The notice", publisher="A ministry", note="A copy.")
    cite(agreement, notice, "summary", checked_on="2026-11-23")
    cite(agreement, notice, "kind", checked_on="2026-11-20")

    text = text_of(client, published(agreement))

    assert 'class="src" href="#source-1" aria-label="Source 1"' in text
    assert 'Facts last checked <time datetime="2026-11-23">' in text
    assert "Cited for 2 facts on this page. A copy." in text
    assert "A ministry" in text


def test_a_record_says_how_to_cite_it(client):
    agreement = make_agreement("Memorandum of one day")

    text = text_of(client, agreement)

    assert "<cite>Memorandum of one day</cite>. Record AG-0001, version 1, " in text
    assert f"{settings.SITE_URL}/id/AG-0001" in text


def test_a_withdrawn_record_says_why_and_is_not_indexed(client):
    agreement = make_agreement()
    withdraw(agreement, by=None, reason="It repeated AG-0006.")

    text = text_of(client, agreement)

    assert "Reason given: It repeated AG-0006." in text
    assert '<meta name="robots" content="noindex">' in text
    assert 'class="status is-withdrawn">Withdrawn<' in text


def test_words_of_editors_are_escaped(client):
    agreement = draft("<b>Bold</b> title", summary="<i>Slanted</i>", not_known="<u>Gap</u>")
    add_signatory(agreement, name="<script>alert(1)</script>")

    text = text_of(client, published(agreement))

    for tag in ("<b>Bold", "<i>Slanted", "<u>Gap", "<script>"):
        assert tag not in text


@pytest.mark.parametrize(
    "slug", ["%00", "%ED%A0%80", "%C3", "a" * 5000, "..", "a b", "%E6%96%87", "-"]
)
@pytest.mark.parametrize("page", ["", "history/", "versions/1/"])
def test_no_address_breaks_the_pages(client, slug, page):
    assert client.get(f"/agreements/{slug}/{page}").status_code in (400, 404)


def grow(agreement, count):
    """Everything that a page prints, `count` times."""
    for number in range(count):
        organisation = make_organisation()
        party = add_party(agreement, organisation, position=number + 3)
        signatory = add_signatory(agreement, party, office="Minister")
        add_event(agreement, "amended", "2024")
        add_link(agreement, "builds_on", make_agreement(parties=[organisation]))
        other = make_agreement(parties=[organisation])
        add_link(other, "encouraged_by", agreement)
        milestone = Milestone.objects.create(
            agreement=agreement, kind="meeting", text="They meet", date="2026"
        )
        milestone.organisations.add(organisation)
        Document.objects.create(agreement=agreement, title="Text", url="https://texts.example/")
        Identifier.objects.create(agreement=agreement, scheme="doi", value=f"10.1000/{number}")
        agreement.themes.add(make_theme())
        make_article(agreements=[]).agreements.add(agreement)
        cite(agreement, fact=f"signatories/{signatory.pk}/name", value="Somebody")
        cite(agreement)
    published(agreement)


@pytest.fixture
def known_types():
    """The content types are read once a process, not once a page."""
    ContentType.objects.get_for_models(Agreement, Organisation)


@pytest.mark.drill
@pytest.mark.parametrize("count", [3, 9])
def test_pages_take_the_same_few_queries_however_much_they_print(
    client, count, known_types, django_assert_num_queries
):
    agreement = draft()
    grow(agreement, count)

    with django_assert_num_queries(14):
        client.get(agreement.get_absolute_url())
    with django_assert_num_queries(12):
        client.get("/agreements/")
    with django_assert_num_queries(13):
        client.get("/agreements/?status=signed&country=gb&level=government&sort=title")


def test_a_page_read_first_stays_within_its_budget(client, django_assert_max_num_queries):
    agreement = draft()
    grow(agreement, 2)
    ContentType.objects.clear_cache()

    with django_assert_max_num_queries(15):
        client.get(agreement.get_absolute_url())


@pytest.mark.parametrize(
    ("countries", "addresses"),
    [
        (("GB", "JP"), ["/timeline/?country=jp", "/countries/jp/"]),
        (("JP", "US"), ["/timeline/?year_from=2025&amp;year_to=2025", "/countries/us/"]),
        (("GB", "CA", "DE", "JP", "US"), ["/timeline/?year_from=2025&amp;year_to=2025"]),
    ],
)
def test_a_record_leads_to_the_timeline_and_its_countries(client, countries, addresses):
    parties = [make_organisation(country=country) for country in countries]
    agreement = make_agreement("Made", parties=parties, signed="2025-06-19")

    response = client.get(agreement.get_absolute_url())

    for address in addresses:
        assert f'<a href="{address}">' in response.text
    between = "Everything between the UK and" in response.text
    assert between is (countries == ("GB", "JP"))
    assert ('<a href="/countries/ca/">' in response.text) is False
