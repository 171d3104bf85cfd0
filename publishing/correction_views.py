"""The form of readers who find something wrong or missing. No account, no cookie, no script."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from . import corrections
from .models import Page
from .models.corrections import LONGEST_TEXT
from .public_forms import PublicForm, PublicFormView
from .visitors import sender_of
from .web_addresses import validate_web_address

SLUG = "corrections"
LONGEST_RECORD = 200


class CorrectionForm(PublicForm):
    record = forms.CharField(
        label=gettext_lazy("Which record is it about?"),
        required=False,
        max_length=LONGEST_RECORD,
        help_text=gettext_lazy("Its identifier, such as AG-0006, or its name."),
    )
    text = forms.CharField(
        label=gettext_lazy("What is wrong or missing?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    address = forms.CharField(
        label=gettext_lazy("Where can one read it?"),
        required=False,
        max_length=600,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=gettext_lazy("The web address of a page or document that says so."),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Only if you would like an answer. It is used for nothing else."),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("The editors may keep what I wrote here to check the record."),
        error_messages={"required": gettext_lazy("Without this the editors may not keep it.")},
    )

    def clean_address(self):
        """An address as people write it: without https:// too."""
        address = self.cleaned_data["address"]
        if address and ":" not in address:
            address = f"https://{address}"
        if address and not is_page(address):
            raise ValidationError(_("Give an address that begins with https:// or http://."))
        return address


def is_page(address):
    """Whether it may be printed as a link, and leads to something to read."""
    try:
        validate_web_address(address)
    except ValidationError:
        return False
    return address.lower().startswith(("https://", "http://"))


class CorrectionView(PublicFormView):
    """The text above the form is the editors' page at this address, where they keep one."""

    template_name = "publishing/correction_form.html"
    form_class = CorrectionForm
    purpose = SLUG

    def get_initial(self):
        return {"record": self.request.GET.get("record", "")[:LONGEST_RECORD]}

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        pages = Page.objects.published().not_withdrawn()
        named = context["form"]["record"].value() or ""
        return {
            **context,
            "page": pages.filter(slug=SLUG).first(),
            "about": corrections.public_record(named) if "\0" not in named else None,
        }

    def receive(self, form):
        names = ("text", "record", "address", "name", "email")
        self.correction = corrections.receive(
            **{name: form.cleaned_data[name] for name in names},
            sender=sender_of(self.request, self.at),
            at=self.at,
        )

    def get_success_url(self):
        return reverse("corrections_received", args=[self.correction.reference])


class CorrectionReceivedView(TemplateView):
    """Says the same of every reference: whether there is one is told to nobody."""

    template_name = "publishing/correction_received.html"


class ReferenceInAddress:
    regex = r"C-[0-9]{4,8}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
