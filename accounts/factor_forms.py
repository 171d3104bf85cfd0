"""The forms of the second factor: every try is counted, and nothing matches twice."""

import struct

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from . import tries
from .second_factor import note_in_session

MOST_KEYS = 10
LONGEST_ANSWER = 20_000
# What the parsers of such an answer say of one that was made up.
UNREADABLE = (AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)


def spend(authenticator, code):
    """A code of the app, and those before it, never match again, in whichever process."""
    with transaction.atomic():
        kept = Authenticator.objects.select_for_update().filter(pk=authenticator.pk).first()
        counter = kept and counter_of(code, decrypt(kept.data["secret"]))
        if not counter or counter <= kept.data.get("last_counter", 0):
            raise get_adapter().validation_error("incorrect_code")
        kept.data["last_counter"] = counter
        kept.save(update_fields=["data"])


def counter_of(code, secret):
    """Which step of the clock the code belongs to, or None."""
    for counter in totp.yield_hotp_counters_from_time():
        right = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if totp.compare_user_code(actual=code, expected=right):
            return counter
    return None


class CodeField(forms.CharField):
    def __init__(self, label):
        attrs = {"autocomplete": "one-time-code", "autofocus": True, "inputmode": "numeric"}
        super().__init__(label=label, max_length=20, widget=forms.TextInput(attrs))


class CountedCode:
    """A code of the app or a recovery code."""

    def clean_code(self):
        tries.check_may_try(context.request, self.user)
        try:
            code = super().clean_code()
            if self.authenticator.type == Authenticator.Type.TOTP:
                spend(self.authenticator, code)
        except ValidationError:
            tries.count_failure(context.request, self.user)
            raise
        note_in_session(context.request, self.user)
        return code


class CodeForm(CountedCode, AuthenticateForm):
    code = CodeField(gettext_lazy("Code"))


class CodeAgainForm(CountedCode, ReauthenticateForm):
    code = CodeField(gettext_lazy("Code"))


class AppForm(ActivateTOTPForm):
    code = CodeField(gettext_lazy("The code that the app shows now"))


class Answer(forms.JSONField):
    """What a key answered, as the browser's script puts it: of the kind asked for, or refused."""

    def __init__(self, kind):
        self.kind = kind
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value):
        unreadable = ValidationError(_("The key gave no answer that can be read. Try again."))
        if len(value or "") > LONGEST_ANSWER:
            raise unreadable
        try:
            answer = super().to_python(value)
            self.kind.from_dict(answer)
        except UNREADABLE:
            raise unreadable from None
        if not answer:
            raise unreadable
        return answer

    def bound_data(self, data, initial):
        """An answer is good for one try: the form does not come back with it."""
        return initial

    def prepare_value(self, value):
        return ""


class CountedKey:
    """An answer of a key that was set up before."""

    def clean_credential(self):
        tries.check_may_try(context.request, self.user)
        try:
            key = super().clean_credential()
        except ValidationError:
            tries.count_failure(context.request, self.user)
            raise
        note_in_session(context.request, self.user)
        return key


class KeyForm(CountedKey, AuthenticateWebAuthnForm):
    credential = Answer(AuthenticationResponse)


class KeyAgainForm(CountedKey, ReauthenticateWebAuthnForm):
    credential = Answer(AuthenticationResponse)


class NewKeyForm(AddWebAuthnForm):
    name = forms.CharField(
        label=gettext_lazy("A name for this key"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("So that you know which it is, such as “Blue key” or “Laptop”."),
    )
    credential = Answer(RegistrationResponse)

    def clean(self):
        keys = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN)
        if keys.count() >= MOST_KEYS:
            raise ValidationError(_("Ten keys are enough. Take one away first."))
        return super().clean()
