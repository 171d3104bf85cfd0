"""A question of an import in words: what its page shows."""

from dataclasses import dataclass

from django.utils.text import capfirst

from publishing import drafts, snapshots
from publishing.applying import conform
from publishing.comparing import marked, plain_text
from publishing.descriptions import describe
from publishing.fact_words import place_in_words, values_at, values_in_words
from publishing.rows_of_records import page_of


@dataclass
class Candidate:
    """A record that the row may speak of, as it stands now; `record` None: it was deleted."""

    key: str
    label: str
    score: int
    reason: str
    record: object
    address: str
    lines: list


def value_words(question, record):
    """{"place", "ours", "before", "theirs"} of a question on a value, as it stands now."""
    model = type(record)
    content = content_now(record)
    ours = values_at(content, question.place, list(question.theirs or {}))
    texts = [
        values_in_words(model, question.place, values)
        for values in (ours, question.before, question.theirs)
    ]
    return {
        "place": place_in_words(model, question.place, content),
        "ours": texts[0],
        "before": texts[1],
        "theirs": marked(texts[0], texts[2])[1],
        "is_gone": ours is None,
    }


def content_now(record):
    """What a form of the record shows."""
    newest, _digest, _version = drafts.newest_content(record)
    content, _left_out = conform(type(record), newest, snapshots.take(record))
    return content


def row_lines(question):
    """[(label, text)] of the row that was asked about."""
    model = question.content_type.model_class()
    kept = question.row
    snapshot = {"fields": kept.get("fields", {}), "children": kept.get("children", {})}
    return lines_of(model, snapshot)


def lines_of(model, snapshot):
    own, sections = describe(model, snapshot)
    found = [(line.label, text_of(line)) for line in own]
    for section in sections:
        for row in section.rows:
            found.append((capfirst(section.label), ", ".join(text_of(line) for line in row)))
    return found


def text_of(line):
    return plain_text(line.html) if line.html else line.value


def candidates_of(question):
    """Those that were proposed, each with what it holds now; a few queries."""
    model = question.content_type.model_class()
    keys = [one["key"] for one in question.candidates]
    there = {str(record.pk): record for record in model._base_manager.filter(pk__in=keys)}
    return [candidate(model, one, there.get(one["key"])) for one in question.candidates]


def candidate(model, kept, record):
    lines, address = [], ""
    if record is not None:
        address = page_of(record, "change")
        lines = lines_of(model, content_now(record))
    return Candidate(record=record, address=address, lines=lines, **kept)
