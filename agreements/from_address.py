"""A new agreement from the address of a page: looked at, proposed, confirmed, made."""

import uuid

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature, Signer
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.forms import SourceForm
from publishing.models import Source
from publishing.moments import DayField
from publishing.record_admin import RECORDS_NAMED, list_of_records
from publishing.record_saving import draft_saved
from publishing.source_proposals import propose, source_at
from publishing.web_addresses import validate_web_address

from .actions import begin_from_source
from .models import Agreement

LONGEST_PAGE = 300_000
WIDE = {"class": "vTextField"}
signer = Signer(salt="agreements.from_address")


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Web address"),
        max_length=Source._meta.get_field("url").max_length,
        widget=AdminTextInputWidget(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("Of the page that speaks of the agreement. It begins with https://."),
    )
    page = forms.CharField(
        label=_("The page itself"),
        required=False,
        max_length=LONGEST_PAGE,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("Only if the register cannot reach the page: paste its text or its HTML."),
    )

    def clean_address(self):
        address = self.cleaned_data["address"].partition("#")[0]
        validate_web_address(address)
        if not address.lower().startswith(("https://", "http://")):
            raise ValidationError(_("Give an address that begins with https://."))
        return address


class AgreementForm(forms.Form):
    """`key` is that of the agreement to be: sent twice, it is made once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=200)
    title = forms.CharField(
        label=_("Title of the agreement"),
        max_length=Agreement._meta.get_field("title").max_length,
        widget=AdminTextInputWidget(attrs=WIDE),
        help_text=Agreement._meta.get_field("title").help_text,
    )
    gives_title = forms.BooleanField(
        label=_("The page gives the agreement this title"),
        required=False,
        help_text=_("Otherwise the page is cited for the agreement as a whole."),
    )

    def clean_key(self):
        try:
            return uuid.UUID(signer.unsign(self.cleaned_data["key"]))
        except (BadSignature, ValueError) as error:
            raise ValidationError(_("Begin again with the address.")) from error


class NewSourceForm(SourceForm):
    accessed_on = DayField(label=_("Last read"), required=False)

    class Meta:
        model = Source
        fields = ["title", "publisher", "language", "accessed_on"]
        widgets = {
            "title": AdminTextInputWidget(attrs=WIDE),
            "publisher": AdminTextInputWidget(attrs=WIDE),
        }

    field_order = ["title", "publisher", "when", "language", "accessed_on"]


class FromAddress:
    """Part of the admin of agreements."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.from_address_view)
        own = path("from-address/", view, name="agreements_agreement_from_address")
        return [own, *super().get_urls()]

    def from_address_view(self, request):
        """First the address alone; then what is proposed, to be changed and confirmed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = AddressForm(request.POST if request.method == "POST" else None)
        context = {"asked": asked}
        if asked.is_bound and asked.is_valid():
            address = asked.cleaned_data["address"]
            source = source_at(address)
            if "_make" in request.POST:
                proposed, made = self.confirmed(request, address, source)
                if made:
                    return made
            else:
                proposed = self.proposed(request, asked, source)
            context |= {**proposed, "source": source, "address": address}
            context["citing"] = source and self.citing(source)
        return self.from_address_page(request, context)

    def proposed(self, request, asked, source):
        """Forms with what the page says of itself; a source that is known is not fetched."""
        key = {"key": signer.sign(str(uuid.uuid4()))}
        if source:
            return {"form": AgreementForm(initial={**key, "title": source.title})}
        address, pasted = asked.cleaned_data["address"], asked.cleaned_data["page"]
        proposal = propose(address, by=request.user, pasted=pasted)
        facts = proposal.facts
        described = {
            "title": facts.title,
            "publisher": facts.publisher,
            "when": facts.date,
            "language": facts.language,
            "accessed_on": timezone.localdate() if proposal.was_read else None,
        }
        return {
            "proposal": proposal,
            "form": AgreementForm(initial={**key, "title": facts.title}),
            "source_form": NewSourceForm(initial=described, prefix="source"),
        }

    def confirmed(self, request, address, source):
        """(the forms again, None), or (None, the way to the new agreement)."""
        form = AgreementForm(request.POST)
        forms_shown = {"form": form}
        if source is None:
            new = NewSourceForm(request.POST, prefix="source", instance=Source(url=address))
            forms_shown["source_form"] = new
        if not all(shown.is_valid() for shown in forms_shown.values()):
            return forms_shown, None
        source = source or new.save(commit=False)
        agreement = begin_from_source(source, by=request.user, **form.cleaned_data)
        self.log_addition(request, agreement, [{"added": {}}])
        self.message_user(request, draft_saved(agreement))
        return None, HttpResponseRedirect(self.change_url(agreement))

    def citing(self, source):
        """Links to the agreements that cite the source already, or nothing."""
        found = Agreement.objects.filter(citations__source=source).distinct()
        found = found.in_title_order()[: RECORDS_NAMED + 1]
        return list_of_records(list(found)) if found else ""

    def from_address_page(self, request, context):
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("New agreement from an address"),
            **context,
        }
        return TemplateResponse(request, "admin/agreement_from_address.html", context)
