"""What an editor says of a source before it is read."""

import re

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from imports.inputs import MEGABYTE
from imports.models import Run
from imports.options import Options
from imports.plans import LARGEST_SOURCE
from imports.readers import FORMATS
from imports.registry import importers_of
from publishing.models import Source
from publishing.web_addresses import validate_web_address

READINGS = [
    ("", _("Refuse dates that can be read two ways")),
    ("day", _("03/04/2025 is 3 April")),
    ("month", _("03/04/2025 is 4 March")),
]
DAY_FIRST = {"": None, "day": True, "month": False}
CHOICES = [
    ("", _("What is in the register already")),
    ("only", _("Also these, if they are new:")),
    ("all", _("Everything, new ones too")),
]
WIDE = AdminTextInputWidget(attrs={"autocomplete": "off"})
LONGEST_CHOICE = 2000


class SourceForm(forms.Form):
    """`kept`: the plan with a source that was sent before, or None: it need not be sent again."""

    upload = forms.FileField(
        label=_("File"),
        required=False,
        max_length=Run._meta.get_field("source").max_length,
        help_text=_("A table (CSV, XLSX, JSON), or a document or feed as a site gives it."),
    )
    address = forms.CharField(
        label=_("or web address"),
        required=False,
        max_length=600,
        widget=AdminTextInputWidget(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("It begins with https://. The register looks there once."),
    )
    allow_large_change = forms.BooleanField(
        label=_("Allow a large change"),
        required=False,
        help_text=_("Much has changed in this source. Tick it when you have looked, and it is so."),
    )
    format = forms.ChoiceField(
        label=_("Format"),
        required=False,
        help_text=_("It is told by the content. Choose one only if that goes wrong."),
    )
    encoding = forms.CharField(
        label=_("Encoding"),
        required=False,
        max_length=40,
        widget=WIDE,
        help_text=_("Of a CSV file that is not Unicode, such as windows-1252."),
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        required=False,
        max_length=100,
        widget=WIDE,
        help_text=_("Of a spreadsheet: its name or number. Otherwise the first."),
    )
    day_first = forms.ChoiceField(label=_("Dates in figures"), choices=READINGS, required=False)
    choice = forms.ChoiceField(
        label=_("What to bring"),
        choices=CHOICES,
        required=False,
        help_text=_("Of ROR, which holds far more than this register. Of a table every row comes."),
    )
    wanted = forms.CharField(
        label=_("These"),
        required=False,
        max_length=LONGEST_CHOICE,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Identifiers, or codes of countries such as JP, with spaces between them."),
    )
    origin = forms.CharField(
        label=_("Whose statements"),
        required=False,
        max_length=Run._meta.get_field("origin").max_length,
        widget=WIDE,
        help_text=_(
            "A name that stays the same when the next file comes: what the source says then is "
            "compared with what it says now. Otherwise the name of the file."
        ),
    )
    source_title = forms.CharField(
        label=_("Title of the source"),
        required=False,
        max_length=Source._meta.get_field("title").max_length,
        widget=WIDE,
        help_text=_("As records cite it. Otherwise the name of the file."),
    )
    source_publisher = forms.CharField(
        label=_("Its publisher"),
        required=False,
        max_length=Source._meta.get_field("publisher").max_length,
        widget=WIDE,
    )
    source_url = forms.CharField(
        label=_("Its address"),
        required=False,
        max_length=Source._meta.get_field("url").max_length,
        widget=WIDE,
        validators=[validate_web_address],
    )

    def __init__(self, *args, model, chooses=False, kept=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = kept
        self.too_large_a_change = False
        taken = {form for importer in importers_of(model) for form in importer.formats}
        offered = [(name, label) for name, label in FORMATS.items() if name in taken]
        self.fields["format"].choices = [("", _("Look at the content")), *offered]
        if not chooses:
            del self.fields["choice"], self.fields["wanted"]

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload and upload.size > LARGEST_SOURCE:
            words = _("The file is too large: at most %(most)s MB.")
            raise ValidationError(words % {"most": LARGEST_SOURCE // MEGABYTE})
        if upload and "\0" in upload.name:
            raise ValidationError(_("The name of the file cannot be read."))
        return upload

    def clean_address(self):
        address = self.cleaned_data["address"].partition("#")[0]
        if not address:
            return ""
        validate_web_address(address)
        if not address.lower().startswith(("https://", "http://")):
            raise ValidationError(_("Give an address that begins with https://."))
        return address

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        upload, address = cleaned.get("upload"), cleaned.get("address")
        if upload and address:
            raise ValidationError(_("Give a file or an address, not both."))
        if not upload and not address and self.kept is None:
            raise ValidationError(_("Choose a file, or give an address."))
        if cleaned.get("choice") == "only" and not cleaned.get("wanted"):
            self.add_error("wanted", _("Say which."))
        return cleaned

    @property
    def asks_again(self):
        """Whether what was sent before is meant, so that nothing new is to be kept."""
        address = self.cleaned_data["address"]
        if self.kept is None or self.cleaned_data["upload"]:
            return False
        return not address or address[:300] == self.kept.source

    @property
    def options(self):
        """The Options that are chosen here."""
        cleaned = self.cleaned_data
        same = ("format", "encoding", "sheet", "origin")
        of_source = ("source_title", "source_publisher", "source_url")
        wanted = re.split(r"[\s,;]+", cleaned.get("wanted", "").strip())
        chosen = [one for one in wanted if one] if cleaned.get("choice") == "only" else []
        return Options(
            **{name: cleaned[name] for name in (*same, *of_source)},
            day_first=DAY_FIRST[cleaned["day_first"]],
            only=tuple(one for one in chosen if not is_country(one)),
            countries=tuple(one.upper() for one in chosen if is_country(one)),
            everything=cleaned.get("choice") == "all",
        )

    @property
    def source_fields(self):
        names = ["upload", "address"]
        if self.too_large_a_change or self["allow_large_change"].value():
            names.append("allow_large_change")
        return [self[name] for name in names]

    @property
    def option_fields(self):
        first = ("upload", "address", "allow_large_change")
        return [field for field in self.visible_fields() if field.name not in first]

    @property
    def has_options(self):
        """Whether some were chosen, or one is to be mended."""
        return any(field.value() or field.errors for field in self.option_fields)


def is_country(text):
    return len(text) == 2 and text.isalpha()


def initial_of(plan):
    """What the form held that the plan was made of."""
    options = Options.from_json(plan.options)
    said = {name: value for name, value in plan.options.items() if isinstance(value, str)}
    reading = next(name for name, value in DAY_FIRST.items() if value is options.day_first)
    wanted = " ".join((*options.only, *options.countries))
    choice = "all" if options.everything else "only" if wanted else ""
    return {**said, "day_first": reading, "wanted": wanted, "choice": choice}


def options_in_words(run):
    """[(label, text)] of what was said of the source of a run."""
    said = {**initial_of(run), "origin": ""}
    for name, field in SourceForm.base_fields.items():
        text = said.get(name, "")
        if text:
            choices = dict(getattr(field, "choices", ()))
            yield field.label, choices.get(text, text)
