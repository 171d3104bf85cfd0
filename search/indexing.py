"""How the index follows the records: after each commit, and as a whole."""

import gc
import hashlib
import json
import logging
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.contenttypes.models import ContentType
from django.db import Error, transaction

from publishing.bounded import portions

from .models import Entry, Word
from .registry import searchables
from .words import tidy, tokens

MOST_WEIGHED = 1500
MOST_TOKENS = 6000
LONGEST_TEXT = 20_000
# Names of countries, kinds, themes and places come again and again.
OFTEN_REPEATED = 150

logger = logging.getLogger(__name__)


@dataclass
class Tally:
    written: int = 0
    unchanged: int = 0
    removed: int = 0

    def __iadd__(self, other):
        self.written += other.written
        self.unchanged += other.unchanged
        self.removed += other.removed
        return self


def follow(changes):
    """Bring the entries of changed records up to date, and of those that show what they say.

    A fault of the index undoes no publication: it is logged, and rebuild() mends the index.
    """
    try:
        changed = keys_by_model(changes)
        for searchable in searchables():
            index(searchable, touched(searchable, changed))
    except Error:
        logger.exception("The search index missed a change; manage.py rebuild_search mends it.")


def keys_by_model(changes):
    found = {}
    for change in changes:
        model = ContentType.objects.get_for_id(change.content_type_id).model_class()
        found.setdefault(model, set()).add(change.object_id)
    return found


def touched(searchable, changed):
    """Keys of records of this kind that changed or that name what changed."""
    keys = set(changed.get(searchable.model, ()))
    for model, path in searchable.follows.items():
        for some in portions(changed.get(model, ())):
            naming = searchable.shown().filter(**{f"{path}__in": some}).order_by()
            keys.update(naming.values_list("pk", flat=True))
    return keys


def index(searchable, keys):
    """Make the entries of these records what the records say now; returns a Tally."""
    tally = Tally()
    for some in portions(sorted(keys)):
        tally += index_portion(searchable, some)
        # Records and what was read with them hold each other, and imports seldom look for garbage.
        gc.collect(1)
    return tally


@transaction.atomic
def index_portion(searchable, keys):
    # Whoever publishes one of them in the meantime waits, and so its entry is never older than it.
    rows = searchable.model._base_manager.select_for_update(of=("self",), no_key=True)
    list(rows.filter(pk__in=keys).order_by("pk").values_list("pk"))
    records = searchable.prepared(searchable.shown().filter(pk__in=keys).order_by("pk"))
    known = Entry.objects.of(searchable.model).filter(object_id__in=keys)
    digests = dict(known.values_list("object_id", "digest"))
    vocabulary = {}
    entries = [entry_of(searchable, record, vocabulary) for record in records]
    new = [entry for entry in entries if digests.get(entry.object_id) != entry.digest]
    gone = digests.keys() - {entry.object_id for entry in entries}
    outdated = known.filter(object_id__in=[*gone, *(entry.object_id for entry in new)])
    before = tokens_in(outdated.only("words", "rest"))
    outdated.delete()
    now = tokens_in(new)
    if new:
        Entry.objects.bulk_create(new, batch_size=100)
        keep_words({word: said for word, said in vocabulary.items() if said[0] in now})
    forget_words(before - now)
    return Tally(len(new), len(entries) - len(new), len(gone))


def entry_of(searchable, record, vocabulary):
    """The entry that the record should have; its words go into {plain: (token, shown)}."""
    texts = [(name, tidy(text)[:LONGEST_TEXT]) for name, text in searchable.texts(record) if text]
    texts = [(name, text) for name, text in dict.fromkeys(texts) if text]
    weighed, rest = [], []
    for name, text in texts:
        field = searchable.fields[name]
        line = [f"{'n' if field.name else 'w'}{field.weight}"]
        spelt, words = spell(text) if len(text) <= OFTEN_REPEATED else spell.__wrapped__(text)
        line += spelt
        vocabulary.update(words)
        (weighed if field.weight else rest).append(line)
    entry = Entry(
        kind=searchable.kind,
        object_id=record.pk,
        day=searchable.day(record),
        words=lines(weighed, MOST_WEIGHED),
        rest=lines(rest, MOST_TOKENS),
        texts=texts,
    )
    said = [str(entry.day), entry.words, entry.rest, texts]
    entry.digest = hashlib.sha256(json.dumps(said).encode()).hexdigest()
    return entry


@lru_cache(maxsize=5000)
def spell(text):
    """The tokens of a text, and its words as {plain: (token, shown)}."""
    found = list(tokens(text))
    words = {t.plain: (t.text, text[t.start : t.end]) for t in found if t.plain.isalpha()}
    return [token.text for token in found], words


def lines(found, most):
    """Tokens of one text in a line; a phrase is never found across two."""
    kept = []
    for line in found:
        if most <= 0:
            break
        kept.append(" ".join(line[: most + 1]))
        most -= len(line)
    return "\n".join(kept)


def lines_of(entry, fields):
    """The tokens of each of its texts between spaces; None where the entry does not tell them all.

    It has a line for each, those of texts that weigh nothing apart.
    """
    weighs = [fields[name].weight > 0 for name, _text in entry.texts if name in fields]
    weighed, rest = (text.split("\n") if text else [] for text in (entry.words, entry.rest))
    is_whole = entry.words.count(" ") < MOST_WEIGHED and entry.rest.count(" ") < MOST_TOKENS
    told = len(weighed), len(rest), len(entry.texts)
    if not is_whole or told != (weighs.count(True), weighs.count(False), len(weighs)):
        return None
    weighed, rest = iter(weighed), iter(rest)
    return [f" {next(weighed if each else rest).partition(' ')[2]} " for each in weighs]


def keep_words(vocabulary):
    words = [
        Word(plain=plain, token=token, shown=shown[:80], length=len(plain))
        # In one order: two that write the same words never wait for each other.
        for plain, (token, shown) in sorted(vocabulary.items())
        if len(plain) > 2
    ]
    Word.objects.bulk_create(words, batch_size=200, ignore_conflicts=True)


def forget_words(tokens):
    """Drop those that no record has any more: what was taken back is suggested to nobody."""
    for some in portions(sorted(tokens)):
        Word.objects.filter(token__in=some).unused().delete()


def tokens_in(entries):
    found = set()
    for entry in entries:
        found.update(entry.words.split(), entry.rest.split())
    return found


def rebuild():
    """Bring the whole index up to date, in portions; it can be searched all the while.

    Returns {searchable: Tally}.
    """
    Entry.objects.exclude(kind__in=[each.kind for each in searchables()]).delete()
    tallies = {searchable: rebuild_kind(searchable) for searchable in searchables()}
    forget_left_over_words()
    return tallies


def rebuild_kind(searchable):
    keys = searchable.shown().order_by("pk").values_list("pk", flat=True)
    tally = index(searchable, list(keys))
    indexed = Entry.objects.of(searchable.model)
    left_over = indexed.exclude(object_id__in=searchable.shown().order_by().values("pk"))
    tally.removed += left_over.delete()[0]
    return tally


def forget_left_over_words():
    """Drop all words that no record has."""
    used = tokens_in(Entry.objects.only("words", "rest").iterator(chunk_size=500))
    kept = Word.objects.values_list("pk", "token").iterator(chunk_size=2000)
    for some in portions([key for key, token in kept if token not in used]):
        Word.objects.filter(pk__in=some).delete()


def is_missing():
    """Whether records are there and no entry, as after an update from before there was a search."""
    if Entry.objects.exists():
        return False
    return any(searchable.shown().exists() for searchable in searchables())
