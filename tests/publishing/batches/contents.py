"""Contents for batches: copies of what stands, under other keys."""

import uuid

from publishing.snapshots import take

NAMESPACE = uuid.UUID(int=7)


def key(*parts):
    return uuid.uuid5(NAMESPACE, "/".join(map(str, parts)))


def organisation(number, source, **fields):
    """(key, the content of an organisation that can be published)"""
    name = {"name": f"Institute {number}", "kind": "university", "country": "DE"}
    wikidata = {"scheme": "wikidata", "value": f"Q{number}"}
    rows = {
        "names": {str(key(number, "name")): {"name": f"Institut {number}", "language": "de"}},
        "sites": {str(key(number, "site")): {"place": "Garching", "latitude": "48.5"}},
        "identifiers": {str(key(number, "wikidata")): wikidata},
        "citations": {str(key(number, "citation")): {"source": str(source.pk), "fact": "name"}},
    }
    rows["sites"][str(key(number, "site"))]["longitude"] = "11.7"
    return key(number), {"fields": {**name, **fields}, "children": rows}


def organisations(numbers, source, **fields):
    return dict(organisation(number, source, **fields) for number in numbers)


def agreement(number, source, parties, links=()):
    """(key, the content of an agreement); `links`: (kind, key of the other) pairs."""
    fields = {
        "title": f"Pact {number}",
        "kind": "memorandum_of_understanding",
        "level": "government",
        "summary": "They agreed.",
    }
    rows = {
        "parties": {str(key(number, "party", p)): {"organisation": str(p)} for p in parties},
        "links": {
            str(key(number, kind, other)): {"kind": kind, "to_agreement": str(other)}
            for kind, other in links
        },
        "citations": {str(key(number, "pact citation")): {"source": str(source.pk)}},
    }
    return key("pact", number), {"fields": fields, "children": rows}


def copy_of(record, **fields):
    """(key, the content of the record with all keys of its rows changed)"""
    content = take(record)
    own = {row for rows in content["children"].values() for row in rows}
    new = {old: str(key("copy", old)) for old in own}

    def copied(value):
        if isinstance(value, str):
            return "/".join(new.get(part, part) for part in value.split("/"))
        return value

    children = {
        name: {
            new[row]: {column: copied(value) for column, value in values.items()}
            for row, values in rows.items()
        }
        for name, rows in content["children"].items()
    }
    return key("copy", record.pk), {"fields": content["fields"] | fields, "children": children}
