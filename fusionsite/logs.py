"""What logs leave out, and how production writes them: an event a line, as JSON."""

import json
import logging
import re
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from smtplib import SMTPException

from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError, ProgrammingError
from django.template import TemplateDoesNotExist, TemplateSyntaxError

from .operating.errands import current

ROOT = Path(__file__).resolve().parent.parent
LONGEST_TEXT = 500
MOST_PLACES = 30
MOST_CAUSES = 5
TOKEN = re.compile(
    r"(/preview/|/fact-check/|/lost-password/[^/\s\"]+/|/alerts/(?!new/|asked/))[^/\s\"]+"
)
PASSWORD_IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]+@")
E_MAIL = re.compile(r"[^\s@<>\"'(:/…]+@[^\s@<>\"')]+\.\w+")
MAYBE_ADDRESS = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*::?[0-9a-fA-F:.]+)")
# Of these the words are about code and machines; those of others may hold what somebody typed.
TELLS_OF_CODE = (
    *(AttributeError, ImportError, NameError, OSError),
    *(ImproperlyConfigured, TemplateDoesNotExist, TemplateSyntaxError),
    *(IntegrityError, OperationalError, ProgrammingError),
)


class WithoutTokens(logging.Filter):
    """No log holds what opens a preview, a fact check or an alert, or sets a password."""

    def filter(self, record):
        if TOKEN.search(message := record.getMessage()):
            record.msg, record.args = TOKEN.sub(r"\1…", message), ()
        return True


class JsonLines(logging.Formatter):
    """Plain ASCII: no character that somebody sent ends a line, or colours a terminal."""

    def format(self, record):
        errand = current.get()
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **(errand.facts() if errand else {}),
        }
        if status := getattr(record, "status_code", None):
            line["status"] = status
        line = {key: discreet(value) for key, value in line.items()}
        if record.exc_info and record.exc_info[1]:
            line["exceptions"] = [told(exception) for exception in causes(record.exc_info[1])]
        return json.dumps(line).replace("\x7f", "\\u007f")


def discreet(value):
    """A text without what opens something and without who it is about."""
    if not isinstance(value, str):
        return value
    text = TOKEN.sub(r"\1…", value[: LONGEST_TEXT * 2])
    text = E_MAIL.sub("…", PASSWORD_IN_ADDRESS.sub("…@", text))
    return MAYBE_ADDRESS.sub(unless_of_somebody, text)[:LONGEST_TEXT]


def unless_of_somebody(match):
    try:
        address = ip_address(match[0])
    except ValueError:
        return match[0]
    return match[0] if address.is_loopback or address.is_unspecified else "…"


def causes(exception):
    """The exception, then what it came of."""
    found = []
    while exception and len(found) < MOST_CAUSES:
        found.append(exception)
        hidden = None if exception.__suppress_context__ else exception.__context__
        exception = exception.__cause__ or hidden
    return found


def told(exception):
    kind = type(exception)
    return {
        "type": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."),
        "text": words_of(exception),
        "places": places_of(exception)[-MOST_PLACES:],
    }


def words_of(exception):
    """What it says of itself, as far as that is about code. A database quotes rows further down."""
    if not isinstance(exception, TELLS_OF_CODE) or isinstance(exception, SMTPException):
        return ""
    return discreet(next(iter(str(exception).splitlines()), ""))


def places_of(exception):
    """Where it passed, without what stood in variables."""
    places, traceback = [], exception.__traceback__
    while traceback:
        code = traceback.tb_frame.f_code
        places.append(f"{short(code.co_filename)}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return places


def short(path):
    return path.rpartition("/site-packages/")[2].removeprefix(f"{ROOT}/")
