"""What is found for a text: as typed, else its last word begun, slips mended, any of its words."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from .correcting import corrected, with_vocabulary
from .many import counts_and_newest, keys_of
from .models import Entry
from .queries import Query, read
from .ranking import in_order
from .registry import searchables
from .words import tidy

# So many are ranked; where there are more the newest come first.
MOST_RANKED = 2000
# The keys of so many are read with the counts: the first page, also of the API.
NEWEST_READ = 100


@dataclass
class Found:
    """`query` is what was looked for in the end; `how` it differs from what was typed:

    "typed", "begun" (the last word is a beginning), "mended" (`mended` is the text without its
    slips), "any" (no record has all of the words). `kind`: of which the newest are wanted; all
    unless given.
    """

    typed: str
    query: Query
    kinds: list
    kind: str | None = None
    how: str = "typed"
    mended: str = ""
    # (kind, key, day, words) of what is ranked.
    rows: list = field(default_factory=list)

    @property
    def entries(self):
        """All that match. Of very many nobody asks one by one whether readers see their record.

        Whoever shows a record asks; what is left over in the index may be counted.
        """
        matching = Entry.objects.matching(self.query)
        kinds = [each.kind for each in self.kinds]
        # Where all will do, databases need not look at the kind.
        return matching if len(kinds) == len(searchables()) else matching.of_kinds(kinds)

    @property
    def object_ids(self):
        """A query of the keys of records of one kind. Who asks sees to it that they are public."""
        return self.entries.values("object_id")

    @cached_property
    def all_keys(self):
        """Of records of one kind, as search.many.PackedKeys."""
        return keys_of(self.entries)

    @cached_property
    def counts(self):
        """{kind: how many}."""
        kinds = [each.kind for each in self.kinds]
        if not self.query:
            return Counter()
        if len(kinds) == 1:
            return Counter({kinds[0]: len(self.all_keys)})
        return Counter(self.counts_and_newest.counts)

    @cached_property
    def counts_and_newest(self):
        kinds = [each.kind for each in self.kinds]
        return counts_and_newest(self.entries, kinds, self.kind, NEWEST_READ)

    @property
    def is_ranked(self):
        return self.counts.total() <= MOST_RANKED

    @property
    def has_any(self):
        return bool(self.rows) or not self.is_ranked

    @cached_property
    def keys(self):
        """Of the records in order, where they are few enough to be ranked."""
        return in_order([row[1:] for row in self.rows], self.query)

    def look(self):
        """Whether there is anything."""
        if self.counts and self.is_ranked:
            found = Entry.objects.public(self.kinds).matching(self.query)
            self.rows = list(found.values_list("kind", "object_id", "day", "words"))
        return self.has_any


def find(text, kinds=None, *, kind=None):
    """The Found for a text of at most queries.LONGEST_TEXT characters, in all kinds or these.

    `kind`: of which the newest are wanted, where they are too many to be ranked; all unless given.
    """
    typed = tidy(text)
    kinds = searchables() if kinds is None else kinds
    first = None
    for found in ways(typed, kinds, kind):
        first = first or found
        if found.look():
            return found
    return first


def ways(typed, kinds, kind):
    """Each is asked for where the ones before found nothing."""
    query = with_vocabulary(read(typed))
    yield Found(typed, query, kinds, kind)
    if not query:
        return
    if begun := query.with_beginning():
        yield Found(typed, with_vocabulary(begun), kinds, kind, "begun")
    mended = corrected(typed, query)
    if mended:
        yield Found(typed, mended[1], kinds, kind, "mended", mended[0])
    if any_of := (mended[1] if mended else query).with_any():
        # The mended words are not shown: not each of them stands in a record that is found.
        yield Found(typed, any_of, kinds, kind, "any")
