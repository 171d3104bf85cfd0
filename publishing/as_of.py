"""The register as it stood on a day: ?as_of=2024-03-01, from what it knows today."""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from dates.partial import FIRST_YEAR, PartialDate

from .kept_days import keep_day
from .kept_pages import MayBeKept

PARAMETER = "as_of"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class AsOf:
    """The day that a page is about: today, unless the reader has `given` one.

    QuerySets take `given`: with None they keep what the register knows, whenever it happened.
    """

    today: date
    given: date | None = None

    @classmethod
    def read(cls, query, today=None):
        """Of the QueryDict of an address; raises ValidationError with a sentence for the reader."""
        today = today or timezone.localdate()
        days = {text.strip() for text in query.getlist(PARAMETER)} - {""}
        if len(days) > 1:
            raise ValidationError(_("As it stood: give one day."))
        return cls(today, read_day(days.pop(), today) if days else None)

    @property
    def day(self):
        """The day that statuses are derived for."""
        return self.given or self.today

    @property
    def query(self):
        """What an address takes behind it, to lead to the same day."""
        return f"?{PARAMETER}={self.given}" if self.given else ""

    @property
    def first(self):
        return date(FIRST_YEAR, 1, 1)


@dataclass(frozen=True)
class LeftOut:
    """How many records have no date, so that nobody can say how they stood; and their list."""

    count: int
    address: str


def read_day(text, today):
    if not DAY.fullmatch(text):
        raise ValidationError(_("As it stood: give a day, such as 2024-03-01."))
    try:
        day = PartialDate(text).first_day
    except ValidationError as error:
        sentence = _("As it stood: %(reason)s") % {"reason": error.messages[0]}
        raise ValidationError(sentence) from error
    if day > today:
        raise ValidationError(_("As it stood: the day is not in the future."))
    return day


class AsOfMixin(MayBeKept):
    """Gives a view and its template `as_of`, and the template `today`, the day of statuses.

    The page's links to other such views keep the day. A day that cannot be read answers 400 with
    a sentence.
    """

    as_of = None

    @classmethod
    def kept_with(cls, **arguments):
        return super().kept_with(**arguments) | {PARAMETER}

    def dispatch(self, request, *args, **kwargs):
        today = timezone.localdate()
        self.as_of = AsOf(today)
        try:
            self.as_of = AsOf.read(request.GET, today)
        except ValidationError as error:
            return self.not_understood(error.messages)
        response = super().dispatch(request, *args, **kwargs)
        return self.about_that_day(response) if self.as_of.given else response

    def about_that_day(self, response):
        response.headers["X-Robots-Tag"] = "noindex"
        if hasattr(response, "add_post_render_callback"):
            response.add_post_render_callback(self.keep_day)
        return response

    def keep_day(self, response):
        response.content = keep_day(response.text, PARAMETER, self.as_of.given, AsOfMixin)

    def not_understood(self, reasons):
        return render(self.request, "400.html", {"reason": " ".join(reasons)}, status=400)

    def get_context_data(self, **context):
        return super().get_context_data(as_of=self.as_of, today=self.as_of.day, **context)

    def not_yet(self, title):
        """The answer to a page of what had not begun, or of which nobody says when it began."""
        context = {"as_of": self.as_of, "title": title}
        return TemplateResponse(self.request, "publishing/not_yet.html", context, status=404)
