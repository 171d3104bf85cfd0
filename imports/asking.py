"""Questions to editors: what an import could not decide, kept until somebody answers."""

from dataclasses import asdict

from .models import Question

Sort, Answer = Question.Sort, Question.Answer


class Asking:
    """Collects the questions of a batch and keeps them: one open question a place."""

    def __init__(self, run, importer, at, origin=None):
        self.run = run
        self.importer = importer
        self.at = at
        self.origin = origin or importer.origin
        self.questions = []
        self.moot = []

    def about_values(self, row, key, clashes):
        """`clashes`: all there are of this record; open questions beside them are moot."""
        self.moot.append((row.key, {clash.place for clash in clashes}))
        for clash in clashes:
            values = {"ours": clash.ours, "before": clash.before, "theirs": clash.theirs}
            cited = {"cited": [asdict(one) for one in self.importer.sources_of(row)]}
            self.ask(row, Sort.VALUE, object_id=key, place=clash.place, row=cited, **values)

    def about_match(self, row, doubt, digest, new_key):
        candidates = [{**asdict(one), "key": str(one.key)} for one in doubt.candidates]
        kept = {**asdict(row), "digest": digest, "new_key": str(new_key)}
        kept["cited"] = [asdict(one) for one in self.importer.sources_of(row)]
        self.ask(row, Sort.MATCH, candidates=candidates, row=kept)

    def ask(self, about, sort, **fields):
        question = Question(
            run=self.run,
            sort=sort,
            content_type=self.importer.content_type,
            origin=self.origin,
            key=about.key,
            number=about.number,
            label=about.label[:300],
            asked_at=self.at,
            **fields,
        )
        self.questions.append(question)

    def keep(self):
        """Write the batch; a question that is open already is brought up to date."""
        open_ones = self.open_ones()
        new = []
        for question in self.questions:
            there = open_ones.pop((question.key, question.place), None)
            if there is None:
                new.append(question)
                continue
            for name in ("run", "number", "label", "ours", "theirs", "candidates", "row"):
                setattr(there, name, getattr(question, name))
            there.save()
        self.close_moot(open_ones)
        Question.objects.bulk_create(new)
        self.questions, self.moot = [], []

    def open_ones(self):
        """{(the source's key, place): open Question} of the batch."""
        keys = {question.key for question in self.questions} | {key for key, _places in self.moot}
        found = Question.objects.open().filter(
            content_type=self.importer.content_type, origin=self.origin, key__in=keys
        )
        return {(question.key, question.place): question for question in found}

    def close_moot(self, open_ones):
        asked = dict(self.moot)
        moot = [
            q.pk for (key, place), q in open_ones.items() if place not in asked.get(key, {place})
        ]
        Question.objects.filter(pk__in=moot).update(answer=Answer.MOOT, answered_at=self.at)

    def left_out(self, rows):
        """Digests of the rows that an editor left out, by the source's key."""
        found = Question.objects.filter(
            content_type=self.importer.content_type,
            origin=self.origin,
            key__in=[row.key for row in rows],
            answer=Answer.DROP,
        )
        return {key: kept.get("digest") for key, kept in found.values_list("key", "row")}
