"""The way from a record to the text itself."""

import pytest

from agreements.models import Document
from tests.agreements.reading import draft, published, text_of
from tests.factories import (
    cite,
    make_source,
)

pytestmark = pytest.mark.django_db


def test_the_original_is_the_first_text_among_the_documents(client):
    agreement = draft()
    kinds = {"release": "press_release", "treaty": "text", "copy": "text"}
    for position, (title, kind) in enumerate(kinds.items()):
        url = f"https://texts.example/{title}"
        Document.objects.create(
            agreement=agreement, kind=kind, title=title, url=url, position=position
        )

    text = text_of(client, published(agreement))

    assert 'href="https://texts.example/treaty">Read the original</a>' in text
    assert "where its text can be read" not in text


def test_without_a_text_the_source_of_most_facts_is_the_way_to_read_on(client):
    agreement = draft(no_public_text=True)
    best = make_source(url="https://notices.example/best")
    for fact in ("summary", "kind"):
        cite(agreement, best, fact)

    text = text_of(client, published(agreement))

    assert 'href="https://notices.example/best">Read the announcement</a>' in text
    assert "No public text" in text
