"""The register as it stood on a day: lists, records and countries, and the way through them."""

import re
from html import unescape
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone

from agreements.models import Milestone
from organisations.models import Membership, Name
from search.indexing import rebuild
from tests.factories import (
    add_event,
    add_link,
    add_party,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
)

DAY = "2024-03-01"
HREF = re.compile(r'<a\b[^>]*?\bhref="([^"#][^"]*)"')
LISTS = ("/agreements/", "/organisations/", "/news/", "/countries/")
RECORDS = ("/agreements/old-pact/", "/organisations/ministry/", "/news/early-news/")
numbers = count(1)


def public(record, **fields):
    """Made public without a version: quicker, where nobody reads its history."""
    prefix = type(record).identifier_prefix
    fields |= {"published_at": timezone.now(), "identifier": f"{prefix}-{next(numbers):04}"}
    type(record).objects.filter(pk=record.pk).update(**fields)
    record.refresh_from_db()
    return record


def organisation(name, slug, **fields):
    return public(make_organisation(name, slug=slug, published=False, **fields))


def agreement(title, slug, parties, **fields):
    return make_agreement(title, slug=slug, parties=parties, published=False, **fields)


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    """Made once for the module and undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_register()
        yield
        transaction.set_rollback(True)


def make_register():
    new = organisation("Department for Energy", "energy", country="GB")
    old = organisation(
        "Department for Business", "business", country="GB", status="dissolved", successor=new
    )
    Name.objects.create(
        organisation=old,
        kind="official",
        name=old.name,
        held_from="2016-07-14",
        held_until="2025-02-07",
    )
    ministry = organisation("Ministry of Research", "ministry", country="JP", acronym="MoR")
    former = Name.objects.create(
        organisation=ministry, kind="former", name="Ministry of Education", held_until="2025-05-06"
    )
    later_name = Name.objects.create(
        organisation=ministry, kind="alias", name="Later alias", held_from="2025-06"
    )
    cite(ministry, make_source(title="Of the former name"), f"names/{former.pk}")
    cite(ministry, make_source(title="Of the later name"), f"names/{later_name.pk}")
    council = organisation("Young Council", "council", country="JP")
    Name.objects.create(
        organisation=council, kind="official", name=council.name, held_from="2024-03-29"
    )
    body = organisation("Old Body", "body", country="XX")
    for member, since, until in ((old, "2017", ""), (ministry, "2025", ""), (new, "", "2020")):
        Membership.objects.create(organisation=member, body=body, since=since, until=until)
    make_agreements(old, new, ministry)


def make_agreements(old, new, ministry):
    pact = agreement("Old pact", "old-pact", [old, ministry], signed="2019-05-01")
    add_event(pact, "amended", "2025-01")
    ended = add_event(pact, "terminated", "2025-06-01")
    cite(pact, make_source(title="Of the end"), f"events/{ended.pk}/date")
    add_event(pact, "expires", "2030")
    for kind, text, when in (
        ("meeting", "First meeting", "2020"),
        ("meeting", "Late meeting", "2025-02"),
        ("planned", "Final meeting", "2029"),
    ):
        milestone = Milestone.objects.create(agreement=pact, kind=kind, text=text, date=when)
        milestone.organisations.add(ministry)
        cite(pact, make_source(title=f"Of the {text.lower()}"), f"milestones/{milestone.pk}")
    public(pact)
    slow = agreement("Slow deal", "slow-deal", [new], signed="2025-02", kind="treaty")
    add_event(slow, "announced", "2023-10")
    add_party(slow, ministry, name_at_signing="Ministry at signing")
    public(slow)
    later = public(agreement("Later deal", "later-deal", [new, ministry], signed="2025-03"))
    link = add_link(later, "builds_on", pact, note="It says so.")
    cite(later, make_source(title="Of the link"), f"links/{link.pk}")
    public(agreement("Undated deal", "undated-deal", [new, ministry], signed=None))
    public(agreement("Undated treaty", "undated-treaty", [old], signed=None, kind="treaty"))
    withdrawn = agreement("Withdrawn deal", "withdrawn-deal", [old, ministry], signed="2018")
    public(withdrawn, withdrawn_at=timezone.now(), withdrawn_reason="It repeated another.")
    for title, date in (("Early news", "2023-05"), ("Late news", "2025"), ("Undated news", "")):
        article = make_article(title, date=date, published=False)
        article.agreements.set([pact, later])
        article.organisations.add(ministry)
        public(article)


@pytest.fixture
def read(client, register, db):
    """The page as it stood on the day, spaces made one."""

    def read(address, status=200, day=DAY):
        joint = "&" if "?" in address else "?"
        response = client.get(f"{address}{joint}as_of={day}")
        assert response.status_code == status
        response.words = " ".join(response.text.split())
        return response

    return read


def titles(response):
    return [found.title for found in response.context["agreements"]]


def test_the_list_shows_what_was_agreed_by_that_day(read, client):
    response = read("/agreements/")

    assert titles(response) == ["Slow deal", "Old pact"]
    assert titles(read("/agreements/", day="2019-04-30")) == []
    assert len(titles(client.get("/agreements/"))) == 5
    assert "<strong>As it stood on 1 March 2024</strong>" in response.words
    assert 'href="/agreements/" data-day="any"' not in response.words
    assert 'data-day="any">Show today’s</a>' in response.words


def test_a_page_of_today_has_no_banner_and_offers_another_day(client, read):
    for address in (*LISTS, "/countries/jp/", "/agreements/old-pact/", "/organisations/energy/"):
        text = client.get(address).text
        assert "As it stood on" not in text
        assert "See the register as it stood on a day" in text
        assert re.search(rf'<form class="row day" action="{address}" method="get"', text)


def test_statuses_and_dates_are_those_of_the_day(read):
    assert titles(read("/agreements/?status=signed")) == ["Old pact"]
    assert titles(read("/agreements/?status=announced")) == ["Slow deal"]
    assert titles(read("/agreements/?status=terminated")) == []
    assert titles(read("/agreements/?status=terminated", day="2025-07-01")) == ["Old pact"]
    assert titles(read("/agreements/?year_from=2025")) == []
    assert "Announced <time" in read("/agreements/").words


def test_organisations_have_the_names_of_the_day(read):
    rows = read("/agreements/").words

    assert "Ministry of Education (Japan)" in rows
    assert "Ministry at signing (Japan)" in rows
    assert "Ministry of Research (" not in rows


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/agreements/", 2),
        ("/agreements/?country=jp", 1),
        ("/agreements/?kind=treaty&status=signed&sort=title", 1),
        ("/agreements/?kind=licence", 0),
        ("/agreements/?year_to=2023", 0),
        ("/countries/", 2),
        ("/countries/jp/", 1),
        ("/countries/gb/", 2),
        ("/organisations/ministry/", 1),
        ("/news/", 1),
        ("/news/?year_from=2020", 0),
    ],
)
def test_records_without_a_date_are_left_out_and_counted_in_a_list(read, client, address, number):
    response = read(address)

    assert response.context["left_out"].count == number
    found = re.search(r'<a href="([^"]*)"[^>]*>\d+ records? without a date', response.words)
    assert bool(found) is bool(number)
    if found:
        listed = client.get(unescape(found[1]))
        assert listed.context["page_obj"].paginator.count == number
        assert "as_of" not in found[1]


@pytest.mark.drill
def test_a_search_of_that_day_is_ranked_counted_and_keeps_the_day(read, client):
    rebuild()
    page = read("/agreements/?q=old+pact+deal")

    assert titles(page) == ["Old pact", "Slow deal"]
    assert titles(read("/agreements/?q=old+pact+deal&sort=-date")) == ["Slow deal", "Old pact"]
    assert titles(read("/agreements/?q=old+pact+deal&sort=relevance")) == titles(page)
    assert "2 of 2 records" in page.words
    assert f'href="/agreements/?as_of={DAY}"' in page.words
    left_out = re.search(r'href="([^"]*)"[^>]*>1 record without a date', page.words)[1]
    assert titles(client.get(unescape(left_out))) == ["Undated deal"]
    for group in page.context["filter"].groups:
        for option in group.options:
            address = f"/agreements/?q=old+pact+deal&{group.name}={option.value}"
            assert len(titles(read(address))) == option.count, option


def test_a_slip_of_typing_is_mended_for_that_day_too(read):
    rebuild()
    page = read("/agreements/?q=minsitry")

    assert titles(page) == ["Slow deal", "Old pact"]
    assert "These are the results for" in page.words


def test_a_date_that_is_known_or_not_can_be_asked_for(client, read):
    assert sorted(titles(client.get("/agreements/?dated=no"))) == [
        "Undated deal", "Undated treaty"
    ]  # fmt: skip
    assert len(titles(client.get("/agreements/?dated=yes"))) == 3
    assert len(titles(client.get("/agreements/?dated=yes&dated=no"))) == 5
    assert client.get("/agreements/?dated=perhaps").status_code == 400


def test_a_record_stands_as_on_that_day(read):
    page = read("/agreements/old-pact/").words

    assert 'class="status is-signed"' in page
    assert "expiry 2030" in page
    assert "<dt>Next</dt> <dd>Final meeting, 2029" in page
    for shown in ("First meeting", "Early news", "Ministry of Education", "Of the final meeting"):
        assert shown in page
    for later in ("Late meeting", "Amended", "1 June 2025", "Of the end", "Later deal"):
        assert later not in page
    for later in ("Late news", "Of the late meeting", "Undated news", "Ministry of Research"):
        assert later not in page


def test_sources_are_numbered_anew_without_those_of_what_is_left_out(read, client):
    now = client.get("/agreements/old-pact/").context["facts"]
    then = read("/agreements/old-pact/").context["facts"]

    assert len(now.sources) == 5
    assert [cited.number for cited in then.sources] == [1, 2, 3]


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("/agreements/old-pact/", "2019-04-30"),
        ("/agreements/later-deal/", DAY),
        ("/agreements/undated-deal/", DAY),
        ("/organisations/council/", DAY),
        ("/news/late-news/", DAY),
        ("/countries/jp/", "2010-01-01"),
    ],
)
def test_what_was_not_there_yet_is_not_found_and_its_page_of_today_is_named(read, address, day):
    page = read(address, status=404, day=day).words

    assert "this was not there yet" in page
    assert f'<a href="{address}" data-day="any">Show today’s</a>' in page


def test_a_page_that_never_was_is_plainly_not_found(read):
    for address in ("/agreements/no-such/", "/countries/br/", "/countries/xx/"):
        assert "not there yet" not in read(address, status=404).words


def test_organisations_are_those_of_the_day_with_their_agreements_counted(read, client):
    response = read("/organisations/")
    shown = {o.slug: o for o in response.context["organisation_list"]}

    assert "council" not in shown
    assert shown["business"].status == "active"
    assert "Ministry of Education" in response.words
    assert [shown[slug].agreement_count for slug in ("ministry", "energy", "business")] == [2, 1, 1]
    for slug in shown:
        found = read(f"/agreements/?organisation={slug}").context["page_obj"].paginator.count
        assert found == shown[slug].agreement_count


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("?status=active&member_of=body", ["business"]),
        ("?status=dissolved", []),
        ("?member_of=body", ["business"]),
        ("?country=jp", ["ministry"]),
    ],
)
def test_the_filters_of_organisations_hold_for_the_day(read, query, slugs):
    listed = read(f"/organisations/{query}").context["organisation_list"]

    assert [organisation.slug for organisation in listed] == slugs


def test_an_organisation_stands_as_on_that_day(read, client):
    ministry = read("/organisations/ministry/").words
    assert re.search(r"<h1[^>]*>(<[^>]*>)*Ministry of Education<", ministry)
    assert "<dt>Name today</dt> <dd>Ministry of Research</dd>" in ministry
    for later in ("Later deal", "Later alias", "Late meeting", "Late news", "Of the later name"):
        assert later not in ministry
    assert "Of the former name" in ministry
    assert "Old Body" not in ministry
    business = read("/organisations/business/").words
    assert "Succeeded by" not in business
    assert "Old Body" in business
    assert "Succeeded by" in client.get("/organisations/business/").text
    assert "Successor of" not in read("/organisations/energy/").words
    assert "Successor of" in client.get("/organisations/energy/").text


def test_countries_count_what_their_lists_show(read):
    rows = read("/countries/").context["countries"]

    assert {row.code: (row.count, row.with_uk) for row in rows} == {"GB": (2, 2), "JP": (2, 2)}
    for row in rows:
        listed = read(f"/agreements/?country={row.slug}").context["page_obj"].paginator
        there = read(f"/organisations/?country={row.slug}").context["page_obj"].paginator
        assert (listed.count, there.count) == (row.count, row.organisations)


@pytest.mark.parametrize("address", ["/countries/", "/countries/jp/", "/agreements/old-pact/"])
def test_a_day_offers_no_page_that_shows_today_alone(read, client, address):
    shows_today = re.compile(r'href="(?:/map/|[^"]*/brief/|[^"]*/compare/|[^"]*/lineage.svg)')
    assert shows_today.search(client.get(address).text)
    assert not shows_today.search(read(address).text)


def test_a_country_stands_as_on_that_day(read):
    response = read("/countries/jp/")

    assert [found.title for found in response.context["with_uk"]] == ["Slow deal", "Old pact"]
    assert "Ministry of Education" in response.words
    for later in ("Later deal", "Young Council", "Late news", "Ministry of Research"):
        assert later not in response.words


def test_news_are_those_of_the_day(read):
    assert [a.title for a in read("/news/").context["article_list"]] == ["Early news"]
    article = read("/news/early-news/").words
    assert "Old pact" in article
    assert "Later deal" not in article


@pytest.mark.drill
def test_a_reader_walks_through_that_day(read, client):
    """Every link from page to page keeps the day, and leads to a page that is there."""
    seen, ahead = set(), [f"/agreements/?as_of={DAY}"]
    while ahead:
        address = ahead.pop()
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["X-Robots-Tag"] == "noindex"
        is_page = response["Content-Type"].startswith("text/html")
        if is_page or ".svg" in address:
            assert "As it stood on 1 March 2024" in response.text, address
        if not is_page:
            continue  # A file that is kept names its addresses in full.
        assert '<meta name="robots" content="noindex">' in response.text
        found = {unescape(link) for link in HREF.findall(response.text)}
        keeps = {link for link in found if f"as_of={DAY}" in link}
        assert keeps
        same_page = {link for link in keeps if link.startswith("?")}
        ahead += keeps - same_page - seen - set(ahead)
    visited = {address.partition("?")[0] for address in seen}
    assert visited >= {*LISTS, "/countries/jp/", "/agreements/old-pact/", "/agreements/slow-deal/"}
    assert visited >= {"/timeline/", "/timeline.svg"}
    assert visited >= {"/organisations/ministry/", "/organisations/business/", "/news/early-news/"}
    assert not visited & {"/", "/agreements/old-pact/history/", "/corrections/"}


def test_filters_chips_and_sorting_keep_the_day(read):
    page = read("/agreements/?country=jp&kind=treaty").words

    field = '<input type="hidden" name="as_of" value="2024-03-01">'
    form = re.search(r'<form class="filters"[^>]*>(.*?)</form>', page)[1]
    assert form.count('name="as_of"') == 1
    assert field in form
    assert f'href="/agreements/?kind=treaty&amp;as_of={DAY}"' in page
    day_form = re.search(r'<form class="row day"[^>]*>(.*?)</form>', page)[1]
    assert '<input type="hidden" name="country" value="jp">' in day_form
    assert day_form.count('name="as_of"') == 1
    assert 'type="date" id="as_of" name="as_of" min="1900-01-01"' in day_form


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("2024-13-01", "There is no month 13"),
        ("yesterday", "give a day, such as 2024-03-01"),
        ("0000-01-01", "The year must be between"),
        ("9999-01-01", "The year must be between"),
        ("2099-01-01", "the day is not in the future"),
        ("%00", "not text"),
        ("%ED%A0%80", "give a day"),
        ("2" * 4000, "give a day"),
        ("2" * 100_000, "too long"),
        (f"{DAY}&as_of=2024-03-02", "give one day"),
        ("&".join(["x"] + [f"as_of={n}" for n in range(300)]), "give one day"),
    ],
)
def test_a_day_that_is_none_answers_with_a_sentence(client, register, db, value, sentence):
    addresses = ("/countries/jp/", "/agreements/old-pact/", "/organisations/energy/")
    for address in (*LISTS, *addresses, "/news/early-news/"):
        response = client.get(f"{address}?as_of={value}")
        assert response.status_code == 400, address
        assert sentence in response.text, address


def test_the_first_day_and_today_can_be_asked_for(read):
    assert titles(read("/agreements/", day="1900-01-01")) == []
    today = read("/agreements/", day=timezone.localdate().isoformat())
    assert titles(today) == ["Later deal", "Slow deal", "Old pact"]


def test_an_old_address_leads_to_the_new_one_on_the_same_day(client, register, db):
    response = client.get(f"/countries/JP/?as_of={DAY}")

    assert response["Location"] == f"/countries/jp/?as_of={DAY}"


@pytest.mark.drill
@pytest.mark.parametrize("address", ["/agreements/", "/organisations/", "/news/"])
def test_each_choice_counts_the_list_of_that_day(read, address):
    for group in read(address).context["filter"].groups:
        for option in group.options:
            listed = read(f"{address}?{group.name}={option.value}")
            assert listed.context["page_obj"].paginator.count == option.count, option
            assert len(listed.context["filter"].qs) == option.count, option
