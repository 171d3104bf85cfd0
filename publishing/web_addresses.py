"""Addresses that are safe to print as links."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LINK_SCHEMES = {"http", "https", "mailto"}
UNSEEN = re.compile(r"[\s\x00-\x1f]")


def validate_web_address(value):
    """Allow http, https and mailto; refuse everything that a browser might run or a person misread.

    Raises ValidationError.
    """
    refused = ValidationError(_("Give an address that begins with https://, http:// or mailto:."))
    if UNSEEN.search(value):
        raise refused
    try:
        parts = urlsplit(value)
        port_is_a_number = parts.port is None or parts.port > 0
    except ValueError as error:
        raise refused from error
    if parts.scheme.lower() not in LINK_SCHEMES:
        raise refused
    if parts.scheme.lower() == "mailto":
        EmailValidator(message=refused.message)(parts.path)
    elif not parts.hostname or parts.username is not None or not port_is_a_number:
        raise refused


class WebAddressField(models.CharField):
    default_validators = [validate_web_address]

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 600, **options})
