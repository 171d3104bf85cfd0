"""Which kept answer an address asks for: parameters in another order are the same address."""

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http import QueryDict
from django.urls import Resolver404, resolve

from publishing.kept_pages import known_parameters

# What is longer is nobody's address but one's own.
LONGEST_QUERY = 1000


def scheme_header():
    """The name under which the proxy in front says how the visitor came."""
    name, _value = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    return name


def spelled(environ, scheme_header):
    """The address as it was asked for."""
    return (
        environ.get("HTTP_HOST", ""),
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        environ["wsgi.url_scheme"],
        environ.get(scheme_header, ""),
        environ.get("SCRIPT_NAME", ""),
    )


def key_of(environ, spelling):
    """The one spelling of all that mean the same; None where the answer is never kept."""
    host, path, query, *rest = spelling
    if not host or len(query) > LONGEST_QUERY:
        return None
    try:
        match = resolve(get_path_info(environ))
    except (Resolver404, UnicodeError):
        return None
    known = known_parameters(match)
    if known is None:
        return None
    if not query:
        return spelling
    try:
        parameters = QueryDict(query.encode("latin-1"))
    except (UnicodeError, ValueError):
        return None
    if not known.issuperset(parameters):
        return None
    return host, path, tuple(sorted((n, tuple(v)) for n, v in parameters.lists())), *rest
