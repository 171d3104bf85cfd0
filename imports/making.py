"""Rows that speak of records which are not here yet."""

from publishing.applying import conform
from publishing.batches import add
from publishing.steps import changes_in_words

from .comparing import NOTHING, fresh
from .models import Line, Touch


class Making:
    def __init__(self, writing):
        self.writing = writing
        self.importer = writing.importer
        self.keeping = writing.keeping

    def make(self, rows):
        """`rows`: [(Decision, Cleaned)]."""
        if not rows:
            return
        said = self.keeping.said_before([row for _d, row in rows])
        contents = {decision.key: self.content(decision.key, row) for decision, row in rows}
        versions, refused = self.add(rows, contents)
        for decision, row in rows:
            if decision.key in refused:
                self.writing.refuse(row, refused[decision.key])
                continue
            key, content = decision.key, contents[decision.key]
            self.keeping.touch(row, key, Touch.Outcome.CREATED, version=versions[key])
            told = {"record": key, "changes": self.in_words(content), "reason": row.remark}
            self.writing.say(Line.Outcome.CREATED, row.number, row.label, content, **told)
        made = [(d.key, row) for d, row in rows if d.key not in refused]
        self.keeping.remember(made, said, self.writing.digests)

    def content(self, key, row):
        content = fresh(self.importer, key, row)
        if slug := row.brings.get("slug"):
            content["fields"]["slug"] = slug
        self.writing.citing.cite(content, key, self.importer.sources_of(row))
        return content

    def add(self, rows, contents):
        versions, refused = {}, {}
        identifiers = {d.key: row.brings["identifier"] for d, row in rows if row.brings}
        for note, keys in self.writing.by_note(rows, new=True):
            part = {key: contents[key] for key in keys}
            coming = self.writing.ahead.named_in(part)
            words = {"note": note, "coming": coming, **self.writing.words}
            words["identifiers"] = {key: identifiers[key] for key in part if key in identifiers}
            written = add(self.importer.model, part, **words)
            versions |= written.versions
            refused |= written.refused
        return versions, refused

    def in_words(self, content):
        if not self.writing.telling.everything:
            return ()
        model = self.importer.model
        empty, _left_out = conform(model, NOTHING, NOTHING)
        whole, _left_out = conform(model, content, NOTHING)
        return tuple(changes_in_words(model, empty, whole))
