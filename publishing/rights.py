"""Who may bring a record before the public, and whose work another must look at."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _


class Refused(ValidationError):
    """The record stays as it was; the messages say why."""


def can_publish(record, user):
    """`user` None is the operator at the command line."""
    meta = record._meta
    return user is None or user.has_perm(f"{meta.app_label}.publish_{meta.model_name}")


def can_change(record, user):
    meta = record._meta
    return user.has_perm(f"{meta.app_label}.change_{meta.model_name}")


def check_can_publish(record, user):
    if not can_publish(record, user):
        raise PermissionDenied(_("Only publishers may make this public or take it back."))


def check_can_change(record, user):
    if not can_change(record, user):
        raise PermissionDenied(_("You may not change this record."))


def is_own_work(version, user):
    """Whether this editor would approve their own words, and may; raises Refused if they may not.

    OWN_WORK permits it, for a team of one.
    """
    own = version.is_by(user)
    if own and not settings.OWN_WORK:
        raise Refused(_("You wrote in this version. Somebody else approves and publishes it."))
    return own
