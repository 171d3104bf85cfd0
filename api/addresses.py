"""Where the API stands, and how its answers write addresses."""

from django.conf import settings

ROOT = "/api/v1/"
DOCUMENTATION = "/api/"


def in_api(request):
    return f"{request.path_info}/".startswith(ROOT)


def api_address(*parts):
    """The absolute address of an answer: api_address("agreements", "AG-0006")."""
    return f"{settings.SITE_URL}{ROOT}{'/'.join(parts)}"
