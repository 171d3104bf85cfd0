from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from dates.fields import PartialDateField
from publishing.children import Child, codes, joined_note
from publishing.languages import LanguageField
from publishing.models import NumberedRecord
from publishing.ordering import FoldedKeyField, in_text_order
from publishing.registry import versioned
from publishing.richtext import RichTextField
from publishing.web_addresses import WebAddressField
from themes.models import Theme

from . import vocabulary
from .countries import country_name
from .duplicate_models import NotTheSame
from .held import HeldQuerySet
from .identifier_schemes import validate_identifier, web_address
from .match_keys import AcronymKeyField, MatchKeyField
from .merge_models import Merge

__all__ = [
    "Identifier",
    "Membership",
    "Merge",
    "Name",
    "NotTheSame",
    "Organisation",
    "OrganisationQuerySet",
    "Site",
]

NOT_APPLICABLE = "XX"
LONGEST_CHAIN = 50


class OrganisationQuerySet(HeldQuerySet):
    def with_agreement_count(self, by=None):
        """Each with the number of public agreements it has a part in; `by`: that stood by then."""
        public = Q(agreements__published_at__lte=timezone.now(), agreements__withdrawn_at=None)
        if by is not None:
            stood = self.related("agreements").objects.stood_by(by).order_by()
            public &= Q(agreements__in=stood.values("pk"))
        count = models.Count("agreements", filter=public, distinct=True)
        return self.annotate(agreement_count=count)

    def incomplete(self):
        """Those that say too little of themselves: no summary, no country, or no website."""
        active = Q(status=vocabulary.Status.ACTIVE)
        return self.filter(Q(summary="") | Q(country="") | (active & Q(website="")))

    def not_merged(self):
        return self.filter(merged_into=None)

    def in_name_order(self):
        return self.order_by(in_text_order("name_key"), "pk")

    def in_kind_and_name_order(self):
        kinds = [
            models.When(kind=kind, then=place)
            for place, kind in enumerate(vocabulary.Kind.values, start=1)
        ]
        place = models.Case(*kinds, default=0, output_field=models.IntegerField())
        return self.order_by(place, in_text_order("name_key"), "pk")

    def most_agreements_first(self):
        """Needs with_agreement_count()."""
        return self.order_by("-agreement_count", in_text_order("name_key"), "pk")


@versioned(
    children=["names", "sites", "memberships", "identifiers", "citations"],
    together=[("native_name", "native_name_language"), ("logo", "logo_credit")],
    not_copied=["identifiers"],
)
class Organisation(NumberedRecord):
    """A state, department, laboratory, company or body that takes part in cooperation."""

    Kind = vocabulary.Kind
    Status = vocabulary.Status
    name = models.CharField(
        _("name"), max_length=300, help_text=_("Its name today, or the last one it had.")
    )
    name_key = FoldedKeyField("name")
    name_match = MatchKeyField("name")
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    acronym_match = AcronymKeyField("acronym", max_length=40)
    native_name = models.CharField(_("name in its own language"), max_length=300, blank=True)
    native_name_match = MatchKeyField("native_name")
    native_name_language = LanguageField(
        _("language of that name"),
        blank=True,
        help_text=_("A language code, such as ja."),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=vocabulary.Kind, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=vocabulary.Status, default=vocabulary.Status.ACTIVE
    )
    country = CountryField(
        _("country"),
        blank=True,
        help_text=_(
            "An international body has none, wherever it sits: choose “Not applicable”. "
            "Leave it empty while it is not known."
        ),
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("part of"),
    )
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
        editable=False,
    )
    website = WebAddressField(_("website"), blank=True)
    summary = models.CharField(
        _("summary"), max_length=200, blank=True, help_text=_("One sentence of our own.")
    )
    body = RichTextField(_("text"), blank=True)
    logo = models.ImageField(_("logo"), upload_to="logos", blank=True)
    logo_credit = models.CharField(_("credit and licence of the logo"), max_length=200, blank=True)
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="organisations", verbose_name=_("themes")
    )

    objects = OrganisationQuerySet.as_manager()

    identifier_prefix = "ORG"
    # As it stood on an earlier day (organisations.held): it was renamed or ended after that.
    name_today = ""
    went_on = False
    title_field = "name"

    class Meta(NumberedRecord.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_key", "pk"]
        indexes = [
            *NumberedRecord.Meta.indexes,
            models.Index(in_text_order("name_key"), "id", name="organisation_text_order"),
            models.Index(fields=["country"], name="organisation_country"),
            models.Index(fields=["name_match"], name="organisations_name_match"),
            models.Index(fields=["acronym_match"], name="organisations_acronym_match"),
            models.Index(fields=["native_name_match"], name="organisations_native_match"),
        ]
        constraints = [
            *NumberedRecord.Meta.constraints,
            codes("kind", vocabulary.Kind, blank=True),
            codes("status", vocabulary.Status),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                name="organisations_organisation_not_its_own_parent",
                violation_error_message=_("An organisation is not part of itself."),
            ),
            models.CheckConstraint(
                condition=models.Q(successor=None) | ~models.Q(successor=models.F("id")),
                name="organisations_organisation_not_its_own_successor",
                violation_error_message=_("An organisation does not succeed itself."),
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="organisations_organisation_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(published_at=None),
                name="organisations_organisation_merged_is_not_public",
            ),
        ]

    def get_absolute_url(self):
        return reverse("organisations:detail", args=[self.slug])

    @property
    def has_country(self):
        return (self.country.code or NOT_APPLICABLE) != NOT_APPLICABLE

    @property
    def country_in_words(self):
        """ "" where it has none."""
        return country_name(self.country.code) if self.has_country else ""

    @property
    def kind_heading(self):
        """What a list of organisations of its kind is called."""
        return vocabulary.KIND_HEADINGS.get(self.kind, "")

    @property
    def website_in_words(self):
        """ "gov.uk/ukaea" for "https://www.gov.uk/ukaea/"."""
        return self.website.partition("://")[2].removeprefix("www.").rstrip("/") or self.website

    def clean(self):
        super().clean()
        for field in ("parent", "successor"):
            if self.leads_back(field):
                message = _("This leads back to the organisation itself.")
                raise ValidationError({field: message})

    @classmethod
    def look_together(cls, records):
        """Reads the chains of parents and successors level by level."""
        super().look_together(records)
        for field in ("parent", "successor"):
            level, seen = list(records), set()
            for _step in range(LONGEST_CHAIN):
                level = [record for record in level if getattr(record, f"{field}_id")]
                if not level:
                    break
                models.prefetch_related_objects(level, field)
                above = {other.pk: other for other in (getattr(r, field) for r in level)}
                level = [other for key, other in above.items() if key not in seen]
                seen |= above.keys()

    def leads_back(self, field):
        seen, other = {self.pk}, getattr(self, field)
        while other is not None:
            if other.pk in seen:
                return True
            seen.add(other.pk)
            other = getattr(other, field)
        return False

    @property
    def replacement_key(self):
        return self.merged_into_id

    @classmethod
    def replacements(cls, keys):
        """Follows organisations that were merged into one that was merged itself, later."""
        keys = {str(key) for key in keys if as_key(key)}
        pointers, wanted = {}, keys
        for _step in range(LONGEST_CHAIN):
            rows = cls._base_manager.filter(pk__in=wanted, merged_into__isnull=False)
            found = {str(old): str(new) for old, new in rows.values_list("pk", "merged_into")}
            pointers |= found
            wanted = set(found.values()) - pointers.keys()
            if not wanted:
                break
        return {key: end_of(key, pointers) for key in keys & pointers.keys()}

    def publishing_gaps(self):
        gaps = []
        if self.merged_into_id:
            words = _("It was merged into “%(into)s”. Undo the merge first.")
            gaps.append(("name", words % {"into": self.merged_into}))
        if not self.kind:
            gaps.append(("kind", _("Choose what kind of organisation it is.")))
        if not self.citations.exists():
            gaps.append(("citations", _("Name at least one source.")))
        if self.logo and not self.logo_credit:
            gaps.append(("logo_credit", _("Say whose logo it is, and under what terms.")))
        return gaps

    def publishing_notes(self):
        from .duplicates import alike_to

        words = _("Perhaps the same organisation as “%(other)s”: %(reason)s.")
        return [
            ("name", words % {"other": other.name, "reason": ", ".join(likeness.reasons)})
            for other, likeness in alike_to(self.name, self.acronym, but=self)
        ]


def as_key(text):
    """None for what is no key."""
    try:
        return Organisation._meta.pk.to_python(text)
    except ValidationError:
        return None


def end_of(key, pointers):
    for _step in range(LONGEST_CHAIN):
        if key not in pointers:
            break
        key = pointers[key]
    return key


class OrganisationChild(Child):
    owner_field = "organisation"

    class Meta(Child.Meta):
        abstract = True


class Name(OrganisationChild):
    """A further name, and between which dates it held."""

    Kind = vocabulary.NameKind
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(
        _("kind"), max_length=12, choices=vocabulary.NameKind, default=vocabulary.NameKind.ALIAS
    )
    name = models.CharField(_("name"), max_length=300)
    name_key = FoldedKeyField("name")
    name_match = MatchKeyField("name")
    language = LanguageField(_("language"), blank=True)
    held_from = PartialDateField(_("held from"), blank=True)
    held_until = PartialDateField(_("held until"), blank=True)

    class Meta(OrganisationChild.Meta):
        verbose_name = _("further name")
        verbose_name_plural = _("further names")
        indexes = [models.Index(fields=["name_match"], name="organisations_further_match")]
        constraints = [
            codes("kind", vocabulary.NameKind),
            models.UniqueConstraint(
                fields=["organisation", "kind", "name"], name="organisations_name_once"
            ),
        ]

    def __str__(self):
        return self.name


class Site(OrganisationChild):
    """A place where the organisation is."""

    Kind = vocabulary.SiteKind
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites")
    kind = models.CharField(
        _("kind"), max_length=12, choices=vocabulary.SiteKind, default=vocabulary.SiteKind.OFFICE
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    country = CountryField(_("country"), blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )

    class Meta(OrganisationChild.Meta):
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            codes("kind", vocabulary.SiteKind),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="organisations_site_coordinates_on_earth",
                violation_error_message=_(
                    "Give both latitude (-90 to 90) and longitude (-180 to 180), or neither."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(name="", place=""),
                name="organisations_site_has_a_place",
                violation_error_message=_("Name the site or its place."),
            ),
        ]

    def __str__(self):
        return self.name or self.place


class Membership(OrganisationChild):
    """That the organisation belongs to a body, such as the UK Fusion Cluster."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    body = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="members",
        verbose_name=_("member of"),
    )
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta(OrganisationChild.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("body")),
                name="organisations_membership_not_of_itself",
                violation_error_message=_("An organisation is not a member of itself."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "body", "since"], name="organisations_membership_once"
            ),
        ]

    def __str__(self):
        return str(self.body)

    def repeats(self, other):
        return self.since == other.since

    def take_in(self, other):
        self.until = self.until or other.until
        self.note = joined_note(self.note, other.note)


class Identifier(OrganisationChild):
    """The organisation's number in a register of others."""

    Scheme = vocabulary.IdentifierScheme
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="identifiers"
    )
    scheme = models.CharField(_("register"), max_length=20, choices=vocabulary.IdentifierScheme)
    value = models.CharField(_("identifier"), max_length=100)

    class Meta(OrganisationChild.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        indexes = [
            # That of the constraint serves no look-up: it leaves out other registers.
            models.Index(fields=["value"], name="organisations_identifier_value")
        ]
        constraints = [
            codes("scheme", vocabulary.IdentifierScheme),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=~models.Q(scheme="other"),
                name="organisations_identifier_names_one",
                violation_error_message=_("Another organisation has this identifier."),
            ),
        ]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"

    def clean(self):
        super().clean()
        if self.scheme and self.value:
            try:
                validate_identifier(self.scheme, self.value)
            except ValidationError as error:
                raise ValidationError({"value": error.messages}) from error

    @property
    def web_address(self):
        return web_address(self.scheme, self.value)
