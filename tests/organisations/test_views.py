"""The pages of organisations, as a reader sees them."""

import re

import pytest
from django.urls import reverse

from agreements.models import Milestone
from organisations.models import Identifier, Membership, Name, Organisation, Site
from publishing.actions import publish, unpublish, withdraw
from tests.factories import (
    add_event,
    add_link,
    add_party,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
    make_theme,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LIST = "/organisations/"


def text_of(response):
    """What the page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page_of(client, organisation):
    return client.get(organisation.get_absolute_url())


def names_in(response):
    return [organisation.name for organisation in response.context["organisation_list"]]


def many(number):
    """Organisations with agreements, members, news and milestones."""
    body = make_organisation()
    for _each in range(number):
        laboratory = make_organisation()
        Membership.objects.create(organisation=laboratory, body=body)
        agreement = make_agreement(parties=[body, laboratory])
        milestone = Milestone.objects.create(agreement=agreement, kind="visit", text="A visit")
        milestone.organisations.add(body)
        make_article(agreements=[agreement]).organisations.add(body)
        make_organisation(parent=body)
    return body


def test_the_list_groups_organisations_by_kind(client):
    make_organisation("Zeta Laboratory")
    make_organisation("Alpha Company", kind="company")
    make_organisation("Beta Department", kind="government_department")

    response = client.get(LIST)

    assert names_in(response) == ["Beta Department", "Zeta Laboratory", "Alpha Company"]
    assert "Government departments" in text_of(response)


def test_the_list_leaves_out_drafts_and_withdrawn_organisations(client):
    make_organisation("Hidden Draft", published=False)
    withdraw(make_organisation("Withdrawn Body"), by=None, reason="A duplicate")
    make_organisation("Shown")

    assert names_in(client.get(LIST)) == ["Shown"]


def test_the_number_of_agreements_leads_to_them(client):
    laboratory = make_organisation("Laboratory")
    make_agreement(parties=[laboratory, make_organisation()])
    make_agreement(parties=[laboratory, make_organisation()], published=False)

    response = client.get(LIST, {"sort": "-agreements"})

    assert names_in(response)[0] == "Laboratory"
    assert response.context["organisation_list"][0].agreement_count == 1
    assert "/agreements/?organisation=laboratory" in response.content.decode()


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ("kind=company", ["Firm"]),
        ("kind=company&kind=university", ["Universität", "Firm"]),
        ("country=jp", ["Firm"]),
        ("country=JP", ["Firm"]),
        ("country=Japan", ["Firm"]),
        ("country=xx", ["Treaty Body"]),
        ("theme=magnets", ["Firm"]),
        ("theme=supply", ["Firm"]),
        ("member_of=treaty-body", ["Universität"]),
        ("status=dissolved", ["Universität"]),
        ("kind=company&country=de", []),
        ("kind=regulator", []),
        ("kind=&country=", ["Universität", "Firm", "Treaty Body"]),
        ("unheard_of=1", ["Universität", "Firm", "Treaty Body"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(client, parameters, found):
    supply = make_theme(name="Supply", slug="supply")
    firm = make_organisation("Firm", kind="company", country="JP")
    firm.themes.add(make_theme(name="Magnets", slug="magnets", parent=supply))
    university = make_organisation(
        "Universität", kind="university", country="DE", status="dissolved"
    )
    body = make_organisation("Treaty Body", kind="international_organisation", country="XX")
    Membership.objects.create(organisation=university, body=body)

    response = client.get(f"{LIST}?{parameters}")

    assert response.status_code == 200
    assert names_in(response) == found


@pytest.mark.parametrize(
    "parameters",
    [
        "kind=club",
        "kind=company&kind=club",
        "country=atlantis",
        "country=zz",
        "theme=unheard-of",
        "theme=a-draft",
        "member_of=unheard-of",
        "member_of=a-draft",
        "status=asleep",
        "sort=newest",
        "kind=%ED%A0%80",
        "kind=" + "x" * 4000,
        "kind=%00",
        "x=" + "y" * 5000,
        "kind=club&" * 300,
    ],
)
def test_a_code_that_is_none_is_answered_with_a_sentence(client, parameters):
    make_organisation(kind="company")
    make_organisation("A draft", published=False)
    make_theme(slug="a-draft", published=False)

    response = client.get(f"{LIST}?{parameters}")

    assert response.status_code == 400
    assert "We cannot read that request" in text_of(response)


def test_the_sentence_names_the_filter_and_the_code(client):
    assert "Kind: the register has no “club”." in text_of(client.get(f"{LIST}?kind=club"))


@pytest.mark.parametrize("number", ["0", "-1", "2", "1000000", "x", "9" * 4000, "²"])
def test_a_page_that_is_not_there_is_not_found(client, number):
    make_organisation()

    assert client.get(LIST, {"page": number}).status_code == 404


def test_a_long_list_has_pages_that_keep_the_filters(client, settings):
    for _each in range(settings.PUBLIC_PAGE_SIZE + 1):
        make_organisation()

    response = client.get(LIST, {"country": "gb", "page": 2})

    assert len(names_in(response)) == 1
    assert "?country=gb&amp;page=1" in response.content.decode()


def test_a_chosen_filter_can_be_dropped_alone(client):
    make_organisation(kind="company", country="JP")

    chips = client.get(f"{LIST}?kind=company&country=jp&country=de").context["filter"].chips

    assert [(chip.label, chip.address) for chip in chips] == [
        ("Company", f"{LIST}?country=jp&country=de"),
        ("Japan", f"{LIST}?kind=company&country=de"),
        ("Germany", f"{LIST}?kind=company&country=jp"),
    ]


def test_choices_come_from_published_organisations_alone(client):
    make_organisation(kind="company", country="JP")
    make_organisation(kind="regulator", country="FR", published=False)

    groups = {group.name: group for group in client.get(LIST).context["filter"].groups}

    assert [option.value for option in groups["kind"].options] == ["company"]
    assert [option.value for option in groups["country"].options] == ["jp"]


@pytest.mark.drill
@pytest.mark.parametrize("address", [LIST, None])
def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries, address):
    few = many(3)
    client.get(address or few.get_absolute_url())
    with django_assert_max_num_queries(16) as first:
        client.get(address or few.get_absolute_url())
    body = many(12)

    with django_assert_max_num_queries(len(first.captured_queries)):
        response = client.get(address or body.get_absolute_url())

    assert response.status_code == 200


def test_the_page_prints_all_names_in_their_own_script(client):
    ministry = make_organisation(
        "Ministry of Education",
        acronym="MEXT",
        native_name="文部科学省",
        native_name_language="ja",
        country="JP",
    )
    Name.objects.create(
        organisation=ministry,
        kind="former",
        name="Ministry of Science",
        held_from="1956",
        held_until="2001-01",
    )

    response = page_of(client, ministry)

    assert '<bdi lang="ja">文部科学省</bdi>' in response.content.decode()
    for words in ("MEXT", "In Japanese", "Former name", "1956 to January 2001"):
        assert words in text_of(response)


def test_many_parts_are_folded_behind_the_first(client):
    academy = make_organisation("Academy")
    for letter in "ABCDEFGHIJ":
        make_organisation(f"Institute {letter}", parent=academy)

    page = page_of(client, academy)

    assert "Institute H and 2 more organisations that belong to it Institute I" in text_of(page)
    folded = page.text.partition("<dt>Includes</dt>")[2].partition("<details")[2]
    assert "Institute I<" in folded.partition("</details>")[0]
    assert "Institute H<" not in folded.partition("</details>")[0]


def test_the_page_shows_what_is_above_below_before_and_after(client):
    government = make_organisation("Government")
    after = make_organisation("Department for Energy Security", acronym="DESNZ")
    department = make_organisation("Department for Business", parent=government, successor=after)
    make_organisation("Authority", parent=department)
    make_organisation("Department of Energy", successor=department)

    words = text_of(page_of(client, department))

    assert "Part of Government" in words
    assert "Includes Authority" in words
    assert "Successor of Department of Energy" in words
    assert "Succeeded by Department for Energy Security (DESNZ)" in words


def test_the_page_names_memberships_and_members(client):
    cluster = make_organisation("Cluster")
    firm = make_organisation("Firm")
    Membership.objects.create(
        organisation=firm, body=cluster, since="2024", until="2025-06", note="As a founder."
    )

    assert "Member of Cluster (2024 to June 2025) As a founder." in text_of(page_of(client, firm))
    assert "Members Firm" in text_of(page_of(client, cluster))


def test_many_members_lead_to_the_filtered_list(client):
    cluster = make_organisation("Cluster")
    for _each in range(22):
        Membership.objects.create(organisation=make_organisation(), body=cluster)

    response = page_of(client, cluster)

    assert "and 2 more members" in text_of(response)
    assert "/organisations/?member_of=cluster" in response.content.decode()


def test_sites_website_and_identifiers_are_linked(client):
    authority = make_organisation("Authority", website="https://www.gov.uk/ukaea")
    Site.objects.create(
        organisation=authority, kind="campus", name="Culham Campus", place="Abingdon"
    )
    Identifier.objects.create(organisation=authority, scheme="ror", value="0361bwx64")

    response = page_of(client, authority)

    assert "<bdi>Culham Campus</bdi>, <bdi>Abingdon</bdi>" in response.content.decode()
    assert "(campus)" in text_of(response)
    assert '<a href="https://www.gov.uk/ukaea">gov.uk/ukaea</a>' in response.content.decode()
    assert 'href="https://ror.org/0361bwx64"' in response.content.decode()
    assert authority.identifier in text_of(response)


def test_what_is_not_recorded_is_said(client):
    words = text_of(page_of(client, make_organisation(country="")))

    assert "Country Not recorded yet" in words
    assert "Website Not recorded yet" in words
    assert "It has no part in an agreement of the register." in words


def test_an_international_body_has_no_country(client):
    assert "Country Not applicable" in text_of(page_of(client, make_organisation(country="XX")))


def test_agreements_stand_newest_first_with_role_and_name_at_signing(client):
    department = make_organisation("Department for Energy Security")
    make_agreement("New memorandum", parties=[department], signed="2025-06-19")
    old = make_agreement("Old memorandum", parties=[make_organisation()], signed="2022")
    add_party(old, department, role="funder", name_at_signing="Department for Business")
    make_agreement("Draft memorandum", parties=[department], published=False)

    words = text_of(page_of(client, department))

    assert words.index("New memorandum") < words.index("Old memorandum")
    assert "Role: Funder" in words
    assert "Then named Department for Business" in words
    assert "Draft memorandum" not in words


def test_an_announcement_is_not_called_a_signing(client):
    firm = make_organisation()
    agreement = make_agreement(parties=[firm], signed=None)
    add_event(agreement, "announced", "June 2025")

    assert "Announced June 2025" in text_of(page_of(client, firm))


def test_more_agreements_lead_to_the_filtered_list(client):
    firm = make_organisation("Firm")
    for _each in range(12):
        make_agreement(parties=[firm])

    response = page_of(client, firm)

    assert "and 2 more agreements" in text_of(response)
    assert "/agreements/?organisation=firm" in response.content.decode()


def test_partners_are_named_with_what_is_shared(client):
    firm, partner = make_organisation("Firm"), make_organisation("Partner", country="JP")
    make_agreement("First", parties=[firm, partner])
    make_agreement("Second", parties=[firm, partner, make_organisation("Third party")])

    partners = page_of(client, firm).context["partners"]

    assert [(p.organisation.name, len(p.agreements)) for p in partners] == [
        ("Partner", 2),
        ("Third party", 1),
    ]


def test_milestones_and_news_that_concern_it_are_shown(client):
    authority = make_organisation()
    agreement = make_agreement("Memorandum")
    milestone = Milestone.objects.create(
        agreement=agreement, kind="meeting", text="Officials met at Culham", date="2025-06"
    )
    milestone.organisations.add(authority)
    make_article("Officials meet").organisations.add(authority)
    make_article("A draft of news", published=False).organisations.add(authority)

    words = text_of(page_of(client, authority))

    assert "June 2025 Officials met at Culham" in words
    assert "From the record Memorandum" in words
    assert "Officials meet" in words
    assert "A draft of news" not in words


def test_milestones_of_a_draft_stay_hidden(client):
    authority = make_organisation()
    milestone = Milestone.objects.create(
        agreement=make_agreement(published=False), kind="meeting", text="A secret meeting"
    )
    milestone.organisations.add(authority)

    assert "A secret meeting" not in text_of(page_of(client, authority))


def test_a_fact_is_marked_with_its_source_and_a_differing_one_is_shown(client):
    authority = make_organisation(published=False, website="https://authority.example")
    cite(authority, make_source(title="The first source"), fact="website")
    cite(authority, make_source(title="The other source"), fact="website", value="other.example")
    publish(authority, by=None)

    words = text_of(page_of(client, authority))

    assert "The first source" in words
    assert "“other.example”" in words


def test_a_withdrawn_organisation_keeps_its_page_under_a_banner(client):
    organisation = make_organisation("Twice recorded")
    withdraw(organisation, by=None, reason="It repeats another record.")

    response = page_of(client, organisation)

    assert response.status_code == 200
    assert "It repeats another record." in text_of(response)
    assert "noindex" in response.content.decode()


def test_a_draft_looks_like_nothing(client):
    draft = make_organisation("A draft", published=False)

    assert page_of(client, draft).status_code == 404
    assert client.get(reverse("organisations:history", args=[draft.slug])).status_code == 404


def test_what_was_taken_back_says_so(client):
    organisation = make_organisation()
    unpublish(organisation, by=None, reason="It never existed.")

    response = page_of(client, organisation)

    assert response.status_code == 410
    assert "It never existed." in text_of(response)


def test_an_old_address_leads_to_the_new_one(client):
    organisation = make_organisation("Laboratory")
    Organisation.objects.filter(pk=organisation.pk).update(slug="new-laboratory")
    organisation.refresh_from_db()
    publish(organisation, by=None)

    response = client.get("/organisations/laboratory/")

    assert (response.status_code, response["Location"]) == (301, "/organisations/new-laboratory/")


def test_a_new_acronym_stands_everywhere_and_in_the_history(client):
    organisation = make_organisation("Fusion Authority", acronym="OLD")
    Organisation.objects.filter(pk=organisation.pk).update(acronym="FA")
    organisation.refresh_from_db()
    publish(organisation, by=None, note="The acronym changed.")

    assert "FA" in text_of(page_of(client, organisation))
    assert "OLD" not in text_of(client.get(LIST))
    history = client.get(reverse("organisations:history", args=[organisation.slug]))
    assert "The acronym changed." in text_of(history)
    first = client.get(reverse("organisations:version", args=[organisation.slug, 1]))
    assert "OLD" in text_of(first)


@pytest.mark.parametrize("number", ["0", "2", "9" * 30])
def test_a_version_that_is_none_is_not_found(client, number):
    organisation = make_organisation()

    response = client.get(f"{organisation.get_absolute_url()}versions/{number}/")

    assert response.status_code == 404


def test_the_rows_say_what_the_agreements_are_connected_to(client):
    laboratory = make_organisation("Laboratory")
    first = make_agreement("First", parties=[laboratory, make_organisation()])
    second = make_agreement("Second", parties=[laboratory, make_organisation()])
    draft = make_agreement("Draft", published=False)
    add_link(second, "builds_on", first)
    add_link(second, "builds_on", draft)

    words = text_of(page_of(client, laboratory))

    assert "Builds on 1" in words
    assert "Led to 1" in words


def test_three_dated_agreements_are_drawn_along_time(client):
    laboratory = make_organisation("Laboratory")
    for year in ("1988", "2023", "2025"):
        page = page_of(client, laboratory)
        assert "along time" not in page.content.decode()
        make_agreement(parties=[laboratory, make_organisation()], signed=year)

    drawn = page_of(client, laboratory).content.decode()

    assert "Its agreements along time, 1988 to 2025" in drawn
    assert drawn.count('<use class="mk ') == 3
