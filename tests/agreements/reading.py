"""Drafts, their publication, and what a visitor then reads."""

from publishing.actions import publish
from tests.factories import make_agreement


def text_of(client, agreement):
    response = client.get(agreement.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.text.split())


def draft(title="Memorandum", **fields):
    return make_agreement(title, published=False, **fields)


def published(agreement):
    publish(agreement, by=None, note="First publication")
    agreement.refresh_from_db()
    return agreement
