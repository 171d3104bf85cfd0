"""Who may bring a record before the public, and whose work another must look at."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from .registry import versioned_models


class Refused(ValidationError):
    """The record stays as it was; the messages say why."""


def can_publish(record, user):
    """`user` None is the operator at the command line."""
    meta = record._meta
    return user is None or user.has_perm(f"{meta.app_label}.publish_{meta.model_name}")


def can_change(record, user):
    meta = record._meta
    return user is None or user.has_perm(f"{meta.app_label}.change_{meta.model_name}")


def can_add(record, user):
    """Whether this editor may add another record of the kind."""
    meta = record._meta
    return user is None or user.has_perm(f"{meta.app_label}.add_{meta.model_name}")


def kinds_for(user, verb="view"):
    """The content types of the records with which this editor may do so."""
    return [
        ContentType.objects.get_for_model(model)
        for model in versioned_models()
        if user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")
    ]


def check_can_publish(record, user):
    if not can_publish(record, user):
        raise PermissionDenied(_("Only publishers may make this public or take it back."))


def check_can_change(record, user):
    if not can_change(record, user):
        raise PermissionDenied(_("You may not change this record."))


def check_can_add(record, user):
    if not can_add(record, user):
        raise PermissionDenied(_("You may not add a record of this kind."))


def is_own_work(version, user):
    """Whether this editor would approve their own words, and may; raises Refused if they may not.

    OWN_WORK permits it, for a team of one.
    """
    own = version.is_by(user)
    if own and not settings.OWN_WORK:
        raise Refused(_("You wrote in this version. Somebody else approves and publishes it."))
    return own
