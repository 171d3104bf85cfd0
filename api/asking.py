"""What an address asks a list for, besides what its filters understand."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from pydantic import BaseModel

from publishing.as_of import PARAMETER, AsOf
from publishing.heads import absolute

from .cursors import CURSOR, cursor_at, place_of
from .fields import FIELDS, fields_asked_for
from .problems import Problem, bad_value

LIMIT = "limit"
USUAL, MOST = 50, 100
OF_ANY_LIST = (CURSOR, LIMIT, FIELDS)


def check_known(query, known):
    """Problem for a parameter that would be passed over: nobody must think it was understood."""
    if unknown := sorted(set(query) - set(known)):
        name = unknown[0][:40]
        sentence = _("“%(name)s” is no parameter here. There are %(known)s.")
        words = {"name": name, "known": get_text_list(list(known), _("and"))}
        raise Problem("unknown-parameter", errors={name: sentence % words})


def read_as_of(query):
    """The AsOf of the address; Problem for a day that cannot be read."""
    try:
        return AsOf.read(query)
    except ValidationError as error:
        raise bad_value(PARAMETER, " ".join(error.messages)) from error


def single(query, name):
    """The one value of a parameter, "" where it is not given."""
    values = {text.strip() for text in query.getlist(name)} - {""}
    if len(values) > 1:
        raise bad_value(name, _("Give one value."))
    return values.pop() if values else ""


@dataclass(frozen=True)
class Asked:
    """`order`: the name of the list and its order; a cursor of another is refused."""

    request: HttpRequest
    order: str
    shape: type[BaseModel]

    @property
    def query(self):
        return self.request.GET

    @cached_property
    def fields(self):
        return fields_asked_for(self.query, self.shape)

    @cached_property
    def limit(self):
        text = single(self.query, LIMIT)
        if not text:
            return USUAL
        if not (text.isascii() and text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= MOST):
            raise bad_value(LIMIT, _("Give a whole number from 1 to %(most)s.") % {"most": MOST})
        return int(text)

    def place(self, length):
        """Where the page begins, or None for the first."""
        text = single(self.query, CURSOR)
        return place_of(text, self.order, length) if text else None

    def next_address(self, place):
        """Of the page that begins after the place."""
        query = self.query.copy()
        query[CURSOR] = cursor_at(place, self.order)
        return absolute(f"{self.request.path}?{query.urlencode()}")
