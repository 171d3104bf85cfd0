"""The sources that imported records cite: found by their address, made where they are missing."""

import uuid

from django.utils.timezone import localtime

from publishing.models import Source
from publishing.source_proposals import sources_at

from .comparing import child_key
from .importer import NAMESPACE


class Citing:
    """Sources by what the rows of a batch cite; each is made once, when a record first cites it."""

    def __init__(self, at):
        self.at = at
        self.keys = {}

    def find(self, cited):
        """Look up what is cited, and make what is missing; a few queries."""
        cited = list(dict.fromkeys(cited))
        there = sources_at({one.url for one in cited if one.url})
        self.keys = {address: source.pk for address, source in there.items()}
        wanted = {}
        for one in cited:
            if identity(one) not in self.keys:
                wanted.setdefault(key_of(one), one)
        known = set(Source.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        Source.objects.bulk_create(
            self.source(key, one) for key, one in wanted.items() if key not in known
        )
        self.keys |= {identity(one): key for key, one in wanted.items()}

    def source(self, key, cited):
        return Source(
            pk=key,
            title=cited.title,
            url=cited.url,
            publisher=cited.publisher,
            date=cited.date,
            date_qualifier=cited.date_qualifier,
            date_note=cited.date_note,
            language=cited.language,
            note=cited.note,
            accessed_on=localtime(self.at).date(),
        )

    def cite(self, content, record_key, cited):
        """Add the citations that the content lacks; each source once."""
        rows = content["children"].setdefault("citations", {})
        there = {row["source"] for row in rows.values() if not row.get("fact")}
        for one in cited:
            source = str(self.keys[identity(one)])
            if source in there:
                continue
            there.add(source)
            self.add(rows, record_key, source, one.place)

    def cite_value(self, content, record_key, cited, fact, value):
        """Cite a source for one fact with what it says instead."""
        rows = content["children"].setdefault("citations", {})
        source = str(self.keys[identity(cited)])
        for row in rows.values():
            if (row["source"], row.get("fact")) == (source, fact):
                row["value"] = value
                return
        self.add(rows, record_key, source, cited.place, fact, value)

    def add(self, rows, record_key, source, place, fact="", value=""):
        position = max((row.get("position") or 0 for row in rows.values()), default=-1) + 1
        natural = f"{source}|{fact}" if fact else source
        rows[child_key(record_key, "citations", natural)] = {
            "position": position,
            "source": source,
            "fact": fact,
            "value": value,
            "place": place,
            "checked_on": None,
        }


def identity(cited):
    return cited.url or (cited.title, cited.publisher)


def key_of(cited):
    return uuid.uuid5(NAMESPACE, f"source|{cited.url or cited.title + '|' + cited.publisher}")
