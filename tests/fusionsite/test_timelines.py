"""The timeline: its page, its file, those of countries, and what editors feature on home."""

import re
from html import unescape

import pytest
from defusedxml import ElementTree

from agreements.filters import AgreementFilter
from agreements.models import Agreement
from fusionsite import timelines
from fusionsite.lanes import FUNDING, INDUSTRY, OTHERS, SEVERAL, WITHIN, Lanes, lane_name
from publishing.actions import publish, publish_together, withdraw
from publishing.facets import index_of
from tests.factories import add_event, add_link, make_agreement, make_organisation, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed():
    """Makes an agreement between organisations of these countries, one organisation a country."""
    of = {}

    def make(title, *countries, **fields):
        for country in countries:
            of[country] = of.get(country) or make_organisation(country=country)
        return make_agreement(title, parties=[of[country] for country in countries], **fields)

    return make


@pytest.fixture
def connected(agreed):
    """Two older agreements, the one that builds on them, and what came of it."""
    first = agreed("UK–US Partnership", "GB", "US", signed="2023-11-08")
    second = agreed("UK–Canada Memorandum", "GB", "CA", signed="2024-02")
    hub = agreed("UK–Japan Memorandum", "GB", "JP", signed="2025-06-19", published=False)
    add_link(hub, "builds_on", first)
    add_link(hub, "follows_from", second)
    publish(hub, by=None)
    company = agreed(
        "A joint venture", "GB", "JP", level="company", published=False, signed="2025-06-20"
    )
    add_link(company, "encouraged_by", hub)
    publish(company, by=None)
    return hub


def lanes_of(timeline):
    return {band.lane.name: band.lane.count for band in timeline.picture.bands}


def titles_of(timeline):
    return [item.row.record.label for item in timeline.items]


@pytest.mark.parametrize(
    ("countries", "fields", "lane"),
    [
        (["GB", "JP"], {}, "jp"),
        (["GB", "XX"], {}, "xx"),
        (["GB", "JP", "US"], {}, SEVERAL),
        (["GB"], {"kind": "funding_commitment"}, FUNDING),
        (["GB"], {"kind": "contract"}, WITHIN),
        (["GB", ""], {}, WITHIN),
        (["JP", "US"], {}, OTHERS),
        (["XX"], {}, OTHERS),
        (["GB", "JP"], {"level": "company"}, INDUSTRY),
        (["US"], {"level": "industry_body"}, INDUSTRY),
        (["GB", "JP"], {"level": "mixed"}, "jp"),
    ],
)
def test_an_agreement_stands_in_one_lane(agreed, countries, fields, lane):
    agreement = agreed("Of a lane", *countries, **fields)
    index = index_of(AgreementFilter)
    assert Lanes(index).lane_of(index.number_of(agreement.pk)) == lane
    assert lane_name(lane)


def test_seen_from_another_country_the_uk_is_a_lane(agreed):
    agreed("With the UK", "GB", "JP")
    agreed("With the US", "JP", "US")
    agreements = list(Agreement.objects.all())
    Lanes(index_of(AgreementFilter), "JP").give_to(agreements)
    assert sorted((each.title, each.lane) for each in agreements) == [
        ("With the UK", "gb"),
        ("With the US", "us"),
    ]


def test_the_page_draws_every_record_with_its_links_and_says_the_same_in_a_table(client, connected):
    response = client.get("/timeline/")
    timeline = response.context["timeline"]
    assert "4 agreements by partner country, 2023 to 2025" in words(response.text)
    assert lanes_of(timeline) == {
        "United States": 1,
        "Canada": 1,
        "Japan": 1,
        "Industry": 1,
    }
    assert titles_of(timeline) == [
        *("UK–US Partnership", "UK–Canada Memorandum"),
        *("UK–Japan Memorandum", "A joint venture"),
    ]
    assert [line.words for line in timeline.key] == [
        "builds on",
        "follows on from",
        "encouraged by",
    ]
    rows = table_of(response)
    assert [row[0] for row in rows] == titles_of(timeline)
    assert rows[2][1:] == [
        *("19 June 2025", "Japan", "Memorandum of understanding"),
        "Builds on UK–US Partnership . Follows on from UK–Canada Memorandum .",
    ]
    assert rows[0][4] == "None recorded"


def table_of(response):
    body = response.text.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")]
    return [[words(cell) for cell in row] for row in cells if row]


def words(html):
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def test_the_wide_and_the_narrow_picture_hold_the_same_records_and_links(client, connected):
    timeline = client.get("/timeline/").context["timeline"]
    wide = {mark.record.key for mark in timeline.picture.marks}
    assert {item.row.record.key for item in timeline.items} == wide
    drawn = {drawn.link for drawn in timeline.picture.links}
    assert {link for item in timeline.items for link in item.row.links} == drawn
    assert len(drawn) == 3


def test_every_mark_and_lane_is_a_link_with_a_name(client, connected):
    page = client.get("/timeline/").text
    picture = page.partition('<svg class="tl-svg"')[2].partition("</svg>")[0]
    items = re.findall(r'<a class="tl-item.*?href="(.*?)"[^>]*>(.*?)</a>', picture, re.DOTALL)
    named = {address: words(body) for address, body in items}
    for part in ("UK–Japan Memorandum", "Memorandum of understanding", "19 June 2025"):
        assert part in named[connected.get_absolute_url()]
    assert len(named) == 4
    assert picture.count('<a class="tl-lane"') == 4


def test_what_is_not_public_is_not_drawn(client, connected, agreed):
    agreed("A draft", "GB", "FR", published=False)
    withdraw(agreed("Withdrawn", "GB", "SE"), by=None, reason="A duplicate")
    page = client.get("/timeline/").text
    assert "A draft" not in page
    assert "Withdrawn" not in page
    assert "France" not in page.partition('<div class="tl-wide">')[2]


def test_an_announcement_and_an_inexact_date_say_so(client, agreed):
    agreement = agreed("Announced", "GB", "JP", signed=None, published=False)
    add_event(agreement, "announced", "by 2025-06")
    publish(agreement, by=None)
    response = client.get("/timeline/")
    [mark] = response.context["timeline"].picture.marks
    assert (mark.record.when, bool(mark.tail)) == ("announced by June 2025", True)
    assert "by or after this date" in response.text


def test_records_without_a_date_are_named_below_the_picture(client, connected, agreed):
    agreed("Without a date", "GB", "DE", signed=None)
    response = client.get("/timeline/")
    assert "Without a date, and so not drawn: Without a date" in words(response.text)
    assert "Without a date" not in titles_of(response.context["timeline"])
    assert [row[0] for row in table_of(response)][-1] == "Without a date"


def test_the_filters_of_the_list_narrow_the_timeline(client, agreed):
    theme = make_theme(slug="magnets")
    agreed("Japanese", "GB", "JP", themes=[theme], signed="2024")
    agreed("American", "GB", "US", level="agency", signed="2025")
    for query, title in (
        ("country=jp", "Japanese"),
        ("theme=magnets", "Japanese"),
        ("level=agency", "American"),
        ("year_from=2025", "American"),
        ("lane=us", "American"),
        ("lane=us&year_from=2025&year_to=2025", "American"),
    ):
        response = client.get(f"/timeline/?{query}")
        assert titles_of(response.context["timeline"]) == [title], query
        assert "noindex" in response.text


def test_of_one_country_the_lanes_are_its_partners(client, agreed):
    agreed("With the UK", "GB", "JP")
    agreed("With Canada", "CA", "JP")
    response = client.get("/timeline/?country=jp")
    assert set(lanes_of(response.context["timeline"])) == {"United Kingdom", "Canada"}
    assert "2 agreements of Japan by partner country" in words(response.text)


def test_no_record_in_the_choice_is_said_plainly(client, connected):
    response = client.get("/timeline/?country=fr")
    assert response.status_code == 200
    assert "No record has all of these at once." in response.text


def test_an_empty_register_has_a_timeline_that_says_so(client):
    assert "The register has no public agreement yet." in client.get("/timeline/").text
    assert client.get("/timeline.svg").status_code == 200


@pytest.fixture
def crowded(agreed):
    """More records than are drawn: of Japan, of the US, of others and of companies."""
    pairs = (["GB", "JP"], ["GB", "US"], ["JP", "US"])
    for number in range(48):
        agreed(
            f"Of {number}", *pairs[number % 3], signed=f"{2019 + number % 8}-03", published=False
        )
    for number in range(3):
        agreed(f"Company {number}", "GB", "JP", level="company", published=False, signed="2025")
    publish_together(list(Agreement.objects.all()), by=None)
    agreed("Undated", "GB", "JP", signed=None)


@pytest.mark.drill
def test_every_number_leads_to_the_records_that_it_counts(client, crowded):
    timeline = client.get("/timeline/").context["timeline"]
    assert timeline.is_grouped
    drawn = titles_by_cell(timeline)
    for band in timeline.picture.bands:
        assert number_at(client, band.lane.address) == band.lane.count
    for count in timeline.picture.counts:
        of_cell = number_at(client, count.more.address)
        group = timeline.picture.axis.groups[count.more.group]
        shown = drawn.get((count.more.lane, group.first), 0)
        assert of_cell == count.more.count + shown
        assert count.more.shown == shown
    counted = sum(count.more.count for count in timeline.picture.counts)
    assert timeline.drawn + counted == timeline.considered == timeline.all - 1
    assert sum(count.count for count in timeline.year_counts) == counted


def number_at(client, address):
    return client.get(address).context["page_obj"].paginator.count


def titles_by_cell(timeline):
    axis, found = timeline.picture.axis, {}
    for mark in timeline.picture.marks:
        cell = (mark.record.lane, axis.groups[axis.group_of(mark.record.day.year)].first)
        found[cell] = found.get(cell, 0) + 1
    return found


def test_a_crowded_timeline_is_bounded_and_says_what_is_left_out(client, crowded, monkeypatch):
    monkeypatch.setattr(timelines, "MOST_CONSIDERED", 45)
    response = client.get("/timeline/")
    timeline = response.context["timeline"]
    assert (timeline.considered, timeline.older) == (45, 6)
    assert "goes back over the newest records only. 6 older records" in words(response.text)
    assert response.context["page_obj"].paginator.count == 52


@pytest.mark.drill
def test_the_number_of_queries_does_not_grow(
    client, connected, agreed, django_assert_max_num_queries
):
    addresses = ("/timeline/", "/timeline.svg", "/timeline/?country=jp", "/countries/jp/", "/")
    Agreement.objects.update(feature_headline="It builds on two")
    counts = {}
    for number in (2, 8):
        for each in range(number):
            other = agreed(f"More {each}", "GB", ("JP", "US", "FR")[each % 3], published=False)
            add_link(other, "builds_on", connected)
            publish(other, by=None)
        for address in addresses:
            client.get(address)
            with django_assert_max_num_queries(counts.get(address, 30)) as queries:
                assert client.get(address).status_code == 200
            counts[address] = len(queries.captured_queries)


def test_the_picture_is_a_file_that_needs_no_stylesheet(client, connected):
    response = client.get("/timeline.svg?country=jp")
    assert response["Content-Type"] == "image/svg+xml"
    assert (
        response["Content-Disposition"] == 'attachment; filename="fusion-agreements-timeline.svg"'
    )
    assert "default-src 'none'" in response["Content-Security-Policy"]
    picture = ElementTree.fromstring(response.content)
    namespace = "{http://www.w3.org/2000/svg}"
    assert picture.tag == f"{namespace}svg"
    named = [text.text for text in picture.iter(f"{namespace}text")]
    assert "UK–Japan Memorandum" in named
    assert not any(picture.iter(f"{namespace}style"))
    links = [link.get("href") for link in picture.iter(f"{namespace}a")]
    assert links
    assert all(link.startswith("http") for link in links)


def test_words_of_editors_are_escaped_in_both_pictures(client, agreed):
    agreed('<b>"Bold" & more</b>', "GB", "JP")
    for address in ("/timeline/", "/timeline.svg"):
        page = client.get(address).text
        assert "<b>&quot;" not in page
        assert "&lt;b&gt;&quot;Bold&quot; &amp; more" in page


def test_a_country_shows_its_timeline_once_three_records_have_a_date(client, agreed):
    agreed("One", "GB", "JP", signed="2024")
    agreed("Two", "CA", "JP", signed="2025")
    agreed("Undated", "GB", "JP", signed=None)
    assert client.get("/countries/jp/").context["timeline"].picture is None
    agreed("Three", "GB", "JP", signed="2026-01")
    response = client.get("/countries/jp/")
    assert titles_of(response.context["timeline"]) == ["One", "Two", "Three"]
    for band in response.context["timeline"].picture.bands:
        assert number_at(client, band.lane.address) == band.lane.count
    assert 'href="/timeline.svg?country=jp"' in response.text


def test_home_shows_what_editors_feature_with_what_is_near(client, connected, agreed):
    agreed("Far away", "GB", "FR")
    home = client.get("/")
    assert "timeline" not in home.context
    assert "<figure" not in home.text
    Agreement.objects.filter(pk=connected.pk).update(feature_headline="It builds on two")
    response = client.get("/")
    assert sorted(titles_of(response.context["timeline"])) == [
        *("A joint venture", "UK–Canada Memorandum"),
        *("UK–Japan Memorandum", "UK–US Partnership"),
    ]
    assert "<h2>It builds on two</h2>" in response.text
    assert [row[0] for row in table_of(response)] == titles_of(response.context["timeline"])
    assert "Far away" not in response.text.partition("Latest agreements")[0]


def test_of_several_features_home_shows_the_one_signed_last(client, connected):
    Agreement.objects.update(feature_headline="An older one")
    Agreement.objects.filter(pk=connected.pk).update(feature_headline="The memorandum")
    Agreement.objects.filter(title="A joint venture").update(feature_headline="")
    assert client.get("/").context["featured"] == connected


def test_the_neighbourhood_takes_two_steps_and_twelve_records(client, agreed):
    before, chain = None, []
    for number in range(5):
        agreement = agreed(f"Step {number}", "GB", "JP", signed=f"20{10 + number}", published=False)
        if before:
            add_link(agreement, "builds_on", before)
        publish(agreement, by=None)
        chain.append(agreement)
        before = agreement
    for number in range(14):
        near = agreed(f"Near {number}", "GB", "US", published=False)
        add_link(near, "encouraged_by", chain[0])
        publish(near, by=None)
    Agreement.objects.filter(pk=chain[2].pk).update(feature_headline="In the middle")
    assert titles_of(client.get("/").context["timeline"]) == [f"Step {n}" for n in range(5)]
    Agreement.objects.update(feature_headline="")
    Agreement.objects.filter(pk=chain[0].pk).update(feature_headline="At the beginning")
    assert len(titles_of(client.get("/").context["timeline"])) == 12


def test_two_thousand_parameters_are_refused(client):
    assert client.get("/timeline/?" + "country=jp&" * 2000).status_code == 400


def test_a_value_that_is_none_is_answered_with_a_sentence(client, connected):
    response = client.get("/timeline/?lane=atlantis")
    assert response.status_code == 400
    assert "Lane: the register has no “atlantis”." in unescape(response.text)
    assert client.get("/timeline/?page=2").status_code == 404


@pytest.mark.drill
@pytest.mark.parametrize("address", ["/timeline/", "/timeline.svg"])
@pytest.mark.parametrize("parameter", ["lane", "country", "year_from", "page", "theme"])
def test_no_value_of_a_parameter_breaks_the_timeline(client, address, parameter):
    values = ("%00", "%ED%A0%80", "%C3", "9" * 4000, "x" * 100_000, "-1", "NaN", "%D9%A2", "xx")
    for value in values:
        response = client.get(f"{address}?{parameter}={value}")
        assert response.status_code in (200, 400, 404), value


def test_the_table_is_oldest_first_on_any_day(client, agreed):
    agreed("A of 2023", "GB", "JP", signed="2023")
    agreed("B of 1988", "GB", "JP", signed="1988")

    for query in ({}, {"as_of": "2024-03-01"}):
        rows = client.get("/timeline/", query).context["agreements"]
        assert [agreement.title for agreement in rows] == ["B of 1988", "A of 2023"]
