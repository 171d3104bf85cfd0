"""Rows that are sources which records may cite, and no records themselves."""

import uuid

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing.models import Source
from publishing.source_proposals import sources_at

from .importer import NAMESPACE
from .models import Line, Said, Touch

FACTS = ("title", "publisher", "date", "language", "note")
Outcome = Line.Outcome


class Sourcing:
    """What an editor wrote of a source stands; nothing is asked about it."""

    def __init__(self, writing):
        self.writing = writing
        self.run = writing.run
        self.origin = writing.importer.origin
        self.content_type = content_type()

    def write(self, rows):
        """`rows`: Cleaned rows, each with the one source that it is."""
        if not rows:
            return
        there = sources_at({row.cited[0].url for row in rows})
        self.said = {said.key: said for said in self.said_of(rows)}
        for row in rows:
            try:
                self.write_one(row, there)
            except ValidationError as error:
                self.writing.refuse(row, error.messages)

    def write_one(self, row, there):
        source = there.get(row.cited[0].url)
        if source is None:
            there[row.cited[0].url] = self.make(row)
        else:
            self.bring_up_to_date(row, source)

    def said_of(self, rows):
        keys = [row.key for row in rows]
        return Said.objects.filter(content_type=self.content_type, origin=self.origin, key__in=keys)

    def make(self, row):
        key = uuid.uuid5(NAMESPACE, f"source|{self.origin}|{row.key}")
        now = localtime(self.run.started_at).date()
        source = Source(pk=key, url=row.cited[0].url, accessed_on=now, **facts_of(row))
        source.full_clean()
        source.save(force_insert=True)
        self.touch(row, source, Touch.Outcome.CREATED)
        changes = told_changes(dict.fromkeys(FACTS, ""), facts_of(row))
        self.say(Outcome.CREATED, row, source, changes)
        return source

    def bring_up_to_date(self, row, source):
        """Fill what is empty, and follow the page where nobody has written otherwise."""
        said = self.said.get(row.key)
        before = said.values["fields"] if said else {}
        stood, now = standing(source), facts_of(row)
        fresh = {
            name: value
            for name, value in now.items()
            if value and value != stood[name] and stood[name] in ("", before.get(name))
        }
        if not fresh:
            self.say(Outcome.UNCHANGED, row, source, ())
            return
        for name, value in fresh.items():
            setattr(source, name, value)
        source.full_clean()
        source.save()
        self.touch(row, source, Touch.Outcome.UPDATED, {name: stood[name] for name in fresh})
        self.say(Outcome.UPDATED, row, source, told_changes(stood, fresh))

    def touch(self, row, source, outcome, stood=None):
        """Remember what the page says now, and what undoing puts back."""
        said = self.said.get(row.key)
        before = {**(said.as_it_was if said else {}), "stood": stood, "wrote": standing(source)}
        self.writing.keeping.touches.append(
            Touch(
                run=self.run,
                number=row.number,
                content_type=self.content_type,
                object_id=source.pk,
                outcome=outcome,
                key=row.key,
                said_before=before,
            )
        )
        Said.objects.update_or_create(
            content_type=self.content_type,
            origin=self.origin,
            key=row.key,
            defaults={
                "object_id": source.pk,
                "values": {"fields": facts_of(row), "children": {}},
                "digest": self.writing.importer.reads_as,
                "at": self.run.started_at,
            },
        )

    def say(self, outcome, row, source, changes):
        told = {"record": source.pk, "reason": _("a source to cite, not an article")}
        self.writing.say(outcome, row.number, row.label, facts_of(row), changes=changes, **told)


def undo_source(touch):
    """Undo what a run did to a source; returns why it was left, or ""."""
    source = Source.objects.select_for_update().filter(pk=touch.object_id).first()
    if source is None:
        return _("It was deleted since.")
    if standing(source) != touch.said_before["wrote"]:
        return _("It was changed since.")
    if touch.outcome == Touch.Outcome.UPDATED:
        for name, value in touch.said_before["stood"].items():
            setattr(source, name, value)
        source.save()
    elif source.citations.exists():
        return _("A record cites it.")
    else:
        source.delete()
    forget_said(touch)
    return ""


def forget_said(touch):
    said = Said.objects.filter(
        content_type=touch.content_type, origin=touch.run.origin, key=touch.key
    )
    before = touch.said_before
    if "values" in before:
        said.update(object_id=before["record"], values=before["values"], digest=before["digest"])
    else:
        said.delete()


def is_source(touch):
    return touch.content_type_id == content_type().pk


def content_type():
    return ContentType.objects.get_for_model(Source)


def facts_of(row):
    return {name: getattr(row.cited[0], name) for name in FACTS}


def standing(source):
    return {name: getattr(source, name) for name in FACTS}


def told_changes(before, after):
    names = [name for name in FACTS if after.get(name) and after[name] != before[name]]
    words = {name: capfirst(str(Source._meta.get_field(name).verbose_name)) for name in names}
    return tuple({"what": words[name], "old": before[name], "new": after[name]} for name in names)
