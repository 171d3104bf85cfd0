"""What is found for a text: as typed, else its last word begun, slips mended, any of its words."""

from dataclasses import dataclass, field
from functools import cached_property

from .correcting import corrected, with_vocabulary
from .models import Entry
from .queries import Query, read
from .ranking import in_order
from .registry import searchables
from .words import tidy

# So many are ranked; where there are more the newest come first.
MOST_RANKED = 2000


@dataclass
class Found:
    """`query` is what was looked for in the end; `how` it differs from what was typed:

    "typed", "begun" (the last word is a beginning), "mended" (`mended` is the text without its
    slips), "any" (no record has all of the words).
    """

    typed: str
    query: Query
    kinds: list
    how: str = "typed"
    mended: str = ""
    rows: list = field(default_factory=list)

    @property
    def entries(self):
        return Entry.objects.public(self.kinds).matching(self.query)

    @property
    def all_keys(self):
        """Of the records found, in no order: of all, however many they are."""
        if self.is_ranked:
            return [key for _kind, key, _day in self.rows]
        return self.object_ids.values_list("object_id", flat=True)

    @property
    def object_ids(self):
        """A query of the keys of records of one kind. Who asks sees to it that they are public."""
        return (
            Entry.objects.filter(kind=self.kinds[0].kind).matching(self.query).values("object_id")
        )

    @property
    def is_ranked(self):
        return len(self.rows) <= MOST_RANKED

    @cached_property
    def keys(self):
        """Of the records in order, where they are few enough to be ranked."""
        words = dict(self.entries.values_list("object_id", "words"))
        rows = [(key, day, words[key]) for _kind, key, day in self.rows if key in words]
        return in_order(rows, self.query)

    def look(self):
        """Whether there is anything."""
        found = self.entries.values_list("kind", "object_id", "day")
        self.rows = list(found[: MOST_RANKED + 1]) if self.query else []
        return bool(self.rows)


def find(text, kinds=None):
    """The Found for a text of at most queries.LONGEST_TEXT characters, in all kinds or these."""
    typed = tidy(text)
    kinds = searchables() if kinds is None else kinds
    first = None
    for found in ways(typed, kinds):
        first = first or found
        if found.look():
            return found
    return first


def ways(typed, kinds):
    """Each is asked for where the ones before found nothing."""
    query = with_vocabulary(read(typed))
    yield Found(typed, query, kinds)
    if not query:
        return
    if begun := query.with_beginning():
        yield Found(typed, with_vocabulary(begun), kinds, "begun")
    mended = corrected(typed, query)
    if mended:
        yield Found(typed, mended[1], kinds, "mended", mended[0])
    if any_of := (mended[1] if mended else query).with_any():
        # The mended words are not shown: not each of them stands in a record that is found.
        yield Found(typed, any_of, kinds, "any")
