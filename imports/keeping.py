"""What is kept beside the records: what the source says of each, and what a run did to it."""

from publishing.inserting import insert

from .ahead import forget
from .models import Said, Touch


class Keeping:
    """Collects the touches of a batch; `waiting`: numbers of rows that are written twice."""

    def __init__(self, importer, run, waiting):
        self.importer = importer
        self.run = run
        self.waiting = waiting
        self.touches = []

    def said_before(self, rows):
        """{the source's key: Said} of rows that this source has brought before."""
        found = Said.objects.of_rows(self.importer, rows) if rows else ()
        return {said.key: said for said in found}

    def touch(self, row, key, outcome, *, version=None, before=None, said_before=None):
        self.touches.append(
            Touch(
                run=self.run,
                number=row.number,
                content_type=self.importer.content_type,
                object_id=key,
                outcome=outcome,
                key=row.key,
                version=version,
                before=before,
                said_before=said_before,
            )
        )

    def keep_touches(self):
        """One a record: a row that waited was written before, in this run."""
        waited = [touch.key for touch in self.touches if touch.number in self.waiting]
        there = {touch.key: touch for touch in self.run.touches.filter(key__in=waited)}
        for touch in self.touches:
            first = there.get(touch.key)
            if first is not None and touch.version_id:
                first.version = touch.version
                first.save(update_fields=["version"])
        insert(Touch, [touch for touch in self.touches if touch.key not in there])
        self.touches = []

    def look_again(self, versions, missing):
        """Of records that named what is missing: the next run asks anew, an undoing finds them."""
        for key, version in versions.items():
            self.run.touches.filter(object_id=key).update(version=version)
        found = Said.objects.filter(
            content_type=self.importer.content_type,
            origin=self.importer.origin,
            object_id__in=versions,
        )
        for said in found:
            forget(self.importer.model, said.values, missing)
            said.digest = ""
            said.save()

    def remember(self, rows, said, digests):
        """Keep what the source says, for the next run. `rows`: [(key of the record, Cleaned)]."""
        new, old = [], []
        for record, row in rows:
            there = said.get(row.key)
            one = there or Said(
                content_type=self.importer.content_type,
                origin=self.importer.origin,
                key=row.key,
            )
            one.object_id, one.values, one.at = record, row.said, self.run.started_at
            one.digest = digests[row.number]
            (old if there else new).append(one)
        insert(Said, new)
        Said.objects.bulk_update(old, ["object_id", "values", "digest", "at"], batch_size=200)
