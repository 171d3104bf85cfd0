"""`fields=identifier,title`: the fields that an answer has, where somebody wants few."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from .problems import bad_value

FIELDS = "fields"


def fields_asked_for(query, shape):
    """The names of the fields, or None for all of them; Problem for one that the shape has not."""
    names = [name.strip() for text in query.getlist(FIELDS) for name in text.split(",")]
    names = {name for name in names if name}
    known = shape.model_fields
    if unknown := sorted(names - known.keys()):
        sentence = _("There is no field “%(name)s”. There are %(known)s.")
        words = {"name": unknown[0][:40], "known": get_text_list(list(known), _("and"))}
        raise bad_value(FIELDS, sentence % words)
    return names or None
