"""The index: what of each public record is looked at, and the words that there are."""

from django.db import models
from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Concat

from .registry import searchables


class Matches(Func):
    """Whether an entry has what a Query asks for. Its words are tokens: no database alters them."""

    output_field = BooleanField()

    def __init__(self, query):
        super().__init__(F("pk"), F("words"), F("rest"))
        self.query = query

    def as_sqlite(self, compiler, connection, **context):
        sql, params = compiler.compile(self.source_expressions[0])
        found = "SELECT rowid FROM search_entry_fts WHERE search_entry_fts MATCH %s"
        return f"{sql} IN ({found})", [*params, self.query.in_fts5()]

    def as_postgresql(self, compiler, connection, **context):
        words, rest = (compiler.compile(each)[0] for each in self.source_expressions[1:])
        # As the index has it.
        vector = f"to_tsvector('simple'::regconfig, {words} || ' ' || {rest})"
        text = f"({words} || E'\\n' || {rest} || E'\\n')"
        found = f"{vector} @@ %s::tsquery"
        phrases, params = in_text(text, *self.query.phrases())
        return f"({' AND '.join([found, *phrases])})", [self.query.in_tsquery(), *params]


def in_text(text, wanted, unwanted):
    """Conditions and their parameters; see Query.phrases()."""
    conditions, params = [], []
    for terms, form in [*((terms, "(%s)") for terms in wanted), (unwanted, "NOT (%s)")]:
        groups = [group for term in terms for group in term.patterns]
        found = [" AND ".join(contains(text, piece) for piece in group) for group in groups]
        if found:
            conditions.append(form % " OR ".join(found))
            params += [end for group in groups for piece in group for end in ends_of(piece)]
    return conditions, params


def contains(text, piece):
    found = " OR ".join(f"strpos({text}, %s) > 0" for _end in ends_of(piece))
    return f"({found})"


def ends_of(piece):
    """A word that goes no further ends at a space or with its line."""
    return [piece, f"{piece[:-1]}\n"] if piece.endswith(" ") else [piece]


class EntryQuerySet(models.QuerySet):
    def of(self, model):
        return self.filter(kind=model._meta.label_lower)

    def of_kinds(self, kinds):
        """Of what matches. PostgreSQL would first gather all entries of a kind by their index."""
        return self.alias(said_kind=Concat("kind", Value(""))).filter(said_kind__in=kinds)

    def matching(self, query):
        return self.filter(Matches(query)) if query else self.none()

    def public(self, kinds=None):
        """Those whose record readers see in lists: what is left over in the index shows nothing."""
        kinds = searchables() if kinds is None else kinds
        # By cases: with alternatives SQLite would go through all entries of each kind.
        shown = [
            When(kind=each.kind, then=Exists(each.shown().filter(pk=OuterRef("object_id"))))
            for each in kinds
        ]
        return self.filter(Case(*shown, default=False, output_field=BooleanField()))


class Entry(models.Model):
    """What is looked at of one public record; only search.indexing writes it.

    `words`: a line of tokens for each text, begun by "n40" or "w10": whether it is a name, and what
    it weighs. `rest`: tokens that weigh nothing. `texts`: [[field, text], …], to show why. Both
    databases find words by an index that a migration makes; on SQLite triggers keep it, which a
    migration that makes the table anew has to make anew as well.
    """

    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    day = models.DateField(null=True, blank=True)
    words = models.TextField()
    rest = models.TextField(blank=True)
    texts = models.JSONField()
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entry of the search"
        verbose_name_plural = "entries of the search"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_record_once"),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(kind=""), name="search_entry_says_something"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class InAnEntry(Func):
    """Whether any entry has the token of a Word."""

    output_field = BooleanField()

    def as_sqlite(self, compiler, connection, **context):
        found = "SELECT 1 FROM search_entry_fts WHERE search_entry_fts MATCH %(expressions)s"
        return self.as_sql(compiler, connection, template=f"EXISTS ({found})", **context)

    def as_postgresql(self, compiler, connection, **context):
        # As the index has it.
        template = (
            "EXISTS (SELECT 1 FROM search_entry WHERE "
            "to_tsvector('simple'::regconfig, words || ' ' || rest) @@ (%(expressions)s)::tsquery)"
        )
        return self.as_sql(compiler, connection, template=template, **context)


class WordQuerySet(models.QuerySet):
    def as_long_as(self, length, give_or_take):
        return self.filter(length__range=(length - give_or_take, length + give_or_take))

    def unused(self):
        """Those that stand in no entry."""
        return self.filter(~Q(InAnEntry(F("token"))))


class Word(models.Model):
    """A word that stands in a record, as a reader spells it; to see what a slip was meant to be."""

    plain = models.CharField(max_length=40, unique=True)
    token = models.CharField(max_length=250, db_index=True)
    shown = models.CharField(max_length=80)
    length = models.PositiveSmallIntegerField(db_index=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = "word"
        default_permissions = ()

    def __str__(self):
        return self.shown
