"""Whether a description uses words that https://schema.org has, where it has them."""

import json
from pathlib import Path

VOCABULARY = json.loads(
    (Path(__file__).parent / "vocabularies" / "schema_org.json").read_text(encoding="utf-8")
)
TYPES, MEMBERS = VOCABULARY["types"], set(VOCABULARY["members"])
PREFIX = f"{VOCABULARY['vocabulary']}/"
KEYWORDS = {"@context", "@type", "@id"}
# https://schema.org/docs/actions.html: what a user types into a property of an action.
TYPED = "-input"


def misspelt(document):
    """The paths of types, properties and members that the vocabulary does not have there."""
    if document.get("@context") != VOCABULARY["vocabulary"]:
        return ["@context"]
    return list(unknown_in(document))


def unknown_in(value, path="", came_by=""):
    if isinstance(value, list):
        for each in value:
            yield from unknown_in(each, path, came_by)
    elif isinstance(value, dict):
        yield from unknown_terms(value, path, came_by)
    elif str(value).startswith(PREFIX) and value.removeprefix(PREFIX) not in MEMBERS:
        yield f"{path}: {value}"


def unknown_terms(facts, path, came_by):
    kind = facts.get("@type")
    if kind not in TYPES:
        yield f"{path}/@type: {kind}"
        return
    # https://schema.org/Role: the property that led to a role leads on from it.
    known = properties_of(kind) | ({came_by} if kind == "Role" else set())
    for name, value in facts.items():
        if name.startswith("@"):
            if name not in KEYWORDS or (path and name == "@context"):
                yield f"{path}/{name}"
            continue
        if name.removesuffix(TYPED) not in known:
            yield f"{path}/{kind}.{name}"
        yield from unknown_in(value, f"{path}/{name}", name)


def properties_of(kind):
    above = TYPES[kind]["below"]
    return set(TYPES[kind]["properties"]).union(*(properties_of(each) for each in above))
