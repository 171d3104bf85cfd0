from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from agreements import vocabulary
from agreements.status import (
    ENDS,
    LEADING,
    derive,
    has_status,
    lead_event_day,
    lead_event_of,
    rank_on,
    status_of_rank,
)
from agreements.vocabulary import WITHOUT_CYCLES, inverse_label
from dates.models import START
from organisations.models import Organisation
from publishing.bounded import portions
from publishing.children import codes
from publishing.models import NumberedRecord, RecordQuerySet
from publishing.ordering import FoldedKeyField, in_text_order
from publishing.registry import versioned
from publishing.richtext import RichTextField
from publishing.rows_there import read_rows
from themes.models import Theme

LONGEST_CHAIN = 200
# So many of the events and as many milestones to come, then more.
SOONEST_LOOKED_AT = (50, 500)
NEWEST = (F("day").desc(nulls_last=True), in_text_order("title_key"), "pk")
# What a row of a list says of a party.
PARTY_IN_A_ROW = (
    *("position", "agreement", "role", "name_at_signing"),
    *("organisation__slug", "organisation__name", "organisation__country"),
)
USUAL_ORDER = ("announced", "signed", "in_effect", "expires", "terminated", "superseded")


class AgreementQuerySet(RecordQuerySet):
    def with_status(self, day):
        """Each with `status_code` on that day."""
        ranked = self.annotate(deciding_rank=rank_on(day))
        return ranked.annotate(status_code=status_of_rank("deciding_rank", day))

    def of_status(self, codes, day):
        """Those whose status on that day is one of the codes."""
        ranked = self.alias(deciding_rank=rank_on(day))
        return ranked.filter(has_status("deciding_rank", codes, day))

    def incomplete(self):
        """Those in which something was not looked up yet: when it ends, where its text is."""
        has_end = Q(events__code__in=ENDS)
        has_text = Q(documents__kind=vocabulary.DocumentKind.TEXT) | Q(no_public_text=True)
        not_recorded = Q(end_statement=vocabulary.EndStatement.NOT_RECORDED)
        return self.filter((not_recorded & ~has_end) | ~has_text)

    def with_days(self, by=None):
        """Each with `day` and `last_day`, by which lists sort and year filters look.

        Here and below, `by` is the last day of which anything is known; None: whatever the
        register knows.
        """
        days = {"day": lead_event_day("start", by), "last_day": lead_event_day("end", by)}
        return self.annotate(**days)

    def stood_by(self, day):
        """Those signed, announced or in effect by then; None: all, those without a date too."""
        return self if day is None else self.filter(has_begun(day=day))

    def dated(self):
        return self.filter(has_begun())

    def undated(self):
        """Those of which nobody says when they were signed, announced or took effect."""
        return self.filter(~has_begun())

    def with_next_day(self, day, by=None):
        """Each with its milestones and `next_day`, the last day of what comes next, or None."""
        from agreements.coming import next_day

        ranked = self.alias(deciding_rank=rank_on(day)).annotate(next_day=next_day(day, by))
        return ranked.with_milestones(by)

    def with_milestones(self, by=None):
        """As far as they were known on that day."""
        from .children import Milestone

        return self.prefetch_related(Prefetch("milestones", Milestone.objects.known_by(by)))

    def coming_first(self, day, most):
        """At most so many of those with something to come on that day, the soonest first.

        Some have ended before what comes: more is looked at only where too little is found.
        """
        from agreements.coming import has_something_coming, soonest

        for rows in SOONEST_LOOKED_AT:
            keys, until = soonest(day, rows)
            found = self.filter(pk__in=keys).coming_among(day, most)
            if until is None:
                return found
            sure = [agreement for agreement in found if agreement.next_day < until]
            if len(sure) == most:
                return sure
        return self.filter(has_something_coming(day)).coming_among(day, most)

    def coming_among(self, day, most):
        found = self.with_days().with_next_day(day).soonest_first()[:most]
        return [agreement for agreement in found if agreement.next_day]

    def soonest_first(self):
        """What comes next first; the rest as newest_first(). Needs with_days(), with_next_day()."""
        return self.order_by(F("next_day").asc(nulls_last=True), *NEWEST)

    def with_row_details(self, by=None):
        """What a row of a list prints, in a fixed number of queries.

        `public_links` and `public_incoming_links`: those whose other end lists show.
        """
        from .children import Event, Party

        parties = Party.objects.select_related("organisation").only(*PARTY_IN_A_ROW)
        return self.defer("body").prefetch_related(
            Prefetch("events", Event.objects.known_by(by)),
            Prefetch("parties", parties),
            *links_to_shown(by),
        )

    def with_details(self, by=None):
        """What the page of one agreement prints, but links and events (agreements.connections)."""
        return self.prefetch_related(*details(by))

    def between_years(self, first=None, last=None):
        """Those whose date overlaps the years; needs with_days()."""
        found = self
        if first:
            found = found.filter(last_day__gte=date(first, 1, 1))
        if last:
            found = found.filter(day__lte=date(last, 12, 31))
        return found

    def newest_first(self):
        """Needs with_days()."""
        return self.order_by(*NEWEST)

    def oldest_first(self):
        """Needs with_days()."""
        return self.order_by(F("day").asc(nulls_last=True), in_text_order("title_key"), "pk")

    def in_title_order(self):
        return self.order_by(in_text_order("title_key"), "pk")


@versioned(
    children=[
        "events",
        "parties",
        "signatories",
        "links",
        "milestones",
        "documents",
        "identifiers",
        "citations",
    ],
    together=[("amount", "currency", "amount_qualifier"), ("place", "place_country")],
    not_copied=["identifiers"],
)
class Agreement(NumberedRecord):
    """What two or more agreed, or one committed: from treaty to joint venture."""

    Kind = vocabulary.Kind
    LegalCharacter = vocabulary.LegalCharacter
    Level = vocabulary.Level
    Status = vocabulary.Status

    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_("As the parties give it. Countries join with an en dash: UK–Japan."),
    )
    title_key = FoldedKeyField("title")
    kind = models.CharField(_("kind"), max_length=40, choices=Kind, blank=True)
    legal_character = models.CharField(
        _("legal character"),
        max_length=12,
        choices=LegalCharacter,
        default=LegalCharacter.NOT_STATED,
        help_text=_("Only what a source says. Never inferred from the kind or the words."),
    )
    level = models.CharField(_("level"), max_length=15, choices=Level, blank=True)
    summary = models.CharField(
        _("summary"),
        max_length=200,
        blank=True,
        help_text=_("One sentence of our own, at most 200 characters."),
    )
    body = RichTextField(_("what was agreed"), blank=True)
    place = models.CharField(_("place of signing"), max_length=200, blank=True)
    place_country = CountryField(_("country of signing"), blank=True)
    duration_stated = models.CharField(
        _("duration as stated"),
        max_length=100,
        blank=True,
        help_text=_("In the source's words, such as “5 years”."),
    )
    amount = models.DecimalField(
        _("amount"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        help_text=_("A code of three letters, such as GBP."),
    )
    amount_qualifier = models.CharField(
        _("how exact"), max_length=10, choices=vocabulary.AmountQualifier, blank=True
    )
    no_public_text = models.BooleanField(
        _("no public text"),
        default=False,
        help_text=_("Tick it when a source says that the text is not public."),
    )
    end_statement = models.CharField(
        _("if no end is recorded"),
        max_length=12,
        choices=vocabulary.EndStatement,
        default=vocabulary.EndStatement.NOT_RECORDED,
        help_text=_(
            "“No end date stated”: we looked. “End date not known”: nobody says. "
            "“Not recorded yet”: we have not looked."
        ),
    )
    not_known = models.TextField(
        _("what is not known yet"),
        blank=True,
        max_length=2000,
        help_text=_("One gap a line, in a sentence for readers."),
    )
    feature_headline = models.CharField(
        _("headline on the home page"),
        max_length=120,
        blank=True,
        help_text=_(
            "Fill it in to show this agreement on the home page, with what it builds on and what "
            "came of it: one sentence that says what the picture shows. Of several agreements "
            "with a headline the home page shows the one that was signed last."
        ),
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="agreements", verbose_name=_("themes")
    )
    organisations = models.ManyToManyField(
        Organisation, through="Party", related_name="agreements", editable=False
    )

    objects = AgreementQuerySet.as_manager()

    identifier_prefix = "AG"
    reserved_slugs = frozenset({"compare"})
    # {(kind, agreement): ends} of the links that may lead back, where look_together() has read it.
    known_links = None

    class Meta(NumberedRecord.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["title_key", "pk"]
        indexes = [
            *NumberedRecord.Meta.indexes,
            models.Index(in_text_order("title_key"), "id", name="agreement_text_order"),
            models.Index(fields=["feature_headline"], name="agreement_headline"),
        ]
        constraints = [
            *NumberedRecord.Meta.constraints,
            codes("kind", vocabulary.Kind, blank=True),
            codes("legal_character", vocabulary.LegalCharacter),
            codes("level", vocabulary.Level, blank=True),
            codes("end_statement", vocabulary.EndStatement),
            codes("amount_qualifier", vocabulary.AmountQualifier, blank=True),
            models.CheckConstraint(
                condition=Q(amount=None, currency="", amount_qualifier="")
                | (Q(amount__gte=0) & ~Q(currency="") & ~Q(amount_qualifier="")),
                name="agreements_agreement_amount_with_currency",
                violation_error_message=_(
                    "An amount needs a currency and how exact it is. Without one, leave all empty."
                ),
            ),
        ]

    def get_absolute_url(self):
        return reverse("agreements:detail", args=[self.slug])

    def status_on(self, day):
        """Reads all events: prefetch them for a list."""
        return derive(self.events.all(), day)

    @property
    def lead_event(self):
        """The event whose date the record goes by; reads all events."""
        return lead_event_of(self.events.all())

    @property
    def events_in_order(self):
        """Oldest first, those without a date last."""
        return sorted(
            self.events.all(),
            key=lambda e: (not e.is_dated, str(e.partial_date.start), e.position, str(e.pk)),
        )

    @property
    def gaps_in_words(self):
        return [line.strip() for line in self.not_known.splitlines() if line.strip()]

    def read_details(self, by=None):
        """What with_details() reads, of one that is read already; see telling_rows()."""
        read_rows(self, *details(by))

    @classmethod
    def read_events(cls, agreements, by=None):
        """Those of all these agreements in one query, as they were known by the day."""
        from .children import Event

        events = Event.objects.known_by(by).order_by("position", "pk")
        prefetch_related_objects(agreements, Prefetch("events", events))

    @classmethod
    def read_links_to_shown(cls, agreements, by=None):
        """Those that with_row_details() reads, of agreements that are read already."""
        prefetch_related_objects(agreements, *links_to_shown(by))

    def clean(self):
        super().clean()
        if self.currency and not (self.currency.isalpha() and self.currency.isupper()):
            message = _("Use the code of three capital letters, such as GBP.")
            raise ValidationError({"currency": message})

    def doubtful_order(self):
        """A sentence for each event that is dated before one that usually comes first.

        Sources disagree: a warning, never a refusal.
        """
        dated = [e for e in self.events.all() if e.is_dated and e.code in USUAL_ORDER]
        return [
            _("Look again: “%(later)s” is dated before “%(first)s”.")
            % {"later": later, "first": first}
            for first in dated
            for later in dated
            if USUAL_ORDER.index(first.code) < USUAL_ORDER.index(later.code)
            and later.partial_date.end < first.partial_date.start
        ]

    def publishing_gaps(self):
        gaps = []
        if not self.kind:
            gaps.append(("kind", _("Choose what kind of agreement it is.")))
        if not self.level:
            gaps.append(("level", _("Choose the level.")))
        if not self.summary:
            gaps.append(("summary", _("Write a summary of one sentence.")))
        if not self.parties.exists():
            gaps.append(("parties", _("Name at least one party.")))
        if not self.citations.exists():
            gaps.append(("citations", _("Name at least one source.")))
        return [*gaps, *self.cycles()]

    def publishing_notes(self):
        cited = {citation.fact for citation in self.citations.all() if citation.fact}
        notes = [
            (
                name,
                _("“%(fact)s” has no source.") % {"fact": self._meta.get_field(name).verbose_name},
            )
            for name in ("title", "kind", "legal_character", "level")
            if getattr(self, name) and name not in cited and not self.says_nothing(name)
        ]
        unnamed = [signatory for signatory in self.signatories.all() if not signatory.name]
        notes += [
            (
                "signatories",
                _("“%(office)s” has an office and no name. The page will say that it is not given.")
                % {"office": signatory.office},
            )
            for signatory in unnamed
        ]
        prefetch_related_objects([self], "events")
        if not self.events.all():
            notes.append(("events", _("No event says when it was announced or signed.")))
        return [*notes, *(("events", sentence) for sentence in self.doubtful_order())]

    def says_nothing(self, name):
        """Whether the field holds the code for what no source states."""
        return getattr(self, name) == self.LegalCharacter.NOT_STATED

    def cycles(self):
        """A sentence for each kind of link that leads back here."""
        kinds = {link.kind for link in self.links.all()} & WITHOUT_CYCLES
        return [
            ("links", _("“%(kind)s” leads back to this record.") % {"kind": label(kind)})
            for kind in sorted(kinds)
            if self.leads_back(kind)
        ]

    def leads_back(self, kind):
        reached, frontier = set(), {self.pk}
        for _step in range(LONGEST_CHAIN):
            frontier = self.ends_of_links(kind, frontier) - reached
            if self.pk in frontier:
                return True
            if not frontier:
                return False
            reached |= frontier
        return True

    def ends_of_links(self, kind, starts):
        from .children import Link

        if self.known_links is not None:
            return {end for start in starts for end in self.known_links.get((kind, start), ())}
        found = Link.objects.filter(agreement__in=starts, kind=kind)
        return set(found.values_list("to_agreement", flat=True))

    @classmethod
    def look_together(cls, records):
        super().look_together(records)
        known = links_from(records)
        for record in records:
            record.known_links = known

    def mentions(self, before, after, known=None):
        """The agreements at the other end of links that came or went."""
        old = statements(before)
        new = statements(after)
        others = known.get(Agreement, {}) if known is not None else other_ends(old ^ new)
        found = []
        for kind, key in sorted(old ^ new):
            other = others.get(key)
            if other and other.published_at:
                words = _("Now") if (kind, key) in new else _("No longer")
                sentence = f"{words}: {inverse_label(kind)} {self.title}"
                found.append((other, sentence[:500]))
        return found


def has_begun(agreement="pk", day=None):
    """A condition: an event says since when the agreement stands; `day`: since then or before.

    `agreement`: the name of its key in the outer query. Looked up for each row that is left: a
    list of all that have begun is long.
    """
    from .children import Event

    leading = Event.objects.filter(agreement=OuterRef(agreement), code__in=LEADING, planned=False)
    dated = leading.alias(starts_on=START).filter(starts_on__isnull=False)
    return Exists(dated if day is None else dated.filter(starts_on__lte=day))


def label(kind):
    return vocabulary.LinkKind(kind).label


def links_from(records):
    """{(kind, agreement): ends} of links that may not lead back, as far as these records reach.

    Of the records themselves it holds the links that they have in memory.
    """
    from .children import Link

    found = {}
    read, frontier = {record.pk for record in records}, set()
    links = [(r.pk, link.kind, link.to_agreement_id) for r in records for link in r.links.all()]
    for _step in range(LONGEST_CHAIN):
        for start, kind, end in links:
            if kind in WITHOUT_CYCLES:
                found.setdefault((kind, start), set()).add(end)
                frontier.add(end)
        frontier -= read
        read |= frontier
        links = []
        for some in portions(frontier):
            rows = Link.objects.filter(agreement__in=some, kind__in=WITHOUT_CYCLES)
            links += rows.values_list("agreement", "kind", "to_agreement")
        if not links:
            break
    return found


def other_ends(statements):
    found = Agreement.objects.filter(pk__in={key for kind, key in statements})
    return {str(agreement.pk): agreement for agreement in found}


def statements(snapshot):
    rows = snapshot["children"].get("links", {}).values() if snapshot else []
    return {(row["kind"], row["to_agreement"]) for row in rows}


def details(by):
    """What with_details() reads."""
    from .children import Document, Milestone, Party

    milestones = Milestone.objects.known_by(by).prefetch_related("organisations")
    return (
        Prefetch("parties", Party.objects.select_related("organisation")),
        Prefetch("documents", Document.objects.with_file_facts()),
        Prefetch("themes", Theme.objects.published().in_order()),
        "signatories",
        "identifiers",
        Prefetch("milestones", milestones),
    )


def links_to_shown(by):
    """`public_links` and `public_incoming_links`: those whose other end lists show."""
    from .children import Link

    shown = Agreement.objects.published().not_withdrawn()
    # Asked link by link: in one list of all that is shown, databases would read them all.
    other, own = Exists(shown.filter(pk=OuterRef("to_agreement"))), OuterRef("agreement")
    outgoing = Link.objects.filter(other).stood_by(by)
    incoming = Link.objects.filter(Exists(shown.filter(pk=own))).stood_by(by)
    return (
        Prefetch("links", outgoing, to_attr="public_links"),
        Prefetch("incoming_links", incoming, to_attr="public_incoming_links"),
    )
