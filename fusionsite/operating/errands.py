"""What is being done just now, a request or a run of a command: each line of the log names it."""

import logging
import re
import secrets
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter

from django.conf import settings

SLOW_SECONDS = 1
PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

current = ContextVar("current", default=None)
logger = logging.getLogger(__name__)


class Visit:
    """A request. Nothing that says who asks or what was typed: no query, address, name, browser."""

    def __init__(self, request):
        self.request = request
        self.id = given_id(request) or secrets.token_hex(8)
        self.started = perf_counter()

    @property
    def seconds(self):
        return perf_counter() - self.started

    def facts(self):
        match = self.request.resolver_match
        return {
            "request": self.id,
            "method": self.request.method,
            "path": self.request.path,
            "route": match.view_name if match else "",
            "milliseconds": round(self.seconds * 1000),
        }


class Run:
    """A run of a command. Its arguments may name people and files: they are left out."""

    def __init__(self, command):
        self.command = command
        self.id = secrets.token_hex(8)

    def facts(self):
        return {"run": self.id, "command": self.command}


def given_id(request):
    """The proxy's own, so that its log and ours can be held together; a visitor's is not taken."""
    text = request.headers.get("x-request-id", "") if settings.BEHIND_PROXY else ""
    return text if PLAIN_ID.fullmatch(text) else ""


def numbered_requests(get_response):
    """Each request has an id, which its answer and its lines in the log carry."""

    def middleware(request):
        visit = Visit(request)
        token = current.set(visit)
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = visit.id
            report(visit, response)
        finally:
            current.reset(token)
        return response

    return middleware


def report(visit, response):
    """A line for what failed or took long; the proxy's log has the rest."""
    status = response.status_code
    closed = settings.MAINTENANCE and status == 503
    # Django has written down the exceptions that it answered itself.
    if status >= 500 and not closed and not getattr(response, "_has_been_logged", False):
        logger.error("Answered %s.", status, extra={"status_code": status})
    elif visit.seconds > SLOW_SECONDS:
        logger.warning("A slow answer.", extra={"status_code": status})


@contextmanager
def run_of(arguments):
    """In production what nobody caught is a line of the log, too; the run ends with 1."""
    token = current.set(Run(arguments[1] if len(arguments) > 1 else ""))
    try:
        yield
    except Exception:
        if not settings.configured or settings.DEBUG:
            raise
        logger.exception("The command failed.")
        sys.exit(1)
    finally:
        current.reset(token)
