"""What else a large register holds of each record: versions, changes, sources, the search."""

from publishing.models import Change, Redirect, Version
from search.models import Entry, Word
from search.registry import searchables

from .copying import Copies, one_of

SUBJECTS = ["magnets", "tritium", "robots", "cryogenics", "diagnostics", "blankets", "lasers"]
# One article for so many agreements.
AGREEMENTS_AN_ARTICLE = 5
# Imports publish so many records in one minute.
RECORDS_A_MINUTE = 50
# Statements of one fill are told apart by what they multiply with: no pattern is that of another.
SCATTER = 7919


class Told:
    """Copies versions, changes, sources and old addresses of `kinds`: {kind: its original}."""

    def __init__(self, copies, kinds):
        self.copies, self.kinds = copies, kinds
        self.source = kinds["agreement"].citations.first().source
        self.copies.like(
            self.source,
            "n % 5 = 0",
            id=self.copies.key("source", "n / 5"),
            title="'Notice ' || n",
            title_key="'notice ' || n",
            url="'https://notices.example/copies/' || n",
        )
        for kind, record in kinds.items():
            self.tell_of(kind, record)
        self.copy_entries()

    def tell_of(self, kind, record):
        """Of an article in five: there are no more."""
        is_article = kind == "article"
        copies = Copies(self.copies.number // AGREEMENTS_AN_ARTICLE) if is_article else self.copies
        of_it, version = {"object_id": copies.key(kind)}, copies.key(f"version of {kind}")
        at = copies.minutes_ago(f"n / {RECORDS_A_MINUTE}")
        live = Version.objects.of(record).get()
        copies.like(live, **of_it, id=version, snapshot="'{}'", published_at=at)
        told = Change.objects.of(record).filter(kind="published").get()
        for number, where in enumerate(["1 = 1", "n % 5 = 0"]):
            copies.like(
                told,
                where,
                **of_it,
                id=copies.key(f"change {number} of {kind}"),
                version_id=version,
                at=at,
                minor=copies.true("n % 7 = 0"),
            )
        source = copies.key("source", f"1 + n % ({self.copies.number} / 5)")
        cited = record.citations.order_by("fact").first()
        if cited:
            copies.like(cited, **of_it, id=copies.key(f"citation of {kind}"), source_id=source)
        moved = Redirect(record=record, slug=f"old-{kind}")
        moved.save()
        copies.like(
            moved,
            "n % 20 = 0",
            **of_it,
            id=copies.key(f"redirect of {kind}"),
            slug=f"'old-{kind}-' || n",
        )

    def copy_entries(self):
        """Each record is found by its number, by its subject and by a word that all have."""
        for searchable in searchables():
            kind = searchable.model._meta.model_name
            if record := self.kinds.get(kind):
                entry = Entry.objects.get(object_id=record.pk)
                copies = self.copies
                if kind == "article":
                    copies = Copies(self.copies.number // AGREEMENTS_AN_ARTICLE)
                subject = one_of([f"x{subject}" for subject in SUBJECTS])
                copies.like(
                    entry,
                    object_id=copies.key(kind),
                    day=copies.day(f"(1950 + n * {SCATTER} % 76) || '-06-15'"),
                    words=f"'n40 xfusion ' || {subject} || ' x' || n",
                    texts=copies.typed(f"'[[\"title\", \"Fusion {kind} ' || n || '\"]]'", "jsonb"),
                )
        Word.objects.bulk_create(
            [Word(plain=word, token=f"x{word}", shown=word, length=len(word)) for word in SUBJECTS],
            ignore_conflicts=True,
        )
