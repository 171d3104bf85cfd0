"""What makes rows of an agreement the same, and how a source's rows meet those that stand."""

from collections import Counter
from dataclasses import replace

from agreements.vocabulary import Role
from publishing.ordering import fold
from publishing.stored_files import whole_address

# Hyphens and dashes of every length, and the minus sign.
DASHES = dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212], "-")


def natural_key(relation, values):
    return NATURAL[relation](values)


def signatory_key(values):
    """A person by name; somebody unnamed by the office."""
    return f"name:{fold(values['name'])}" if values["name"] else f"office:{fold(values['office'])}"


NATURAL = {
    "events": lambda values: f"{values['code']}|{'planned' if values['planned'] else ''}",
    "parties": lambda values: f"{values['organisation']}|{values['role']}",
    "signatories": signatory_key,
    "milestones": lambda values: f"{values['kind']}|{values['date']}|{fold(values['text'])}",
    "links": lambda values: f"{values['kind']}|{values['to_agreement']}",
    "documents": lambda values: values.get("url") or values.get("file", ""),
    "identifiers": lambda values: f"{values['scheme']}|{values['value']}",
}


def fit(row, standing):
    """The row in line with the record that it speaks of."""
    there = standing["children"]
    children = row.children | fit_parties(row.children, list(there.get("parties", {}).values()))
    children |= fit_signatories(children, list(there.get("signatories", {}).values()))
    children |= fit_documents(children, list(there.get("documents", {}).values()))
    children |= fit_events(children, list(there.get("events", {}).values()))
    return replace(row, fields=fit_fields(row, standing["fields"]), children=children)


def fit_fields(row, standing):
    """A title is the same with hyphens or en dashes; an amount, if the row says no more of it."""
    fields = dict(row.fields)
    if fields["title"].translate(DASHES) == standing["title"].translate(DASHES):
        del fields["title"]
    same = all(fields.get(name) == standing[name] for name in ("amount", "currency"))
    if same and not row.identity.get("amount_qualifier"):
        for name in ("amount", "currency", "amount_qualifier"):
            fields.pop(name, None)
    return fields


def fit_documents(children, standing):
    """The address of a file that the register keeps is that file, as its own lists give it."""
    files = {whole_address(values["file"]): values for values in standing if values.get("file")}
    fitted = {}
    for natural, values in children.get("documents", {}).items():
        if there := files.get(values["url"]):
            values = {**values, "url": there["url"], "file": there["file"]}
            natural = natural_key("documents", values)
        fitted[natural] = values
    return {"documents": fitted} if fitted else {}


def fit_events(children, standing):
    """Of several events of one sort, one that has the source's date says it all."""
    there = {(event["code"], event["planned"], event["date"]) for event in standing}
    often = Counter((event["code"], event["planned"]) for event in standing)
    fitted = {
        natural: values
        for natural, values in children.get("events", {}).items()
        if often[values["code"], values["planned"]] < 2
        or (values["code"], values["planned"], values["date"]) not in there
    }
    return {"events": fitted} if "events" in children else {}


def fit_parties(children, standing):
    """“Party” says no more than any other role that the organisation has in the record."""
    roles = {}
    for values in standing:
        roles.setdefault(values["organisation"], set()).add(values["role"])
    fitted, renamed = {}, {}
    for natural, values in children.get("parties", {}).items():
        there = roles.get(values["organisation"], ())
        if values["role"] == Role.PARTY and there and Role.PARTY not in there:
            values = {**values, "role": min(there)}
        renamed[natural] = natural_key("parties", values)
        fitted[renamed[natural]] = values
    found = {"parties": fitted} if fitted else {}
    if "signatories" in children:
        found["signatories"] = {
            natural: {**values, "party": renamed.get(values["party"])}
            for natural, values in children["signatories"].items()
        }
    return found


def fit_signatories(children, standing):
    """Who held the same office is the same person, named otherwise or not at all."""
    known = {signatory_key(values) for values in standing}
    by_office = {}
    for values in standing:
        by_office.setdefault(fold(values["office"]), []).append(signatory_key(values))
    fitted = {}
    for natural, values in children.get("signatories", {}).items():
        same_office = by_office.get(fold(values["office"]), []) if values["office"] else []
        meets = natural not in known and len(same_office) == 1
        fitted[same_office[0] if meets else natural] = values
    return {"signatories": fitted} if fitted else {}
