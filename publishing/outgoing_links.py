"""The addresses that the register leads to, and where: in records, their rows, and sources."""

from collections import defaultdict
from contextlib import suppress
from html.parser import HTMLParser

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from .bounded import AT_ONCE, portions
from .models import Citation, LinkCheck, LinkUse, Source
from .models.links import LONGEST_ADDRESS
from .registry import content_of, versioned_models
from .richtext import RichTextField
from .snapshots import child_relation, content_fields
from .web_addresses import WebAddressField


def note_addresses(*, at):
    """Bring the list of links up to what the register holds; returns (new, no longer used)."""
    used = addresses_used()
    known = dict(LinkCheck.objects.values_list("address", "pk"))
    new, gone = used.keys() - known.keys(), known.keys() - used.keys()
    with transaction.atomic():
        LinkCheck.objects.bulk_create(
            [LinkCheck(address=a, first_seen_at=at, since=at) for a in sorted(new)],
            batch_size=AT_ONCE,
            ignore_conflicts=True,
        )
        for some in portions(gone):
            LinkCheck.objects.filter(address__in=some).delete()
        note_uses(used)
    return len(new), len(gone)


def note_uses(used):
    keys = dict(LinkCheck.objects.values_list("address", "pk"))
    wanted = {(keys[address], *place) for address, places in used.items() for place in places}
    rows = LinkUse.objects.values_list("pk", "link", "content_type", "object_id")
    known = {tuple(place): key for key, *place in rows}
    for some in portions(known[place] for place in known.keys() - wanted):
        LinkUse.objects.filter(pk__in=some).delete()
    LinkUse.objects.bulk_create(
        [
            LinkUse(link_id=link, content_type_id=kind, object_id=key)
            for link, kind, key in wanted - known.keys()
        ],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )


def addresses_used():
    """{address: {(content type, key of a record or source), …}}"""
    used = defaultdict(set)
    for address, kind, key in [*places_in_records(), *places_in_sources()]:
        address = address.partition("#")[0]
        if address.lower().startswith(("https://", "http://")) and len(address) <= LONGEST_ADDRESS:
            used[address].add((kind, key))
    return used


def places_in_records():
    for model in versioned_models():
        kind = ContentType.objects.get_for_model(model).pk
        yield from places(model, content_fields(model), "pk", kind)
        for name in content_of(model).children:
            relation = child_relation(model, name)
            if not relation.generic:
                yield from places(relation.model, relation.fields, relation.owner, kind)


def places(model, fields, owner, kind):
    """(address, content type, key of the record) of each address in a column of a table."""
    for field in fields:
        if isinstance(field, WebAddressField | RichTextField):
            rows = model._base_manager.exclude(**{field.name: ""})
            for key, value in rows.values_list(owner, field.name).iterator():
                found = [value] if isinstance(field, WebAddressField) else links_in(value)
                for address in found:
                    yield address, kind, key


def places_in_sources():
    """A source is used where it is cited, and stands for itself."""
    kind = ContentType.objects.get_for_model(Source).pk
    addresses = dict(Source.objects.exclude(url="").values_list("pk", "url"))
    for key, address in addresses.items():
        yield address, kind, key
    cited = Citation.objects.values_list("source", "content_type", "object_id")
    for source, of, key in cited.order_by().distinct().iterator():
        if source in addresses:
            yield addresses[source], of, key


class LinkReader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found.append(address)


def links_in(html):
    """Where rich text leads. It was sanitised when it was saved."""
    if "href" not in html:
        return []
    reader = LinkReader()
    # The parser of the standard library asserts that a declaration is one it knows.
    with suppress(AssertionError):
        reader.feed(html)
        reader.close()
    return reader.found
