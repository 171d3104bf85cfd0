"""What every form for somebody without an account has: a ticket, a trap, and readable text."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView

from .flood import Flooded

# No person fills a form in less; a form that stays open longer is asked for again.
LEAST_SECONDS = 3
MOST_SECONDS = 24 * 60 * 60
SALT = "publishing.public_forms"


def new_ticket(purpose, at):
    """Says, signed, for which form and when it was given out.

    It can be used again: a page that a cache keeps gives the same one to many readers.
    """
    return Signer(salt=SALT).sign_object({"for": purpose, "at": int(at.timestamp())})


def age_of(ticket, purpose, at):
    """In seconds; None for a ticket that this site did not give out for this form."""
    try:
        found = Signer(salt=SALT).unsign_object(ticket)
    except (BadSignature, ValueError):
        return None
    if not isinstance(found, dict) or found.get("for") != purpose:
        return None
    return int(at.timestamp()) - found["at"]


class PublicForm(forms.Form):
    """A form that needs no cookie. `purpose`: which one it is; `at`: now."""

    ticket = forms.CharField(required=False, widget=forms.HiddenInput)
    homepage = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    use_required_attribute = False

    def __init__(self, data=None, *args, purpose, at, **kwargs):
        # Copied, so that an old ticket can be exchanged in what is shown again.
        super().__init__(data if data is None else data.copy(), *args, **kwargs)
        self.purpose, self.at = purpose, at
        self.initial["ticket"] = new_ticket(purpose, at)

    def clean_homepage(self):
        if self.cleaned_data["homepage"]:
            raise ValidationError(
                _("The field “Leave this field empty” finds programs. Empty it and send again.")
            )
        return ""

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n")
        self.check_ticket(cleaned.get("ticket", ""))
        return cleaned

    def check_ticket(self, ticket):
        age = age_of(ticket, self.purpose, self.at)
        if age is not None and 0 <= age < LEAST_SECONDS:
            # What has other mistakes is sent again in any case.
            if not self.errors:
                self.add_error(None, _("That was quick. Wait a few seconds and send again."))
        elif age is None or not 0 <= age <= MOST_SECONDS:
            self.data[self.add_prefix("ticket")] = new_ticket(self.purpose, self.at)
            words = _(
                "This form was open for more than a day, or did not come from this website. "
                "Nothing that you wrote is lost: send it again."
            )
            self.add_error(None, words)


class PublicFormView(FormView):
    """Answers 400 with the form for what is wrong in it and 429 for too much; nothing is lost.

    A subclass has `purpose` and `receive(form)`, which keeps what was sent or raises Flooded.
    """

    http_method_names = ("get", "head", "post", "options")
    purpose = ""

    @classmethod
    def as_view(cls, **options):
        # A page that sets no cookie can be kept by a cache, and the privacy page promises readers
        # that they get none. Django's protection against forged requests needs one. What it
        # protects is what a browser is trusted with because somebody is signed in in it: these
        # views never look at who is signed in, and whoever makes another's browser send the form
        # could as well send it. The ticket is there against programs, not against that.
        return csrf_exempt(super().as_view(**options))

    def dispatch(self, request, *args, **kwargs):
        self.at = timezone.now()
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not is_text(request.POST):
            reason = _("The form holds a character that is not text.")
            return render(request, "400.html", {"reason": reason}, status=400)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "purpose": self.purpose, "at": self.at}

    def form_valid(self, form):
        try:
            self.receive(form)
        except Flooded as refusal:
            form.add_error(None, refusal.messages)
            response = self.shown_again(form, 429)
            response.headers["Retry-After"] = str(refusal.seconds)
            return response
        return super().form_valid(form)

    def form_invalid(self, form):
        return self.shown_again(form, 400)

    def shown_again(self, form, status):
        response = self.render_to_response(self.get_context_data(form=form), status=status)
        response.headers["Cache-Control"] = "no-store"
        return response


def is_text(sent):
    """Whether it can be written at all: some encodings smuggle in half a character."""
    try:
        for name, values in sent.lists():
            "".join([name, *values]).encode()
    except UnicodeEncodeError:
        return False
    return True
