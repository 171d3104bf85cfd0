"""Alerts without an account and without a cookie: who holds the letter's link holds the alert."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View

from publishing.preview import private
from publishing.public_forms import PublicFormView
from publishing.visitors import sender_of

from . import asking
from .forms import AlertForm
from .lists import NotUnderstood
from .models import Subscription
from .subjects import TakenBack, asked_for, of_subscription


class NewAlertView(PublicFormView):
    """Asks for the address to write to. What it is about stands in the address of the page.

    Whoever asks is answered alike, whatever the register knows of the address.
    """

    template_name = "alerts/new.html"
    form_class = AlertForm
    purpose = "alerts"

    def dispatch(self, request, *args, **kwargs):
        try:
            self.subject = asked_for(request.GET, localdate())
        except NotUnderstood as error:
            return not_understood(request, " ".join(map(str, error.reasons)))
        except TakenBack as gone:
            return render(request, "410.html", {"reason": gone.reason}, status=410)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if self.subject is None:
            return not_understood(request, _("Say first what you want to be told of."))
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **context):
        return super().get_context_data(subject=self.subject, **context)

    def receive(self, form):
        asking.ask(
            self.subject,
            email=form.cleaned_data["email"],
            frequency=form.cleaned_data["frequency"],
            sender=sender_of(self.request, self.at),
            at=self.at,
        )

    def get_success_url(self):
        return reverse("alerts:asked")


class AskedView(TemplateView):
    """Says the same to everybody."""

    template_name = "alerts/asked.html"


# The link in the letter is what is asked for, and nothing else that a browser could bring along:
# a mail program that ends an alert sends neither cookie nor token of ours (RFC 8058).
@method_decorator(csrf_exempt, name="dispatch")
class OfAlertView(View):
    """A page for who has the link. One that was forged, has lapsed or has ended opens nothing."""

    http_method_names = ("get", "head", "post", "options")

    def dispatch(self, request, token):
        self.at = timezone.now()
        self.alert = Subscription.objects.known(self.at).filter(token=token).first()
        if self.alert is None:
            return private(render(request, "alerts/no_alert.html", status=404))
        return private(super().dispatch(request))

    def page(self, template, **context):
        context = {"alert": self.alert, "subject": self.subject(), **context}
        return render(self.request, template, context)

    def subject(self):
        """None where what it is about is no longer there."""
        try:
            return of_subscription(self.alert, localdate(self.at))
        except NotUnderstood:
            return None


class AlertView(OfAlertView):
    """What the alert is. It begins with the button here: programs that look through letters for
    what is bad open their links too."""

    def get(self, request):
        return self.page("alerts/alert.html")

    def post(self, request):
        try:
            alert = asking.confirm(self.alert, at=self.at)
        except ValidationError as refusal:
            return not_understood(request, " ".join(refusal.messages))
        token = alert.token if alert else self.alert.token
        return redirect("alerts:detail", token=token)


class UnsubscribeView(OfAlertView):
    """Ends the alert, or with `all` every one of its address. It answers with a page at once:
    mail programs follow no redirect."""

    def get(self, request):
        return self.page("alerts/unsubscribe.html")

    def post(self, request):
        if "all" in request.POST:
            return self.page("alerts/ended.html", number=asking.end_all(self.alert.email))
        page = self.page("alerts/ended.html", number=1)
        asking.end(self.alert)
        return page


def not_understood(request, reason):
    return render(request, "400.html", {"reason": reason}, status=400)
