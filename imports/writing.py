"""One batch of rows, brought into the register through publication."""

from django.utils.translation import gettext as _

from publishing.models import Step

from .ahead import Ahead
from .asking import Asking
from .changing import Changing
from .citing import Citing
from .deciding import ASK, CITE, COMPARE, CREATE, REFUSED, UNCHANGED
from .keeping import Keeping
from .lines import Telling, Told
from .making import Making
from .models import Line
from .sourcing import Sourcing

Outcome = Line.Outcome


class Writing:
    """`write` takes [(row number, Decision, Cleaned or None)].

    `coming`: keys of the records that later batches make. A row may name them where all
    is one transaction; `ahead` holds them then. Otherwise it waits: `waiting` has its number.
    """

    def __init__(self, importer, decisions, run, telling, *, in_batches=False):
        self.importer = importer
        self.run = run
        self.telling = telling
        self.waiting = set()
        self.citing = Citing(run.started_at)
        self.asking = Asking(run, importer, run.started_at)
        self.keeping = Keeping(importer, run, self.waiting)
        self.targets = decisions.targets
        self.coming = decisions.not_here_yet
        self.in_batches = in_batches
        self.ahead = Ahead(importer.model)
        self.words = {
            "by": run.by,
            "at": run.started_at,
            "public": run.publishes,
            "road": Step.Road.IMPORT,
        }

    def write(self, batch):
        self.told, self.digests = {}, {}
        for number, decision, row in batch:
            self.tell_what_is_not_written(number, decision, row)
        Sourcing(self).write([row for _n, d, row in batch if d.what == CITE])
        records = [(d, row) for _n, d, row in batch if row and d.is_written and d.what != CITE]
        rows = self.linked(records)
        self.citing.find(one for _d, row in rows for one in self.importer.sources_of(row))
        Making(self).make([(d, row) for d, row in rows if d.what == CREATE])
        Changing(self).change([(d, row) for d, row in rows if d.what == COMPARE])
        self.ask([(d, row) for d, row in rows if d.what == ASK])
        self.keeping.keep_touches()
        self.asking.keep()
        for number in sorted(self.told):
            self.telling.tell(*self.told[number])

    def let_go_of_what_is_missing(self):
        missing, versions = self.ahead.mend(self.words)
        self.keeping.look_again(versions, missing)

    def write_what_waited(self, batch):
        """Rows that are told of already: nothing more is said of them."""
        telling, self.telling = self.telling, Telling()
        self.write(batch)
        self.telling = telling

    def linked(self, rows):
        """The rows whose references were found."""
        self.coming -= {decision.key for decision, _row in rows}
        for _decision, row in rows:
            self.digests[row.number] = row.digest(self.importer.reads_as)
        refused = self.importer.link([row for _d, row in rows], Targets(self))
        for _decision, row in rows:
            if row.waits:
                self.waiting.add(row.number)
                self.digests[row.number] = ""
            if row.number in refused:
                self.refuse(row, refused[row.number].messages, refused[row.number])
        return [(d, row) for d, row in rows if row.number not in refused]

    def by_note(self, rows, *, new):
        """(note for readers, keys of the records): most sources have one note for all."""
        found = {}
        for decision, row in rows:
            found.setdefault(self.importer.note(row, new=new), []).append(decision.key)
        return found.items()

    def ask(self, rows):
        """Near names: an editor is asked, unless one has left the same row out before."""
        left_out = self.asking.left_out([row for _d, row in rows])
        for decision, row in rows:
            digest = self.digests[row.number]
            if left_out.get(row.key) == digest:
                reason = _("An editor left this row out.")
                self.say(Outcome.UNCHANGED, row.number, row.label, reason=reason)
                continue
            new_key = self.importer.key_of_new(row)
            self.asking.about_match(row, decision.doubt, digest, new_key)
            self.say(Outcome.CONFLICT, row.number, row.label, **doubt_in_words(decision.doubt))

    # What is told of the rows

    def tell_what_is_not_written(self, number, decision, row):
        if decision.what == UNCHANGED:
            self.say(Outcome.UNCHANGED, number, record=decision.key)
        elif decision.what == REFUSED:
            refusal = decision.refusal
            label = row.label if row else refusal.label
            self.say_refused(number, label, refusal.messages, refusal)

    def say(self, outcome, number, label="", content=None, **told):
        self.told[number] = (Told(outcome, number, label, **told), content)

    def refuse(self, row, sentences, refusal=None):
        self.say_refused(row.number, row.label, sentences, refusal)

    def say_refused(self, number, label, sentences, refusal=None):
        place = {"column": refusal.column, "value": str(refusal.value)} if refusal else {}
        reason = " ".join(map(str, sentences))
        self.say(Outcome.REFUSED, number, label, reason=reason, **place)

    def is_refused(self, row):
        return self.told[row.number][0].outcome == Outcome.REFUSED


class Targets:
    """Where the rows of the source lead, as Importer.link is given it."""

    def __init__(self, writing):
        self.writing = writing

    def __contains__(self, key):
        return key in self.writing.targets

    def __getitem__(self, key):
        target = self.writing.targets[key]
        if target not in self.writing.coming:
            return target
        if self.writing.in_batches:
            return None
        self.writing.ahead.expect(target)
        return target


def doubt_in_words(doubt):
    best = doubt.candidates[0]
    words = _("Perhaps “%(other)s” (%(score)s: %(reason)s). An editor decides.")
    said = {"other": best.label, "score": best.score, "reason": best.reason}
    changes = [
        {"what": one.label, "old": str(one.score), "new": one.reason} for one in doubt.candidates
    ]
    return {"reason": words % said, "changes": tuple(changes)}
