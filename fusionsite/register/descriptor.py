"""datapackage.json: a Tabular Data Package as https://specs.frictionlessdata.io describes it."""

import json

from django.db import models

from publishing.web_addresses import WebAddressField

from .files import DESCRIPTOR
from .problems import Unreadable
from .tables import TABLES, reference_field, table_of
from .words import DESCRIPTION, HOLDS

# How the sorts of cells are called there: (type, format).
TYPES = {
    "key": ("string", "uuid"),
    "boolean": ("boolean", None),
    "decimal": ("number", None),
    "moment": ("datetime", "any"),
    "day": ("date", None),
    "number": ("integer", None),
    "snapshot": ("object", None),
}
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
PUBLISHER = "UK Fusion Cluster"


def write_descriptor():
    """The same for every register of this release: it holds no moment."""
    package = {
        "profile": "tabular-data-package",
        "name": "fusion-cooperation-register",
        "title": "The Fusion Cooperation Register",
        "description": DESCRIPTION,
        "contributors": [{"title": PUBLISHER, "role": "publisher"}],
        "licenses": [LICENCE],
        "resources": [resource(table) for table in TABLES],
    }
    text = json.dumps(package, indent=2, ensure_ascii=False)
    return f"{text}\n".encode()


def resource(table):
    schema = {"fields": [described(column) for column in table.columns]}
    if table.holds("id"):
        schema["primaryKey"] = "id"
    elif table.holds("number"):
        schema["primaryKey"] = ["record", "number"]
    keys = [key for column in table.columns for key in foreign_keys(table, column)]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "profile": "tabular-data-resource",
        "path": table.file,
        "description": HOLDS[table.name],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def described(column):
    kind, form = TYPES.get(column.sort, ("string", None))
    if isinstance(column.field, WebAddressField):
        form = "uri"
    parts = {"name": column.name, "type": kind, "format": form, "constraints": limits(column)}
    return {name: part for name, part in parts.items() if part}


def limits(column):
    found = {}
    field = column.field
    if column.name in ("id", "identifier", "slug"):
        found |= {"required": True, "unique": True}
    elif field is not None and not (field.blank or field.null or column.optional):
        found["required"] = True
    if isinstance(field, models.CharField) and column.sort == "text":
        found["maxLength"] = field.max_length
        codes = [code for code, _label in field.flatchoices if code]
        if codes and not hasattr(field, "countries"):
            found["enum"] = codes
    return found


def foreign_keys(table, column):
    """What names one row of another table; a cell with several names is no key there."""
    if column.sort != "reference":
        return []
    target = table_of(column.field.related_model)
    resource_name = "" if target is table else target.name
    named = {"resource": resource_name, "fields": reference_field(target.model)}
    return [{"fields": column.name, "reference": named}]


def read_descriptor(package, problems):
    """Check that the package is one that this register can read. Raises Unreadable."""
    if not package.has(DESCRIPTOR):
        raise Unreadable(f"There is no {DESCRIPTOR} in it: this is no data package.")
    try:
        descriptor = json.loads(package.read(DESCRIPTOR).decode("utf-8-sig"))
        paths = [resource["path"] for resource in descriptor["resources"]]
        known = {table.file for table in TABLES}
        unknown = [path for path in paths if path not in known]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(f"{DESCRIPTOR} is not the description of a data package.") from error
    for path in unknown:
        problems.add(DESCRIPTOR, None, "", f"The register knows no table “{str(path)[:80]}”.")
