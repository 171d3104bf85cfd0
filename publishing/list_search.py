"""Looks for words in the lists of the admin, also in what belongs to a record."""

from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.db.models.constants import LOOKUP_SEP
from django.utils.text import smart_split, unescape_string_literal

# To count more, and to find them again for each page, takes a database long.
MOST_FOUND = 1000


def with_words(rows, fields, text):
    """(those of the rows that have each word, or "phrase in quotes", in any of the fields; whether
    there are more): the first MOST_FOUND in their order.

    Each relation is asked for itself: joined together, a database would go through every
    combination of what belongs to a record.
    """
    conditions = [has_word(rows.model, fields, word) for word in words_of(text)]
    if not conditions:
        return rows, False
    found = rows.filter(reduce(and_, conditions)).select_related(None).prefetch_related(None)
    keys = list(found.values_list("pk", flat=True)[: MOST_FOUND + 1])
    return rows.filter(pk__in=keys[:MOST_FOUND]), len(keys) > MOST_FOUND


def words_of(text):
    for word in smart_split(text):
        quoted = word[0] in "\"'" and word[0] == word[-1]
        if plain := unescape_string_literal(word) if quoted else word:
            yield plain


def has_word(model, fields, word):
    names_by_path = {}
    for field in fields:
        *path, name = field.split(LOOKUP_SEP)
        names_by_path.setdefault(tuple(path), []).append(name)
    found = (at_path(model, path, names, word) for path, names in names_by_path.items())
    return reduce(or_, found)


def at_path(model, path, names, word):
    """A condition on rows of the model: at the end of the path, any of the names has the word."""
    if not path:
        return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names))
    relation, *further = path
    field = model._meta.get_field(relation)
    other = field.related_model
    found = other._base_manager.filter(at_path(other, further, names, word)).order_by()
    if field.one_to_many:
        return Q(pk__in=found.values(field.field.name))
    if field.many_to_many:
        return Q(pk__in=model._base_manager.filter(**{f"{relation}__in": found}).values("pk"))
    return Q(**{f"{relation}__in": found.values("pk")})
