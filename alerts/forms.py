from django import forms
from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.public_forms import PublicForm

from .models import LONGEST_EMAIL, Frequency


class AlertForm(PublicForm):
    """Where to write to, and how often. Which alert it is stands in the address of the page."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often at most?"),
        choices=Frequency.choices,
        initial=Frequency.DAILY,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how often.")},
    )

    def clean_email(self):
        """An address on the internet, as a letter can bear it.

        "quoted words"@… and somebody@[192.0.2.1] are e-mail addresses too, but hardly anybody's.
        """
        email = self.cleaned_data["email"]
        _name, _at, host = email.rpartition("@")
        if '"' in email or "[" in host or "." not in host:
            raise ValidationError(_("Enter a valid email address."))
        try:
            sanitize_address(email, "utf-8")
        except ValueError:
            raise ValidationError(_("Enter a valid email address.")) from None
        return email
