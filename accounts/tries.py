"""Limits on tries: ten at one name from one address, then a quarter of an hour of rest."""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def check_may_try(request, user):
    """Codes and keys are counted with passwords: who may not try the one may not the other."""
    if not AxesProxyHandler.is_allowed(request, {"username": user.get_username()}):
        request.axes_locked_out = True
        raise ValidationError(_("Too many tries."))


def count_failure(request, user):
    credentials = {"username": user.get_username()}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
