"""The API described in OpenAPI: what all of its addresses have in common is said once.

https://spec.openapis.org/oas/v3.1.0
"""

from ninja import NinjaAPI

from .problems import CONTENT_TYPE as OF_PROBLEMS
from .problems import KINDS, Problem, ProblemDocument
from .words import HEADERS, KEY, NO_CONTENT, REDIRECTS

REFERENCE = "#/components/{sort}/{name}"
OF_ALL = ("bad-request", "too-many-requests", "fault", "closed")
OF_RECORDS = ("not-found", "gone")


class ReadApi(NinjaAPI):
    """Problems are documents of RFC 9457; the description is complete."""

    def __init__(self, **options):
        super().__init__(openapi_url=None, docs_url=None, **options)
        self.add_exception_handler(Problem, lambda request, problem: problem.response())

    def get_openapi_schema(self, **options):
        described = super().get_openapi_schema(**options)
        components = described["components"]
        components["headers"] = dict(HEADERS)
        components["responses"] = responses()
        components["schemas"] |= problem_schemas()
        described["paths"] = {
            path: {"get": completed(path, methods["get"])}
            for path, methods in sorted(described["paths"].items())
        }
        return described


def completed(path, operation):
    """One address with all of its answers."""
    is_record = "{" in path
    ok = operation["responses"][200]
    names = ["ETag", "RateLimit", "RateLimit-Policy"]
    names += [] if is_record else ["Link"]
    answers = {"200": ok | {"headers": {name: reference("headers", name) for name in names}}}
    answers["304"] = reference("responses", "not-modified")
    if is_record:
        answers |= {status: reference("responses", name) for status, name, _w in REDIRECTS}
    for name in (*OF_ALL, *(OF_RECORDS if is_record else ())):
        answers[status_of(name)] = reference("responses", name)
    for each in operation["parameters"]:
        if each["in"] == "path":
            each["description"] = KEY
    return {**operation, "responses": dict(sorted(answers.items()))}


def reference(sort, name):
    return {"$ref": REFERENCE.format(sort=sort, name=name)}


def status_of(name):
    return "400" if name == "bad-request" else str(KINDS[name].status)


def responses():
    """The answers that addresses share."""
    document = {OF_PROBLEMS: {"schema": reference("schemas", ProblemDocument.__name__)}}
    found = {"not-modified": {"description": NO_CONTENT}}
    for _status, name, words in REDIRECTS:
        found[name] = {
            "description": words,
            "headers": {"Location": reference("headers", "Location")},
        }
    refused = " ".join(f"{k.title}." for k in KINDS.values() if k.status == 400)
    found["bad-request"] = {"description": refused, "content": document}
    for kind in KINDS.values():
        if kind.name in (*OF_ALL, *OF_RECORDS):
            found[kind.name] = {"description": f"{kind.title}.", "content": document}
    for name in ("too-many-requests", "closed"):
        found[name]["headers"] = {"Retry-After": reference("headers", "Retry-After")}
    return found


def problem_schemas():
    template = REFERENCE.format(sort="schemas", name="{model}")
    own = ProblemDocument.model_json_schema(ref_template=template, mode="serialization")
    return {**own.pop("$defs"), ProblemDocument.__name__: own}
