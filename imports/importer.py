"""What every importer has; one small subclass for each noun and kind of source says the rest."""

import uuid

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from .cleaned import Cited
from .options import Options

# Keys of new records are made from the source's own: a second run ends as the first would have.
NAMESPACE = uuid.UUID("6b1f3a0e-52a4-4c55-9a51-3c1f6a8c2d10")


class Importer:
    """Reads one source of one kind of record.

    `version` rises whenever a row would be understood otherwise than before. `blank`: values that
    say nothing, besides empty ones. `left_alone`: {relation: fields} that are not compared in a row
    that stands already. `siblings`: {relation: {field: other relation}} of rows that name another
    row of their record: by its natural key, until the record has one. `only_drafts`: whoever
    imports, an editor looks first. `asks`: where editors wrote otherwise, they are asked.
    """

    name = ""
    model = None
    formats = ()
    version = 1
    blank = {}
    left_alone = {}
    siblings = {}
    only_drafts = False
    asks = True

    def __init__(self, reader, source, options):
        self.reader = reader
        self.source = source
        self.options = options

    @classmethod
    def apart(cls):
        """One without a source, for a row that was read before."""
        return cls(None, None, Options())

    @property
    def content_type(self):
        return ContentType.objects.get_for_model(self.model)

    @property
    def origin(self):
        """Whose statements the rows are."""
        return self.options.origin or self.own_origin

    @property
    def own_origin(self):
        return self.source.name[-200:]

    @property
    def cited(self):
        """The source that records cite where a row names none of its own."""
        return Cited(
            title=(self.options.source_title or self.source.name)[:300],
            url=self.options.source_url or self.source.address,
            publisher=self.options.source_publisher,
        )

    def sources_of(self, row):
        """What records cite for the row: its own sources, or that of the whole."""
        return row.cited or (self.cited,)

    @property
    def reads_as(self):
        """Both versions: a row that is read otherwise says something else."""
        return f"{self.reader.version}.{self.version}"

    @property
    def notes(self):
        """Sentences on the source as a whole, besides those of the reader."""
        return []

    @property
    def moved_to(self):
        """The address to which the page has moved that was to be imported, or ""."""
        return ""

    def check(self):
        """Raise Unreadable when the source as a whole is not what this importer takes."""

    def clean(self, raw):
        """The Cleaned row, or None where nobody asked for it. Raises RowRefused."""
        raise NotImplementedError

    def label_of(self, raw):
        """What a person knows the row by, as far as it can be read."""
        return ""

    def prepare(self, *, by, at):
        """Write what the rows need that no row of the source makes; once, before the first row."""

    def match(self, rows):
        """{number: Match, Doubt, RowRefused or LEFT_OUT} of the rows that make no new record."""
        return {}

    def end_matching(self):
        """Let go of what match() alone needs: every row is decided, the writing begins."""

    def link(self, rows, targets):
        """Put keys where rows name other records; {number: RowRefused} of those that cannot be.

        `targets`: {the source's key: key of the record} of the rows of the source; None where the
        record is still to be written: then the row `waits`.
        """
        return {}

    def fit(self, row, standing, said=None):
        """The row as it is compared with the record that it speaks of, without what it repeats.

        `standing`: the record's content. `said`: what the source said the last time, or None. The
        row itself stays: it is what the source is known to have said.
        """
        return row

    def natural_key(self, relation, values):
        """What makes a child row the same one, as text."""
        raise NotImplementedError

    def key_of_new(self, row):
        return uuid.uuid5(NAMESPACE, f"{self.model._meta.label_lower}|{self.origin}|{row.key}")

    def note(self, row, *, new):
        """What readers are told of the version."""
        if row.note:
            return row.note[:500]
        return (
            _("First publication")
            if new
            else _("Imported: %(source)s") % {"source": self.cited.title[:300]}
        )
