"""The forms of allauth in the register's words, each within bounds."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    default_token_generator,
)
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.utils.translation import gettext_lazy as _

from . import letters
from .models import User

# More people do not share one address for letters.
ACCOUNTS_AT_ONE_ADDRESS = 5


class PlainFields:
    """A label above each field says what belongs there; nothing is printed inside it."""

    labels = {}
    # The pages lead to the lost password in a line of their own.
    without_help = ()

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
        for name in self.without_help:
            self.fields[name].help_text = ""


class SignInForm(PlainFields, LoginForm):
    labels = {"login": _("Username"), "password": _("Password")}
    without_help = ("password",)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs |= {"id": "id_username", "autofocus": True}

    def clean_login(self):
        return User.normalize_username(super().clean_login())


class PasswordForm(PlainFields, ReauthenticateForm):
    """Asks for the password again."""

    labels = {"password": _("Your password")}
    without_help = ("password",)


class NewPasswordForm(PlainFields, ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password again")}


class PasswordChangeForm(PlainFields, ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    without_help = ("oldpassword",)

    def clean_oldpassword(self):
        """Counted as a sign-in is: a browser left open is no place to guess."""
        password = self.cleaned_data["oldpassword"]
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, password):
            raise adapter.validation_error("enter_current_password")
        return password


class LostPasswordForm(PlainFields, ResetPasswordForm):
    labels = {"email": _("E-mail address of your account")}

    def clean_email(self):
        """Whether there is such an account is looked up later, and never said."""
        return self.cleaned_data["email"]

    def save(self, request, **options):
        """The same work whether there is an account or not; the letter leaves by itself."""
        email = self.cleaned_data["email"]
        found = User.objects.filter(email__iexact=email, is_active=True, is_staff=True)
        found = list(found.order_by("pk")[:ACCOUNTS_AT_ONE_ADDRESS])
        for user in found or [User(pk=0, username="nobody")]:
            letter = letters.lost_password(user, default_token_generator.make_token(user))
            if user.email:
                letters.send_later(letter)
        return email


class SetPasswordForm(AdminPasswordChangeForm):
    """By an administrator, in the pages of accounts."""

    def save(self, commit=True):
        user = super().save(commit)
        letters.tell_of_change(user, "password_set")
        return user
