"""Small registers in which everything occurs that a register can hold, one for each seed."""

from datetime import UTC, datetime, timedelta
from random import Random

from django.db import transaction

from agreements.models import Agreement
from news.models import Article
from organisations.models import Merge, Organisation
from organisations.uniting import merge, undo_merge
from publishing import snapshots
from publishing.actions import publish, reinstate, unpublish, withdraw
from publishing.drafts import save_draft
from publishing.models import Page, Source
from publishing.registry import content_of
from publishing.rights import Refused
from themes.models import Theme

from .generated_rows import Rows
from .generated_values import Values

BEGINNING = datetime(2020, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC)
COUNTS = {Theme: 3, Organisation: 5, Agreement: 3, Article: 2, Page: 2}
SOURCES = 4
TRIES = 6


class GeneratedRegister:
    """Fills a database that holds no register yet, by models and by `publishing`."""

    def __init__(self, seed):
        self.random = Random(seed)  # noqa: S311 - not a secret
        self.values = Values(self.random)
        self.public = {model: [] for model in COUNTS}
        self.rows = Rows(self.values, self.public)
        self.moment = BEGINNING

    def fill(self):
        for _number in range(SOURCES):
            self.rows.make_source()
        for model, count in COUNTS.items():
            for _number in range(self.random.randint(count - 1, count)):
                self.make_public(model)
        once = [self.rename, self.unpublish, self.merge, self.draft, self.mend_source]
        others = [self.change, self.rename, self.withdraw, self.reinstate, self.undo_merge]
        self.go_on([*once, self.change, self.withdraw, *self.random.choices(others, k=3)])
        for model in COUNTS:
            # What is no more than a draft does not travel.
            self.rows.make(model)
        return self

    def change_on(self):
        """Only what another copy of the register takes over when it reads a newer package."""
        acts = [self.change, self.change, self.rename, self.withdraw, self.reinstate, self.draft]
        self.go_on([*acts, self.make_another, self.mend_source])

    def go_on(self, acts):
        """Let these things happen in any order."""
        self.random.shuffle(acts)
        for act in acts:
            self.attempt(act)

    def attempt(self, act):
        """When the register refuses, the act looks for another record, a few times."""
        for _try in range(TRIES):
            try:
                with transaction.atomic():
                    return act()
            except Refused:
                pass
        return None

    def at(self):
        """Now and then two things happen at the same moment."""
        if self.random.random() < 0.8:
            self.moment += timedelta(seconds=self.random.randrange(90_000), microseconds=1)
        return self.moment

    def note(self):
        return self.random.choice(["It changed.", "=“Why”;\r\n 核融合, \ttoo", "x" * 500])

    def chance(self, share=0.5):
        return self.random.random() < share

    def some(self, *kinds):
        """A public record of any of the kinds, or of all."""
        keys = [(model, key) for model in kinds or COUNTS for key in self.public[model]]
        if not keys:
            raise Refused("There is none.")
        model, key = self.random.choice(keys)
        return model.objects.get(pk=key)

    def publish(self, record):
        publish(record, by=None, at=self.at(), note=self.note(), minor=self.chance(0.2))
        if record.pk not in self.public[type(record)]:
            self.public[type(record)].append(record.pk)

    def make_public(self, model):
        self.publish(self.rows.make(model))

    def make_another(self):
        self.make_public(self.random.choice([Theme, Organisation, Agreement, Article]))

    def change(self):
        record = self.some()
        fields = [f for f in snapshots.content_fields(type(record)) if f.name != "slug"]
        chosen = self.random.sample(fields, min(3, len(fields)))
        self.rows.set_fields(record, [field for field in chosen if not field.many_to_one])
        record.save()
        self.rows.set_sets(record, chosen)
        children = content_of(type(record)).children
        row = getattr(record, self.random.choice(children)).order_by("pk").first()
        if row is not None and self.chance():
            row.delete()
        self.rows.add_row(record, self.random.choice(children))
        self.publish(record)

    def rename(self):
        """The old address leads on; when it is taken up again, that of between does."""
        record = self.some(Theme, Organisation, Agreement, Article)
        for slug in [f"Address_{self.values.next_number()}", record.slug][: 1 + self.chance(0.3)]:
            record.slug = slug
            record.save()
            self.publish(record)

    def withdraw(self):
        withdraw(self.some(), by=None, at=self.at(), reason=self.note())

    def reinstate(self):
        reinstate(self.some(), by=None, at=self.at(), note=self.note())

    def unpublish(self):
        record = self.some()
        unpublish(record, by=None, at=self.at(), reason=self.note())
        if self.chance(0.3):
            self.publish(record)
        else:
            self.public[type(record)].remove(record.pk)

    def merge(self):
        gone, into = self.some(Organisation), self.some(Organisation)
        merge(gone, into, by=None, at=self.at(), note=self.note(), keep_names=self.chance())
        self.public[Organisation].remove(gone.pk)

    def undo_merge(self):
        last = Merge.objects.standing().newest_first().first()
        if last:
            undo_merge(last, by=None, at=self.at())
            self.public[Organisation].append(last.gone_id)

    def draft(self):
        record = self.some()
        snapshot = snapshots.take(record)
        snapshot["fields"][record.title_field] = "What nobody may read yet"
        save_draft(record, snapshot, by=None, at=self.at(), note=self.note())

    def mend_source(self):
        source = self.random.choice(list(Source.objects.order_by("pk")))
        self.rows.set_fields(source, [Source._meta.get_field("publisher")])
        source.save()
