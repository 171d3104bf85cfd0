"""Public changes: how a test makes them, and how a person reads them at /changes/."""

from html import unescape
from re import DOTALL, findall, sub

from publishing.actions import publish

ROW = r'<li><span class="d">(.*?)</span>\s*<div><h4>(.*?)</h4>(.*?)</div></li>'


def changed(record, note="It was corrected.", *, minor=False, **fields):
    """The record, published with these fields."""
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()
    publish(record, by=None, note=note, minor=minor)
    record.refresh_from_db()
    return record


def told_on(client, query=""):
    """(what happened, title, the rest) of each change on the page, in words."""
    response = client.get(f"/changes/{query}")
    assert response.status_code == 200
    return [tuple(words_of(part) for part in row) for row in findall(ROW, response.text, DOTALL)]


def titles_on(client, query=""):
    return [title for _what, title, _rest in told_on(client, query)]


def words_of(html):
    return " ".join(unescape(sub(r"<[^>]+>", " ", html)).split())
