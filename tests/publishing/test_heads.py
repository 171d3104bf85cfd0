"""What result lists and other sites show of a page."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from publishing.actions import withdraw
from publishing.heads import shortened
from publishing.preview import name_of
from tests.factories import make_agreement, make_article, make_organisation, make_page, make_user
from tests.files import picture
from tests.head import canonical_in, meta_in, structured_in, title_in

from .drafting import draft_of

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def test_a_short_title_ends_with_the_name_of_the_register_and_a_long_one_stands_alone(client):
    make_page(slug="about", title="About us")
    make_agreement("Memorandum on fusion materials and on skills", slug="long")

    assert title_in(client.get("/about/")) == "About us – Fusion Cooperation Register"
    assert title_in(client.get("/agreements/long/")) == (
        "Memorandum on fusion materials and on skills"
    )


def test_other_sites_are_told_what_the_page_says_of_itself(client):
    make_agreement('A "B" & <C>', slug="abc", summary="They agreed on D & E.")

    told = meta_in(client.get("/agreements/abc/"))

    assert told["og:title"] == 'A "B" & <C>'
    assert told["description"] == told["og:description"] == "They agreed on D & E."
    assert told["og:url"] == f"{SITE}/agreements/abc/"
    assert told["og:type"] == "website"


def test_an_article_is_shown_with_its_own_picture(client):
    name = default_storage.save("news/a-1000x500.png", ContentFile(picture(size=(1000, 500))))
    make_article(slug="signed", lead_image=name, lead_image_alt="A hall", lead_image_credit="UKAEA")

    told = meta_in(client.get("/news/signed/"))

    assert told["og:image"] == f"{SITE}/media/960/news/a-1000x500.png"
    assert (told["og:image:alt"], told["og:type"]) == ("A hall", "article")
    assert structured_in(client.get("/news/signed/"))["NewsArticle"]["image"] == (
        f"{SITE}/media/news/a-1000x500.png"
    )


def test_a_list_has_one_address_whatever_else_is_asked(client, settings):
    settings.PUBLIC_PAGE_SIZE = 25
    make_organisation("Kyushu University", country="JP", published=True)

    asked = {"country": ["USA", "jp", "JP"], "sort": "name", "page": "1", "utm_source": "x"}
    response = client.get("/organisations/", {**asked, "country": ["Japan", "jp"]})

    assert canonical_in(response) == f"{SITE}/organisations/?country=jp"
    assert meta_in(response)["robots"] == "noindex, follow"
    assert canonical_in(client.get("/organisations/?sort=-agreements")) == (
        f"{SITE}/organisations/?sort=-agreements"
    )


def test_a_further_page_says_its_number_and_is_its_own(client, monkeypatch):
    monkeypatch.setattr("news.views.ArticleListView.paginate_by", 1)
    make_article("One")
    make_article("Two")

    response = client.get("/news/?page=2&x=1")

    assert title_in(response) == "News of fusion cooperation, page 2"
    assert canonical_in(response) == f"{SITE}/news/?page=2"
    assert canonical_in(client.get("/news/?page=1")) == f"{SITE}/news/"


def test_pages_that_are_not_there_and_previews_have_no_address_and_tell_no_facts(client):
    agreement = make_agreement("Memorandum", slug="live")
    draft_of(agreement, title="The words of a draft")
    client.force_login(make_user("Authors"))

    for response in (
        client.get("/agreements/no-such-record/"),
        client.get("/agreements/?kind=no-such-kind&page=2"),
        client.get(f"/preview/{name_of(agreement)}/agreements/live/"),
    ):
        assert structured_in(response).keys() <= {"BreadcrumbList"}
        assert canonical_in(response) in (None, f"{SITE}/agreements/")
    assert structured_in(response) == {}
    assert canonical_in(response) is None


def test_a_withdrawn_record_tells_machines_nothing_but_the_way(client):
    agreement = make_agreement(slug="gone")
    withdraw(agreement, by=None, reason="It was not signed.")

    assert structured_in(client.get("/agreements/gone/")).keys() == {"BreadcrumbList"}


def test_the_way_to_a_page_is_told_as_it_is_printed(client):
    make_agreement("Memorandum </script><script>alert(1)</script>", slug="hostile")

    response = client.get("/agreements/hostile/history/")

    steps = structured_in(response)["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step.get("item")) for step in steps] == [
        (1, "Home", f"{SITE}/"),
        (2, "Agreements", f"{SITE}/agreements/"),
        (
            3,
            "Memorandum </script><script>alert(1)</script>",
            f"{SITE}/agreements/hostile/",
        ),
        (4, "History of Memorandum </script><script>alert(1)</script>", None),
    ]
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Short.", "Short."),
        ("One sentence that is long. And another.", "One sentence that is long."),
        ("word " * 10, "word word word word word…"),
        ("x" * 40, "x" * 29 + "…"),
    ],
)
def test_a_description_is_cut_where_a_reader_would_stop(text, shown):
    assert shortened(text.strip(), 30) == shown
