"""The description in a reader's words."""

import pytest

from api.reading import shape_in, type_in_words


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "date"}, "day"),
        ({"type": "string", "enum": ["a", "b"]}, "code"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text or null"),
        ({"type": "array", "items": {"type": "string", "enum": ["a"]}}, "list of codes"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Party"}}, "list of Party"),
        ({"anyOf": [{"$ref": "#/components/schemas/Logo"}, {"type": "null"}]}, "Logo or null"),
    ],
)
def test_a_type_in_words(schema, words):
    assert type_in_words(schema) == words


def test_the_shape_within_a_type():
    assert shape_in({"type": "array", "items": {"$ref": "#/components/schemas/Party"}}) == "Party"
    assert shape_in({"type": "string"}) == ""
