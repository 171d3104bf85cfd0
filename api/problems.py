"""What went wrong, as a document that programs and people read.

https://www.rfc-editor.org/rfc/rfc9457
"""

import json
from dataclasses import dataclass, field
from typing import Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, Field

from publishing.heads import absolute

from .addresses import DOCUMENTATION

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A sort of problem; `name` stands in the address that explains it."""

    name: str
    status: int
    title: str
    explanation: str

    @property
    def address(self):
        return absolute(f"{DOCUMENTATION}#{self.name}")


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "unknown-parameter",
            400,
            gettext_lazy("The address has a parameter that is not known here"),
            gettext_lazy(
                "A filter that is misspelt would give you everything. “errors” names the parameter."
            ),
        ),
        Kind(
            "bad-value",
            400,
            gettext_lazy("A parameter has a value that it cannot have"),
            gettext_lazy("“errors” names each such parameter, and says what it takes."),
        ),
        Kind(
            "unreadable",
            400,
            gettext_lazy("The request cannot be read"),
            gettext_lazy(
                "The address holds a character that is no text, or is longer than 4,096 characters."
            ),
        ),
        Kind(
            "not-found",
            404,
            gettext_lazy("There is nothing at this address"),
            gettext_lazy("The register has no such record, or had none on the day you ask about."),
        ),
        Kind(
            "method-not-allowed",
            405,
            gettext_lazy("The API is read only"),
            gettext_lazy("It answers GET, HEAD and OPTIONS."),
        ),
        Kind(
            "gone",
            410,
            gettext_lazy("The record was taken back"),
            gettext_lazy("It was public once. “detail” says why it no longer is."),
        ),
        Kind(
            "too-many-requests",
            429,
            gettext_lazy("Too many requests in one minute"),
            gettext_lazy("Wait for the seconds that Retry-After gives, then go on."),
        ),
        Kind(
            "fault",
            500,
            gettext_lazy("Something went wrong on our side"),
            gettext_lazy("It is not your request. We are told of it; try again later."),
        ),
        Kind(
            "closed",
            503,
            gettext_lazy("The register is closed for a short while"),
            gettext_lazy("Wait for the seconds that Retry-After gives, then go on."),
        ),
    )
}
OF_STATUS = {
    400: "unreadable",
    **{kind.status: kind.name for kind in KINDS.values() if kind.status > 400},
}


class ParameterError(BaseModel):
    parameter: str = Field(description=_("Its name in the address."))
    detail: str = Field(description=_("What is wrong with it, in a sentence."))


class ProblemDocument(BaseModel):
    """What is sent instead of an answer (RFC 9457)."""

    type: str = Field(
        description=_("The address that explains this sort of problem."),
        json_schema_extra={"format": "uri"},
    )
    title: str
    status: int = Field(description=_("That of the answer."))
    detail: str = Field(description=_("What happened this time, in a sentence."))
    errors: list[ParameterError] = Field(
        description=_("The parameters that are wrong; empty where none is.")
    )


@dataclass(eq=False)
class Problem(Exception):
    """Raised where a request cannot be answered; `errors`: {parameter: sentence}."""

    name: Literal[tuple(KINDS)]
    detail: str = ""
    errors: dict = field(default_factory=dict)

    def response(self):
        kind = KINDS[self.name]
        detail = self.detail or " ".join(self.errors.values()) or str(kind.explanation)
        document = {
            "type": kind.address,
            "title": str(kind.title),
            "status": kind.status,
            "detail": detail,
            "errors": [
                {"parameter": parameter, "detail": sentence}
                for parameter, sentence in self.errors.items()
            ],
        }
        # What a visitor typed is quoted: it is no markup, whatever a reader takes it for.
        text = json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")
        return HttpResponse(text.encode("utf-8", "replace"), CONTENT_TYPE, kind.status)


def bad_value(parameter, sentence):
    return Problem("bad-value", errors={parameter: str(sentence)})


def problem_in_place_of(response):
    """The problem that says what a page of an error says; headers stay with it."""
    problem = Problem(OF_STATUS.get(response.status_code, "fault")).response()
    problem.status_code = response.status_code
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            problem.headers[name] = response.headers[name]
    return problem
