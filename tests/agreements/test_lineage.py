"""The lineage on the page of an agreement, and as a file of its own."""

import re
from xml.etree import ElementTree

import pytest

from agreements.models import Milestone
from publishing.actions import withdraw
from tests.agreements.reading import draft, published, text_of
from tests.factories import add_event, add_link, cite, make_agreement

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def memorandum():
    """With two that it builds on, one of them under another; and three steps that came of it."""
    umbrella = make_agreement("Umbrella", signed="2020", kind="joint_declaration_of_intent")
    research = draft("Research agreement", signed="2024-12")
    add_link(research, "under_auspices_of", umbrella)
    money = make_agreement("Money", signed="2025", kind="funding_commitment")
    memorandum = draft("Memorandum", signed="2025-06-19", kind="memorandum_of_cooperation")
    stated = add_link(memorandum, "builds_on", published(research), note="It says so")
    add_link(memorandum, "follows_from", money)
    cite(memorandum, fact=f"links/{stated.pk}", position=1)
    Milestone.objects.create(agreement=memorandum, kind="site_move", text="It moves", date="2026")
    published(memorandum)
    venture = draft("Venture", signed=None, level="company", kind="joint_venture")
    add_event(venture, "announced", "by 2025-06-19")
    add_link(venture, "encouraged_by", memorandum)
    add_link(venture, "follows_from", memorandum)
    published(venture)
    later = draft("Later step", signed="2026")
    add_link(later, "builds_on", venture)
    published(later)
    return memorandum


def column(text, name):
    """The cards of a column, each as its words."""
    part = text[text.index(f'<ol class="lin-col {name}"') :]
    cards = part[: part.index("</ol>")].split("<li")[1:]
    return [" ".join(re.sub(r"^[^>]*>|<[^>]+>", " ", card).split()) for card in cards]


def test_it_goes_from_what_it_builds_on_to_what_came_of_it(client, memorandum):
    text = text_of(client, memorandum)

    assert column(text, "lin-in") == [
        "Builds on Government Research agreement Memorandum of understanding, December 2024"
        " It says so 2 Under the auspices of Umbrella",
        "Follows on from Funding Money Funding commitment, 2025",
    ]
    assert column(text, "lin-out") == [
        "Followed by, encouraged Industry Venture Joint venture, announced by 19 June 2025"
        " Built on by Later step",
        "Milestone It moves Move of site, 2026",
    ]
    assert "<b>Memorandum</b>" in text
    assert text.index("It builds on<") < text.index("This record<") < text.index("What came of it<")


def test_each_card_has_its_curve_in_the_style_of_its_relation(client, memorandum):
    earlier, later = re.findall(r'<svg class="lin-strip.*?</svg>', text_of(client, memorandum))

    assert re.findall(r"edge e-(\w+)", earlier) == ["builds", "follows"]
    assert re.findall(r"edge e-(\w+)", later) == ["follows", "led"]


def test_a_side_without_a_record_says_so(client):
    older, newer = make_agreement("Older", signed="2020"), draft("Newer")
    add_link(newer, "supersedes", older)

    text = text_of(client, published(newer))

    assert column(text, "lin-in") == [
        "Supersedes Government Older Memorandum of understanding, 2020"
    ]
    assert '<p class="lin-col lin-out lin-none"><span class="gap">Nothing is recorded yet' in text


def test_more_than_six_on_a_side_are_five_and_the_way_to_all(client):
    agreement = draft("Middle")
    for year in range(2010, 2017):
        add_link(agreement, "builds_on", make_agreement(f"Of {year}", signed=str(year)))

    text = text_of(client, published(agreement))

    assert [re.search(r"Of \d+|and \d more", card)[0] for card in column(text, "lin-in")] == [
        *(f"Of {year}" for year in range(2010, 2015)),
        "and 2 more",
    ]
    assert 'href="#all-earlier" data-counts="2" data-shown="5"' in text
    listed = text[text.index('id="all-earlier" class="sec-s" data-total="7"') :]
    assert all(f">Of {year}</a>" in listed for year in range(2010, 2017))


def test_what_neither_led_to_the_other_stands_beside(client):
    agreement = draft("Middle", signed="2020")
    add_link(agreement, "announced_alongside", make_agreement("Twin"))
    wrong = draft("Wrong")
    add_link(wrong, "builds_on", published(agreement))
    withdraw(published(wrong), by=None, reason="It repeated another.")

    text = text_of(client, agreement)

    assert "lin-strip" not in text
    beside = text[text.index("Beside it<") :]
    assert beside.index("Built on by") < beside.index("Wrong") < beside.index("Withdrawn")
    assert beside.index("Announced alongside") < beside.index("Twin")


def test_an_agreement_without_links_has_no_such_part(client):
    assert 'id="connections"' not in text_of(client, make_agreement())


def test_cards_do_not_name_drafts_and_withdrawn_ones_further_away(client):
    first, second = draft("First", signed="2020"), make_agreement("Second", signed="2021")
    add_link(second, "builds_on", published(first))
    secret = draft("Secret")
    add_link(secret, "builds_on", second)
    third = draft("Third")
    add_link(third, "builds_on", second)
    published(second)
    add_link(published(third), "amends", first)
    withdraw(first, by=None, reason="It was none.")

    [card] = column(text_of(client, third), "lin-in")

    assert card.startswith("Builds on Government Second")
    assert "First" not in card
    assert "Secret" not in text_of(client, second)


def drawn(client, agreement):
    response = client.get(f"{agreement.get_absolute_url()}lineage.svg")
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314


def test_the_picture_is_a_file_that_says_the_same(client, memorandum):
    root = drawn(client, memorandum)

    words = " ".join(text.strip() for text in root.itertext() if text.strip())
    for said in (
        *("Builds on · Government", "Research agreement", "Under the auspices of: Umbrella"),
        *("Followed by, encouraged · Industry", "It moves", "Move of site, 2026", "AG-000"),
    ):
        assert said in words
    assert len(root.findall(".//{*}path")) == 4
    assert "style" not in {name for element in root.iter() for name in element.attrib}


def test_the_same_record_gives_the_same_bytes(client, memorandum):
    address = f"{memorandum.get_absolute_url()}lineage.svg"

    assert client.get(address).content == client.get(address).content


def test_any_words_of_editors_fit_a_file_of_xml(client):
    other = make_agreement("<b>&\x0b\u001f" + "Wide文字" * 40)
    agreement = draft("“Title” <script>\x01")
    add_link(agreement, "builds_on", other)

    root = drawn(client, published(agreement))

    assert "“Title” <script>" in root.find("{*}title").text


def test_the_file_is_there_when_the_page_is(client):
    secret, wrong = draft("Secret"), make_agreement("Wrong")
    withdraw(wrong, by=None, reason="It was none.")

    assert client.get(f"/agreements/{secret.slug}/lineage.svg").status_code == 404
    assert "withdrawn record" in " ".join(drawn(client, wrong).itertext())


@pytest.mark.drill
@pytest.mark.parametrize("count", [2, 12])
def test_the_file_takes_the_same_few_queries_however_much_there_is(
    client, count, django_assert_num_queries
):
    agreement = draft("Middle")
    for number in range(count):
        other = draft(f"Other {number}", signed="2020")
        add_link(other, "builds_on", make_agreement(signed="2010"))
        add_link(agreement, "builds_on", published(other))
    published(agreement)

    with django_assert_num_queries(5):
        client.get(f"{agreement.get_absolute_url()}lineage.svg")
