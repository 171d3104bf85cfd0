"""Drafts for tests: a record's content with some of it changed."""

from publishing.drafts import save_draft
from publishing.snapshots import take


def content_with(record, **fields):
    """What the record holds now, with these fields instead of its own."""
    snapshot = take(record)
    snapshot["fields"] |= fields
    return snapshot


def draft_of(record, *, by=None, note="It was corrected.", **fields):
    """A draft with these fields. `by` None: nobody wrote it, so that anybody may publish it."""
    return save_draft(record, content_with(record, **fields), by=by, note=note)
