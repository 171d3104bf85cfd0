"""The description of the API as a person reads it: OpenAPI in, what a template prints out."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from publishing.as_of import PARAMETER

from .asking import LIMIT
from .cursors import CURSOR
from .fields import FIELDS
from .lists import Page

USUAL = (PARAMETER, CURSOR, LIMIT, FIELDS)
# So many fields are worth a reference to the shape that has them.
FEWEST_SHARED = 8
TYPES = {
    "string": _("text"),
    "integer": _("whole number"),
    "number": _("number"),
    "boolean": _("true or false"),
    "null": _("null"),
}
SEVERAL = {_("text"): _("texts"), _("code"): _("codes")}
FORMATS = {
    "date": _("day"),
    "date-time": _("moment"),
    "uri": _("address"),
    "uuid": _("UUID"),
}


@dataclass
class Line:
    """A parameter or a field. `shape`: the name of the shape that its type is made of, or ""."""

    name: str
    type: str
    description: str = ""
    shape: str = ""
    codes: list = field(default_factory=list)
    required: bool = False


@dataclass
class Endpoint:
    """`parameters`: Lines of its own; `usual`: names of those that many addresses take.

    `in_pages`: it answers with pages of the shape.
    """

    name: str
    path: str
    summary: str
    parameters: list
    usual: list
    shape: str
    in_pages: bool


@dataclass
class ShapeRead:
    """`beyond`: the name of another shape all of whose fields it has too; `lines` are the rest."""

    name: str
    description: str
    lines: list
    beyond: str = ""


def endpoints(described):
    """Of each address, in the order of the addresses."""
    return [
        endpoint(path, operation, described["components"]["schemas"])
        for path, methods in described["paths"].items()
        for operation in [methods["get"]]
    ]


def endpoint(path, operation, schemas):
    parameters, shape = operation["parameters"], shape_in(answer_schema(operation))
    in_pages = is_plain_page(schemas[shape])
    return Endpoint(
        name=operation["operationId"],
        path=path,
        summary=operation["description"],
        parameters=[parameter_line(each) for each in parameters if each["name"] not in USUAL],
        usual=[each["name"] for each in parameters if each["name"] in USUAL],
        shape=shape_in(schemas[shape]["properties"]["results"]) if in_pages else shape,
        in_pages=in_pages,
    )


def is_plain_page(schema):
    """One that says no more than what all pages say."""
    return set(schema["properties"]) == {*Page.model_fields, "results"}


def usual_parameters(described):
    """A Line of each, from the first address that takes it."""
    found = {}
    for methods in described["paths"].values():
        for each in methods["get"]["parameters"]:
            if each["name"] in USUAL:
                found.setdefault(each["name"], parameter_line(each))
    # The codes of `fields` are the fields of each shape, which stand there.
    found[FIELDS].codes = []
    return list(found.values())


def answer_schema(operation):
    (content,) = operation["responses"]["200"]["content"].values()
    return content["schema"]


def parameter_line(parameter):
    line = line_of(parameter["name"], parameter["schema"])
    line.description, line.required = parameter.get("description", ""), parameter["required"]
    return line


def shapes(described):
    """By name, those that an answer is made of."""
    found = [
        ShapeRead(
            name=name,
            description=" ".join(schema.get("description", "").split()),
            lines=[line_of(each, of_it) for each, of_it in schema["properties"].items()],
        )
        for name, schema in sorted(described["components"]["schemas"].items())
        if not is_plain_page(schema)
    ]
    whole = {shape.name: shape.lines for shape in found}
    for shape in found:
        shape.beyond = next((n for n in whole if is_beyond(whole[shape.name], whole[n])), "")
        said = whole.get(shape.beyond, ())
        shape.lines = [line for line in shape.lines if line not in said]
    return found


def is_beyond(lines, others):
    """Whether these have all the names of the others, which are many, and more."""
    names, other_names = ({line.name for line in each} for each in (lines, others))
    return len(others) >= FEWEST_SHARED and other_names < names


def line_of(name, schema):
    of_one = schema.get("items", schema)
    return Line(
        name=name,
        type=type_in_words(schema),
        description=schema.get("description", ""),
        shape=shape_in(schema),
        codes=[str(code) for code in of_one.get("enum", ())],
    )


def type_in_words(schema):
    """ "text or null", "list of Party"."""
    if "$ref" in schema:
        return shape_in(schema)
    if "anyOf" in schema and "type" not in schema:
        return _(" or ").join(dict.fromkeys(type_in_words(each) for each in schema["anyOf"]))
    if schema.get("type") == "array":
        words = type_in_words(schema["items"])
        return _("list of %(what)s") % {"what": SEVERAL.get(words, words)}
    if "enum" in schema:
        return _("code")
    return str(FORMATS.get(schema.get("format")) or TYPES[schema["type"]])


def shape_in(schema):
    """The name of the shape that a schema refers to, or ""."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    inner = [schema["items"]] if "items" in schema else schema.get("anyOf", ())
    return next(filter(None, map(shape_in, inner)), "")
