"""The API described: for programs in OpenAPI, for people on a page."""

import json
from functools import cache

from django.conf import settings
from django.views.generic import TemplateView, View

from api.addresses import ROOT
from api.answers import answer
from api.asking import MOST, USUAL
from api.problems import KINDS
from api.reading import endpoints, shapes, usual_parameters
from fusionsite.api import api
from publishing.kept_pages import MayBeKept


@cache
def description():
    """The same for every visitor, whatever address a preview is at."""
    return json.dumps(api.get_openapi_schema(path_prefix=ROOT), ensure_ascii=False, indent=1)


class OpenApiView(View):
    """https://spec.openapis.org/oas/v3.1.0"""

    http_method_names = ("get", "head", "options")

    def get(self, request):
        return answer(request, description())


class ApiView(MayBeKept, TemplateView):
    template_name = "fusionsite/api.html"

    def get_context_data(self, **context):
        described = json.loads(description())
        return super().get_context_data(
            endpoints=endpoints(described),
            usual_parameters=usual_parameters(described),
            shapes=shapes(described),
            problems=KINDS.values(),
            site_url=settings.SITE_URL,
            root=ROOT,
            usual=USUAL,
            most=MOST,
            requests=settings.API_REQUESTS_A_MINUTE,
            **context,
        )
