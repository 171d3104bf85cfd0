"""A public list as a plain page for the <iframe> of another site: the only pages that are framed.

They run no script and hold no form, and no cookie reaches them: see fusionsite.middleware.
"""

import re

from csp.decorators import csp_replace
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from publishing.heads import canonical_address

from .lists import named_by_filters
from .offered import address_with_filters

PARAMETER = "rows"
ROWS, MOST_ROWS = 10, 50
NUMBER = re.compile(r"[0-9]{1,2}")
ANY_SITE = {"frame-ancestors": ["*"]}


@method_decorator([csp_replace(ANY_SITE), xframe_options_exempt], name="dispatch")
class Embed:
    """Before the view of a list among the bases of a view: its first rows, with its parameters.

    `full`: the name of the address of that list; `name`: what the list is called.
    """

    full = None
    name = ""
    # What is further down stands in the register.
    page_kwarg = None

    @classmethod
    def kept_with(cls, **arguments):
        return super().kept_with(**arguments) | {PARAMETER}

    def dispatch(self, request, *args, **kwargs):
        if getattr(request, "preview", None):
            # A draft is shown to whoever has its link, and on no other site.
            raise Http404
        response = super().dispatch(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    def get(self, request, *args, **kwargs):
        try:
            self.paginate_by = rows_asked_for(request.GET)
        except ValidationError as error:
            return self.not_understood(error.messages)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        filterset = context["filter"]
        full = reverse(self.full)
        return {
            **context,
            "in_frame": True,
            "title": named_by_filters(self.name, filterset),
            "full_address": address_with_filters(full, filterset),
            "canonical": "" if self.as_of.given else canonical_address(full, filterset),
            "more": context["page_obj"].paginator.count - len(context["page_obj"]),
        }

    def not_understood(self, reasons):
        context = {"title": self.name, "reasons": reasons, "full_address": reverse(self.full)}
        return render(self.request, "exports/embed_error.html", context, status=400)


def rows_asked_for(query):
    """How many rows to show, of the QueryDict of an address; raises ValidationError."""
    given = {text.strip() for text in query.getlist(PARAMETER)} - {""}
    if not given:
        return ROWS
    text = given.pop()
    if given or not NUMBER.fullmatch(text) or not 1 <= int(text) <= MOST_ROWS:
        message = _("rows: give one number from 1 to %(most)s.") % {"most": MOST_ROWS}
        raise ValidationError(message)
    return int(text)
