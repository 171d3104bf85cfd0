from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.known import EventQuerySet, MilestoneQuerySet
from dates.models import END, Dated
from organisations.models import Organisation
from publishing.children import Child, codes, joined_note
from publishing.languages import LanguageField
from publishing.models import StoredFile
from publishing.web_addresses import WebAddressField

from .agreement import Agreement, has_begun


class AgreementChild(Child):
    owner_field = "agreement"

    class Meta(Child.Meta):
        abstract = True


class Event(Dated, AgreementChild):
    """Something that happened, or is planned to happen, to the agreement itself."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="events")
    code = models.CharField(_("event"), max_length=12, choices=vocabulary.EventCode)
    planned = models.BooleanField(
        _("planned"), default=False, help_text=_("It is meant to happen; it decides no status.")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta(AgreementChild.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(END, name="agreements_event_over")]
        constraints = [*Dated.Meta.constraints, codes("code", vocabulary.EventCode)]

    def __str__(self):
        return f"{self.get_code_display()}, {self.partial_date}"

    @property
    def is_dated(self):
        return bool(self.earliest or self.latest)


class Party(AgreementChild):
    """An organisation that takes part, under the name that it had at signing."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="parties",
        verbose_name=_("organisation"),
    )
    role = models.CharField(
        _("role"), max_length=20, choices=vocabulary.Role, default=vocabulary.Role.PARTY
    )
    name_at_signing = models.CharField(
        _("name at signing"),
        max_length=300,
        blank=True,
        help_text=_("Only where it differs from the name that the organisation has today."),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta(AgreementChild.Meta):
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            codes("role", vocabulary.Role),
            models.UniqueConstraint(
                fields=["agreement", "organisation", "role"], name="agreements_party_role_once"
            ),
        ]

    def __str__(self):
        return self.printed_name

    @property
    def printed_name(self):
        return self.name_at_signing or self.organisation.name

    def named_until_now(self, record):
        """The agreement goes on printing the name that it printed."""
        self.name_at_signing = self.name_at_signing or record.name

    def repeats(self, other):
        """“Party” says no more than any other role."""
        return self.role in (other.role, vocabulary.Role.PARTY)

    def take_in(self, other):
        self.name_at_signing = self.name_at_signing or other.name_at_signing
        self.note = joined_note(self.note, other.note)


class Signatory(AgreementChild):
    """Who signed: the name when a source gives it, the office then held, for which party."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatories")
    party = models.ForeignKey(
        Party,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="signatories",
        verbose_name=_("for"),
    )
    name = models.CharField(
        _("name"),
        max_length=200,
        blank=True,
        help_text=_("Leave it empty when our source gives the office only."),
    )
    office = models.CharField(_("office then held"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta(AgreementChild.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="", office=""),
                name="agreements_signatory_name_or_office",
                violation_error_message=_("Give the name, the office, or both."),
            )
        ]

    def __str__(self):
        return self.name or self.office


class LinkQuerySet(models.QuerySet):
    def of(self, agreement):
        """Its own and those that others state of it."""
        return self.filter(Q(agreement=agreement) | Q(to_agreement=agreement))

    def stood_by(self, day):
        """Those between agreements that stood by then; None: all."""
        if day is None:
            return self
        return self.filter(has_begun("agreement", day), has_begun("to_agreement", day))


class Link(AgreementChild):
    """What this agreement states of another; the other side shows the inverse."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("link"), max_length=20, choices=vocabulary.LinkKind)
    to_agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        related_name="incoming_links",
        verbose_name=_("other agreement"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta(AgreementChild.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            codes("kind", vocabulary.LinkKind),
            models.UniqueConstraint(
                fields=["agreement", "to_agreement", "kind"], name="agreements_link_once"
            ),
            models.CheckConstraint(
                condition=~Q(agreement=F("to_agreement")),
                name="agreements_link_not_to_itself",
                violation_error_message=_("An agreement cannot be linked to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.to_agreement}"

    @property
    def inverse_label(self):
        return vocabulary.inverse_label(self.kind)


class Milestone(Dated, AgreementChild):
    """A dated happening that came of the agreement or led to it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(_("kind"), max_length=15, choices=vocabulary.MilestoneKind)
    text = models.CharField(_("what happened"), max_length=400)
    place = models.CharField(_("place"), max_length=200, blank=True)
    organisations = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="milestones",
        verbose_name=_("organisations concerned"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta(AgreementChild.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        indexes = [models.Index(END, name="agreements_milestone_over")]
        constraints = [*Dated.Meta.constraints, codes("kind", vocabulary.MilestoneKind)]

    def __str__(self):
        return self.text


class DocumentQuerySet(models.QuerySet):
    def with_file_facts(self):
        """Each with `file_size` and `file_pages`, where they are known."""
        stored = StoredFile.objects.filter(name=OuterRef("file"))
        return self.annotate(
            file_size=Subquery(stored.values("size")), file_pages=Subquery(stored.values("pages"))
        )


class Document(AgreementChild):
    """The text of the agreement or what was issued with it, at an address or as a file."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=vocabulary.DocumentKind,
        default=vocabulary.DocumentKind.TEXT,
    )
    title = models.CharField(_("title"), max_length=300)
    url = WebAddressField(_("web address"), blank=True)
    file = models.FileField(
        _("file"), upload_to="documents", blank=True, help_text=_("A PDF of at most 20 MB.")
    )
    language = LanguageField(_("language"), blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = DocumentQuerySet.as_manager()

    title_field = "title"

    class Meta(AgreementChild.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            codes("kind", vocabulary.DocumentKind),
            models.CheckConstraint(
                condition=~Q(url="", file=""),
                name="agreements_document_leads_somewhere",
                violation_error_message=_("Give an address or a file."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def address(self):
        return self.file.url if self.file else self.url


class Identifier(AgreementChild):
    """The agreement's number in a series or register of others."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("series"), max_length=15, choices=vocabulary.IdentifierScheme)
    value = models.CharField(_("number"), max_length=100)

    class Meta(AgreementChild.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        indexes = [models.Index(fields=["value"], name="agreements_identifier_value")]
        constraints = [
            codes("scheme", vocabulary.IdentifierScheme),
            models.UniqueConstraint(
                fields=["agreement", "scheme", "value"], name="agreements_identifier_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"
