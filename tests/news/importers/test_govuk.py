"""News from documents of GOV.UK's Content API."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from imports import command
from imports.inputs import input_of_bytes
from imports.models import Run, Said, Touch
from imports.undoing import undo
from news.models import Article
from organisations.models import Identifier
from publishing.models import Change, Source
from tests.factories import make_article, make_organisation, make_user

pytestmark = pytest.mark.django_db


def document(**fields):
    return {
        "schema_name": "news_article",
        "document_type": "press_release",
        "base_path": "/government/news/magnets-arrive",
        "content_id": "5d8e5f5c-7631-11e4-a3cb-005056011aef",
        "locale": "en",
        "title": "Magnets arrive",
        "description": "The coils of the new machine have come to Culham.",
        "first_published_at": "2025-06-19T23:30:00Z",
        "public_updated_at": "2025-06-21T10:00:00+01:00",
        "details": {
            "body": "<p>They came <script>alert(1)</script>by ship.</p>",
            "image": {"url": "https://assets.example/coils.jpg", "alt_text": "Coils"},
            "change_history": [
                {"public_timestamp": "2025-06-20T00:00:00Z", "note": "First published."}
            ],
        },
        "links": {
            "organisations": [
                {
                    "title": "UK Atomic Energy Authority",
                    "base_path": "/government/organisations/uk-atomic-energy-authority",
                    "content_id": "6d8e5f5c-7631-11e4-a3cb-005056011aef",
                },
                {
                    "title": "Nobody's Office",
                    "base_path": "/government/organisations/nobody",
                    "content_id": "7d8e5f5c-7631-11e4-a3cb-005056011aef",
                },
            ]
        },
        **fields,
    }


def test_news_becomes_an_article_with_its_source(bring):
    authority = make_organisation("Culham Authority")
    Identifier.objects.create(
        organisation=authority, scheme="govuk", value="uk-atomic-energy-authority"
    )

    code, printed = bring(document(), dry_run=True)
    assert "Its picture: https://assets.example/coils.jpg (Coils)" in printed
    code, printed = bring(document())

    assert (code, printed) == (0, "1 created, 0 updated, 0 unchanged, 0 conflicts, 0 refused\n")
    article = Article.objects.published().get()
    assert (article.title, article.kind, article.language) == (
        "Magnets arrive",
        "press_release",
        "en",
    )
    assert article.body == "<p>They came by ship.</p>"
    assert article.summary == "The coils of the new machine have come to Culham."
    # London is an hour ahead of UTC in June.
    assert str(article.partial_date) == "20 June 2025"
    assert article.publisher == "UK Atomic Energy Authority"
    assert article.publisher_organisation == authority
    assert [*article.organisations.all()] == [authority]
    source = article.citations.get().source
    assert source.url == article.original_url
    assert source.url == "https://www.gov.uk/government/news/magnets-arrive"
    assert "Open Government Licence v3.0" in source.note
    assert Said.objects.get().values["beside"]["picture"] == "https://assets.example/coils.jpg"
    assert Change.objects.get(object_id=article.pk).note == "First publication"
    assert "1 unchanged" in bring(document())[1]


def test_an_update_brings_its_change_note(bring):
    bring(document())
    changed = document(description="All the coils have come.")
    changed["details"]["change_history"].insert(
        0, {"public_timestamp": "2025-06-21T09:00:00Z", "note": "The last coil was added."}
    )

    bring(changed)

    article = Article.objects.get()
    assert article.summary == "All the coils have come."
    notes = Change.objects.filter(object_id=article.pk).values_list("note", flat=True)
    assert "The last coil was added." in notes


def test_a_long_description_ends_at_a_word(bring):
    bring(document(description="Coils came by ship. " * 20))

    summary = Article.objects.get().summary
    assert len(summary) <= 200
    assert summary.endswith(("ship…", "by…", "came…", "Coils…"))


def test_translations_are_articles_of_their_own(bring):
    welsh = document(
        base_path="/government/news/magnets-arrive.cy", locale="cy", title="Magnetau yn cyrraedd"
    )

    _code, printed = bring([document(), welsh])

    assert "2 created" in printed
    assert set(Article.objects.values_list("language", flat=True)) == {"en", "cy"}


def test_an_article_here_with_the_same_original_is_not_made_again(bring):
    address = "https://www.gov.uk/government/news/magnets-arrive"
    make_article("Magnets arrive", original_url=address)

    bring(document())

    assert Article.objects.count() == 1


def test_a_withdrawn_page_says_so_in_its_source(bring):
    notice = {"explanation": "<p>It is out of date.</p>", "withdrawn_at": "2025-07-01T09:00:00Z"}

    bring(document(withdrawn_notice=notice))

    note = Article.objects.get().citations.get().source.note
    assert note.startswith("Withdrawn on 1 July 2025. It is out of date. Contains public sector")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            {
                "schema_name": "redirect",
                "document_type": "redirect",
                "redirects": [
                    {
                        "path": "/government/news/magnets-arrive",
                        "destination": "/government/news/coils",
                    }
                ],
            },
            "It leads to https://www.gov.uk/government/news/coils: import that address.",
        ),
        ({"schema_name": "gone", "document_type": "gone"}, "The page is gone from GOV.UK."),
        (
            {"schema_name": "organisation", "document_type": "organisation"},
            "It is an organisation: import_organisations reads it.",
        ),
        ({"schema_name": "world_index", "document_type": "world_index"}, "a list of countries"),
        ({"title": ""}, "It has no title."),
        ({"description": ""}, "Write a summary."),
        ({"first_published_at": "yesterday"}, "“first_published_at”"),
    ],
)
def test_what_is_no_news_is_refused_with_a_reason(bring, fields, reason):
    code, printed = bring(document(**fields))

    assert code == 1
    assert reason in printed
    assert not Article.objects.exists()


# Pages that are no news


def publication(**fields):
    return document(
        schema_name="publication",
        document_type="policy_paper",
        base_path="/government/publications/towards-fusion",
        **fields,
    )


def test_a_publication_becomes_a_source_and_no_article(bring):
    code, printed = bring(publication(title="Towards fusion"))

    assert (code, printed) == (0, "1 created, 0 updated, 0 unchanged, 0 conflicts, 0 refused\n")
    assert not Article.objects.exists()
    source = Source.objects.get()
    assert str(source) == "Towards fusion (UK Atomic Energy Authority)"
    assert (source.date, source.note) == ("2025-06-20", "")
    assert "1 unchanged" in bring(publication(title="Towards fusion"))[1]
    assert Source.objects.count() == 1


def test_a_source_follows_its_page_where_nobody_wrote_otherwise(bring):
    bring(publication(title="Towards fusion"))
    Source.objects.update(publisher="The Authority")
    changed = publication(title="Towards fusion energy")
    changed["links"]["organisations"][0]["title"] = "Atomic Energy Authority"

    _code, printed = bring(changed)

    assert "1 updated" in printed
    assert str(Source.objects.get()) == "Towards fusion energy (The Authority)"


def test_a_dry_run_leaves_sources_alone(bring):
    _code, printed = bring(publication(), dry_run=True)

    assert "a source to cite, not an article" in printed
    assert not Source.objects.exists()


def test_an_editor_sees_what_a_source_would_be(client):
    client.force_login(make_user("Authors"))
    upload = SimpleUploadedFile("page.json", json.dumps(publication()).encode())
    response = client.post("/admin/news/article/import/", {"upload": upload}, follow=True)
    assert "a source to cite, not an article" in response.content.decode()
    sent = {"plan": Run.objects.get().plan_digest, "_import": "x"}
    response = client.post(response.request["PATH_INFO"], sent, follow=True)
    assert (
        f"/admin/publishing/source/{Source.objects.get().pk}/change/" in response.content.decode()
    )
    undo = response.request["PATH_INFO"].replace("change", "undo")
    assert client.get(undo).status_code == 200
    client.post(undo)
    assert not Source.objects.exists()


def test_sources_go_back_to_what_they_were(bring):
    bring(publication(title="Towards fusion"))
    first = Run.objects.get()
    bring(publication(title="Towards fusion energy"))

    undo(Run.objects.newest_first().first(), by=None)
    assert Source.objects.get().title == "Towards fusion"
    undo(first, by=None)

    assert not Source.objects.exists()
    assert not Said.objects.exists()


def test_a_source_that_was_changed_or_cited_since_stays(bring):
    bring(publication(title="Towards fusion"))
    Source.objects.update(title="Towards fusion, 2021")

    done = undo(Run.objects.get(), by=None)

    assert Source.objects.get().title == "Towards fusion, 2021"
    assert [one["reason"] for one in done.left] == ["It was changed since."]
    assert Touch.objects.get().left == "It was changed since."


# Addresses


def test_an_address_that_has_moved_is_followed_once(monkeypatch):
    moved = document(
        schema_name="redirect",
        document_type="redirect",
        redirects=[
            {"path": "/government/news/magnets-arrive", "destination": "/government/news/coils"}
        ],
    )
    pages = {
        "https://www.gov.uk/government/news/magnets-arrive": moved,
        "https://www.gov.uk/government/news/coils": document(base_path="/government/news/coils"),
    }
    fetched_from(monkeypatch, pages)

    call_command("import_news", "https://www.gov.uk/government/news/magnets-arrive")

    assert Article.objects.get().original_url == "https://www.gov.uk/government/news/coils"


def fetched_from(monkeypatch, pages):
    """Stands in for the network, which tests do not have."""
    monkeypatch.setattr(
        command,
        "open_input",
        lambda source: input_of_bytes(source, json.dumps(pages[source]).encode(), source),
    )
