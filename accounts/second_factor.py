"""The second factor: who has one, who showed theirs, and how a lost one is put aside."""

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from .letters import tell_of_change

SHOWN = "second_factors_shown"


def factors():
    """Recovery codes stand in for a factor and are none themselves."""
    return Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)


def has_second_factor(user):
    return factors().filter(user_id=user.pk).exists()


def note_in_session(request, user):
    """That this session has shown a factor, among those that stand now."""
    request.session[SHOWN] = list(factors().filter(user_id=user.pk).values_list("pk", flat=True))


def was_shown(request):
    """In this session, while a factor stood that still stands.

    Not so where the password alone opened it, before there was one or before a reset.
    """
    noted = request.session.get(SHOWN, [])
    return bool(noted) and factors().filter(user_id=request.user.pk, pk__in=noted).exists()


@transaction.atomic
def reset_second_factor(user, *, by):
    """Put aside every factor of that person and tell them; whether there was one.

    `by` None is the operator at the command line.
    """
    if by is not None:
        by.check_may_look_after(user)
    count, _kinds = Authenticator.objects.filter(user=user).delete()
    if count and by is not None:
        LogEntry.objects.log_actions(
            by.pk, [user], CHANGE, _("Reset the second factor."), single_object=True
        )
    if count:
        tell_of_change(user, "second_factor_reset")
    return bool(count)
