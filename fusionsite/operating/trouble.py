"""Trouble that passes: the database is away, busy or slow, files are away, or the disk is full.

It is told by the codes of the databases, not by their words:
https://www.postgresql.org/docs/current/errcodes-appendix.html, https://www.sqlite.org/rescode.html
"""

import errno
import sys
from dataclasses import dataclass

from django.db import Error, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from publishing.stored_files import FilesAway

from .errands import current

MOST_CAUSES = 10


@dataclass(frozen=True)
class Trouble:
    title: str
    advice: str
    retry_seconds: int


AWAY = Trouble(
    _("The register is out of reach for a moment"),
    _("Its database does not answer. Try again in a minute."),
    10,
)
WITHOUT_FILES = Trouble(
    _("The register cannot reach its files for a moment"),
    _("The place where they are kept does not answer. Try again in a minute."),
    60,
)
BUSY = Trouble(
    _("The register is busy"),
    _("Something else was being written at the same moment. Try again in a minute."),
    10,
)
SLOW = Trouble(
    _("This page took too long"),
    _("It was broken off, so that others need not wait. Ask for less, or try again later."),
    60,
)
FULL = Trouble(
    _("The register has no room left"),
    _("Nothing can be saved until its operators have made room."),
    300,
)

# A code, or the two letters of its class.
OF_POSTGRESQL = {
    "08": AWAY,
    "25006": AWAY,
    "25P03": SLOW,
    "40": BUSY,
    "53": AWAY,
    "53100": FULL,
    "55P03": BUSY,
    "57": AWAY,
    "57014": SLOW,
}
OF_SQLITE = {
    "BUSY": BUSY,
    "CANTOPEN": AWAY,
    "FULL": FULL,
    "INTERRUPT": SLOW,
    "IOERR": AWAY,
    "LOCKED": BUSY,
    "PROTOCOL": BUSY,
    "READONLY": AWAY,
}
OF_SYSTEM = {errno.ENOSPC: FULL, errno.EDQUOT: FULL}


def trouble_of(exception):
    """What passes by itself, in an exception or in what led to it; None where it is a fault."""
    for _step in range(MOST_CAUSES):
        if exception is None:
            return None
        if found := trouble_alone(exception):
            return found
        exception = exception.__cause__ or exception.__context__
    return None


def trouble_alone(exception):
    if isinstance(exception, FilesAway):
        return WITHOUT_FILES
    if isinstance(exception, OSError):
        return OF_SYSTEM.get(exception.errno)
    if not isinstance(exception, Error):
        return None
    cause = exception.__cause__
    if name := getattr(cause, "sqlite_errorname", None):
        return OF_SQLITE.get(name.split("_")[1])
    if code := getattr(cause, "sqlstate", None):
        return OF_POSTGRESQL.get(code) or OF_POSTGRESQL.get(code[:2])
    # A server that is not there gives no code.
    lost = isinstance(exception, OperationalError) and hasattr(cause, "sqlstate")
    return AWAY if lost else None


def trouble_in_words(exception):
    """For who runs a command: what was in the way, as the database or the system says it too."""
    trouble = trouble_of(exception)
    if trouble is None:
        return None
    return f"{trouble.title}. Run the command again when that is over. ({exception})".strip()


def server_error(request):
    """What could not be answered: 503 where that passes, 500 where it is a fault of ours."""
    if trouble := trouble_of(sys.exc_info()[1]):
        return answer_of(trouble, request)
    visit = current.get()
    page = render_to_string("500.html", {"reference": visit and visit.id})
    return HttpResponse(page, status=500)


def answer_of(trouble, request):
    if "." in request.path_info.rpartition("/")[2]:
        # Asked for a file: what reads it expects no page.
        text = f"{trouble.title}. {trouble.advice}\n"
        response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=503)
    else:
        sent = request.method not in ("GET", "HEAD")
        page = render_to_string("trouble.html", {"trouble": trouble, "sent": sent})
        response = HttpResponse(page, status=503)
    response.headers["Retry-After"] = str(trouble.retry_seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
