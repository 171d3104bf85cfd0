"""Invented organisations as ROR records, https://ror.readme.io/docs/ror-data-structure.

Each record follows from the seed and its number alone: no other has to be kept in memory for it,
and what two records say of each other agrees.
"""

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from . import identifiers
from .places import CONTINENTS, PLACES, WEIGHTS, Place
from .words import KIND_WEIGHTS, KINDS, NAMES, SUBJECTS, initials, native_name

# Ten neighbours may be a family; fifty families may have one head above them.
FAMILY = 10
CLAN = 50 * FAMILY
# Of a record that is not in the file.
ABSENT = 10_000_000


@dataclass(frozen=True)
class Sketch:
    """What others may say of a record, too."""

    number: int
    name: str
    kind: str
    subject: int
    place: Place
    status: str
    has_native_name: bool


class Organisations:
    """The records of one file. `change`: how many per cent say something else by now."""

    def __init__(self, count, *, seed=1, change=0):
        self.count, self.seed, self.change = count, seed, change
        self.sketch = lru_cache(maxsize=2 * FAMILY)(self.make_sketch)

    def __iter__(self):
        return map(self.record, range(self.count))

    def random(self, number, purpose):
        return Random(f"{self.seed}/{purpose}/{number}")  # noqa: S311 - not a secret

    def make_sketch(self, number):
        random = self.random(number, "sketch")
        (kind,) = random.choices(KINDS, KIND_WEIGHTS)
        (place,) = random.choices(PLACES, WEIGHTS)
        (status,) = random.choices(["active", "inactive", "withdrawn"], [965, 30, 5])
        subject = random.randrange(len(SUBJECTS))
        name = random.choice(NAMES[kind]).format(
            n=number, subject=SUBJECTS[subject], place=place.name, country=place.country_name
        )
        native = place.language != "en" and random.random() < 0.7
        return Sketch(number, name, kind, subject, place, status, native)

    def record(self, number):
        sketch, random = self.sketch(number), self.random(number, "record")
        changed = self.has_changed(number)
        address = f"https://organisation-{number}.example"
        record = {
            "admin": admin(random, changed),
            "domains": [f"organisation-{number}.example"] if random.random() < 0.65 else [],
            "established": random.randint(1850, 2024) if random.random() < 0.74 else None,
            "external_ids": list(external_ids(number, random)),
            "id": identifiers.ror_id(number, self.seed),
            "links": list(links(address, random, changed)),
            "locations": [location(sketch.place)],
            "names": list(names(sketch, random)),
            "relationships": list(self.relationships(sketch)),
            "status": sketch.status,
            "types": types(sketch, random),
        }
        if random.random() < 0.01:
            record["locations"].append(location(other_place(sketch.place, random)))
        if changed:
            alias = f"{sketch.name} (as it is called since)"
            record["names"].append({"lang": "en", "types": ["alias"], "value": alias})
        return record

    def has_changed(self, number):
        return self.random(number, "change").random() * 100 < self.change

    def relationships(self, sketch):
        yield from self.kin(sketch.number)
        yield from self.succession(sketch)
        random = self.random(sketch.number // 2, "related")
        partner = sketch.number ^ 1
        if random.random() < 0.08 and partner < self.count:
            yield self.relationship("related", partner)
        if self.random(sketch.number, "absent").random() < 0.03:
            yield self.relationship("related", ABSENT + sketch.number)

    def kin(self, number):
        """Its parent and its children, as the other side says them."""
        place = number % FAMILY
        head = number - place
        size = self.family_size(head)
        if place == 0:
            members = range(head + 1, min(head + size, self.count))
            yield from (self.relationship("child", member) for member in members)
            yield from self.clan(head)
        elif place < size:
            yield self.relationship("parent", head)

    def family_size(self, head):
        sizes = [1, 2, 3, 4, 6, FAMILY]
        return self.random(head, "family").choices(sizes, [40, 25, 15, 10, 6, 4])[0]

    def clan(self, head):
        """The head of a large family of families, or those below it."""
        chief = head - head % CLAN
        if self.random(chief, "clan").random() < 0.5:
            return
        if head == chief:
            below = range(chief + FAMILY, min(chief + CLAN, self.count), FAMILY)
            yield from (self.relationship("child", member) for member in below)
        else:
            yield self.relationship("parent", chief)

    def succession(self, sketch):
        after, before = sketch.number + 1, sketch.number - 1
        if sketch.status == "inactive" and after < self.count:
            yield self.relationship("successor", after)
        if before >= 0 and self.sketch(before).status == "inactive":
            yield self.relationship("predecessor", before)

    def relationship(self, kind, number):
        label = self.sketch(number).name
        return {"id": identifiers.ror_id(number, self.seed), "label": label, "type": kind}


def admin(random, changed):
    year = random.randint(2018, 2025)
    created = {"date": f"{year}-{random.randint(1, 12):02d}-14", "schema_version": "1.0"}
    modified = {"date": "2025-11-24", "schema_version": "2.1"}
    if changed:
        modified["date"] = "2026-06-23"
    return {"created": created, "last_modified": modified}


def names(sketch, random):
    """One is displayed: the English one, the one of the country, or one that names the country."""
    native = native_display = None
    language = sketch.place.language
    if sketch.has_native_name:
        native = native_name(language, sketch.number, sketch.subject, sketch.place.name)
        native_display = random.random() < 0.15
    suffix = sketch.kind == "company" and random.random() < 0.4
    displayed = ["ror_display", "label"]
    if suffix:
        display = f"{sketch.name} ({sketch.place.country_name})"
        yield {"lang": None, "types": displayed, "value": display}
    elif native_display:
        yield {"lang": language, "types": displayed, "value": native}
    types = ["label"] if suffix or native_display else displayed
    yield {"lang": "en", "types": types, "value": sketch.name}
    if native and (suffix or not native_display):
        yield {"lang": language, "types": ["label"], "value": native}
    if random.random() < 0.55:
        yield {"lang": None, "types": ["acronym"], "value": acronym(sketch, random)}
    if random.random() < 0.5:
        former = f"{SUBJECTS[sketch.subject]} Group {sketch.number}"
        yield {"lang": "en", "types": ["alias"], "value": former}


def acronym(sketch, random):
    """Many share one, even within their country."""
    found = initials(sketch.name)
    return found if random.random() < 0.3 else f"{found}{sketch.place.country}"


def external_ids(number, random):
    """About half of the records have each; a few have two of one sort."""
    found = {
        "fundref": (0.2, [identifiers.fundref(number)]),
        "grid": (0.45, [identifiers.grid(number)]),
        "isni": (0.45, [identifiers.isni(number)]),
        "wikidata": (0.5, [identifiers.wikidata(number)]),
    }
    for kind, (share, values) in found.items():
        if random.random() < share:
            if kind == "isni" and random.random() < 0.03:
                values.append(identifiers.isni(number + 5_000_000))
            preferred = values[0] if kind == "grid" or random.random() < 0.5 else None
            yield {"all": values, "preferred": preferred, "type": kind}


def links(address, random, changed):
    if random.random() < 0.95:
        value = f"{address}/en/" if changed else address
        yield {"type": "website", "value": value}
    if random.random() < 0.35:
        yield {"type": "wikipedia", "value": f"{address}/wiki"}


def location(place):
    details = {
        "continent_code": place.continent,
        "continent_name": CONTINENTS[place.continent],
        "country_code": place.country,
        "country_name": place.country_name,
        "country_subdivision_code": None,
        "country_subdivision_name": None,
        "lat": place.latitude,
        "lng": place.longitude,
        "name": place.name,
    }
    return {"geonames_details": details, "geonames_id": place.geonames_id}


def other_place(place, random):
    return random.choice([other for other in PLACES if other != place])


def types(sketch, random):
    """Whoever gives money is of the type `funder` beside what it is."""
    is_funder = sketch.kind == "government" or random.random() < 0.15
    return [sketch.kind, "funder"] if is_funder else [sketch.kind]
