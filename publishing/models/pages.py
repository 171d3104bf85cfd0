from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.registry import versioned
from publishing.richtext import RichTextField

from .records import Record, RecordQuerySet

# At the addresses that others link to.
ADDRESSES = (
    "about",
    "about/checking-facts",
    "about/what-we-record",
    "about/terms",
    "accessibility",
    "privacy",
    "contact",
    "data",
    "corrections",
)


@versioned(children=["citations"])
class Page(Record):
    """A page kept by editors, such as “How we check facts”. Its address is fixed."""

    slug = models.CharField(
        _("address"),
        max_length=120,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9-]+(/[a-z0-9-]+)*$")],
        help_text=_("The page's address without the outer slashes, such as about/terms."),
    )
    title = models.CharField(_("title"), max_length=300)
    summary = models.CharField(
        _("summary"), max_length=200, blank=True, help_text=_("One sentence for result lists.")
    )
    body = RichTextField(_("text"), blank=True)

    objects = RecordQuerySet.as_manager()

    # Each page has an address of its own that readers and links know.
    may_be_copied = False

    class Meta(Record.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug"]

    def get_absolute_url(self):
        return reverse("page", args=[self.slug])

    def clean(self):
        super().clean()
        if self.slug and self.slug not in ADDRESSES:
            message = _("A page is at one of these addresses: %(addresses)s.")
            raise ValidationError({"slug": message % {"addresses": ", ".join(ADDRESSES)}})

    def publishing_gaps(self):
        return [] if self.body else [("body", _("The page has no text."))]
