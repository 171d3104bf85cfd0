"""What editors decide where an import could not."""

from dataclasses import fields

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import drafts, snapshots
from publishing.applying import conform
from publishing.batches import add, change
from publishing.fact_words import values_in_words
from publishing.locks import locked
from publishing.models import Citation, Step
from publishing.rights import Refused, check_can_add, check_can_change

from .asking import Asking
from .citing import Citing
from .cleaned import Cited, Cleaned
from .comparing import compare, fresh
from .models import Question, Said
from .registry import importer_named

Answer = Question.Answer
LONGEST_VALUE = Citation._meta.get_field("value").max_length


@transaction.atomic
def keep(question, *, by, at=None):
    """What stands stays; the source may say otherwise."""
    question = waiting(question, Question.Sort.VALUE)
    check_can_change(found(question.content_type.model_class(), question.object_id), by)
    return answered(question, Answer.KEEP, by, at or timezone.now())


@transaction.atomic
def take(question, *, by, at=None):
    """The source's value goes into a draft of the record; the ordinary road comes after."""
    question = waiting(question, Question.Sort.VALUE)
    at = at or timezone.now()
    record = locked(found(question.content_type.model_class(), question.object_id))
    check_can_change(record, by)
    content = draft_content(record)
    put(content, question)
    save(record, content, by, at)
    return answered(question, Answer.TAKE, by, at)


@transaction.atomic
def keep_both(question, *, by, at=None):
    """What stands stays, and a draft cites the source as saying something else."""
    question = waiting(question, Question.Sort.VALUE)
    at = at or timezone.now()
    record = locked(found(question.content_type.model_class(), question.object_id))
    check_can_change(record, by)
    content = draft_content(record)
    cite_otherwise(content, question, record, at)
    save(record, content, by, at)
    return answered(question, Answer.BOTH, by, at)


@transaction.atomic
def call_same(question, key, *, by, at=None):
    """The row speaks of this record: what it adds goes into a draft."""
    question = waiting(question, Question.Sort.MATCH)
    at = at or timezone.now()
    if str(key) not in {one["key"] for one in question.candidates}:
        raise Refused(_("Choose one of the records that were proposed."))
    record = locked(found(question.content_type.model_class(), key))
    check_can_change(record, by)
    importer, row = importer_named(question.run.importer).apart(), row_of(question)
    content = draft_content(record)
    compared = compare(importer, record.pk, content, importer.fit(row, content), None)
    if compared.content != content:
        cite(compared.content, record.pk, row.cited, at)
        save(record, compared.content, by, at)
    remember(question, record.pk, row, at)
    asking = Asking(question.run, importer, at, origin=question.origin)
    asking.about_values(row, record.pk, compared.clashes)
    asking.keep()
    question.object_id = record.pk
    return answered(question, Answer.SAME, by, at)


@transaction.atomic
def call_new(question, *, by, at=None):
    """The row speaks of a record that is not here: it is begun as a draft."""
    question = waiting(question, Question.Sort.MATCH)
    at = at or timezone.now()
    model = question.content_type.model_class()
    check_can_add(model(), by)
    row, key = row_of(question), model._meta.pk.to_python(question.row["new_key"])
    content = fresh(importer_named(question.run.importer).apart(), key, row)
    cite(content, key, row.cited, at)
    written = add(model, {key: content}, by=by, at=at, public=False, road=Step.Road.IMPORT)
    if written.refused:
        raise Refused(written.refused[key])
    remember(question, key, row, at)
    question.object_id = key
    return answered(question, Answer.NEW, by, at)


@transaction.atomic
def leave_out(question, *, by, at=None):
    """The row is not imported, and not asked about again as long as it says the same."""
    question = waiting(question, Question.Sort.MATCH)
    check_can_add(question.content_type.model_class()(), by)
    return answered(question, Answer.DROP, by, at or timezone.now())


def waiting(question, sort):
    """The question, locked; raises Refused when it is answered already."""
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.answered_at is not None:
        raise Refused(_("This question is answered already."))
    if question.sort != sort:
        raise Refused(_("This answer does not fit the question."))
    return question


def answered(question, answer, by, at):
    question.answer, question.answered_at, question.answered_by = answer, at, by
    question.save()
    return question


def found(model, key):
    record = model._base_manager.filter(pk=key).first()
    if record is None:
        raise Refused(_("The record was deleted meanwhile."))
    return record


def draft_content(record):
    """What a form of the record shows, in today's schema."""
    newest, _digest, _version = drafts.newest_content(record)
    content, _left_out = conform(type(record), newest, snapshots.take(record))
    return content


def save(record, content, by, at):
    words = {"by": by, "at": at, "public": False, "road": Step.Road.IMPORT}
    written = change(type(record), {record.pk: content}, note="", **words)
    if written.refused:
        raise Refused(written.refused[record.pk])


def put(content, question):
    """The source's value in its place; raises Refused where the row is gone."""
    relation, _slash, rest = question.place.partition("/")
    if not rest:
        content["fields"].update(question.theirs)
        return
    row = content["children"].get(relation, {}).get(rest.partition("/")[0])
    if row is None:
        raise Refused(_("The row that it speaks of is gone."))
    row.update(question.theirs)


def cite(content, key, cited, at):
    citing = Citing(at)
    citing.find(cited)
    citing.cite(content, key, cited)


def cite_otherwise(content, question, record, at):
    """A citation of the fact, with the value that the source gives."""
    cited = cited_of(question.row)
    citing = Citing(at)
    citing.find(cited)
    words = values_in_words(type(record), question.place, question.theirs)[:LONGEST_VALUE]
    for one in cited:
        citing.cite_value(content, record.pk, one, question.place, words)


def cited_of(kept):
    return tuple(Cited(**one) for one in kept.get("cited", ()))


def row_of(question):
    """The Cleaned row as it was when the question was asked."""
    names = {field.name for field in fields(Cleaned)}
    kept = {name: value for name, value in question.row.items() if name in names}
    return Cleaned(**{**kept, "cited": cited_of(kept)})


def remember(question, key, row, at):
    """The next run knows whom the row speaks of, and what it said."""
    Said.objects.update_or_create(
        content_type=question.content_type,
        origin=question.origin,
        key=question.key,
        defaults={
            "object_id": key,
            "values": row.said,
            "digest": question.row["digest"],
            "at": at,
        },
    )
