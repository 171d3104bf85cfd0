"""Language codes: BCP 47, such as en, ja or pt-BR (https://www.rfc-editor.org/info/bcp47)."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_CODE = 8


class LanguageField(models.CharField):
    """The code of a language, or empty."""

    default_validators = [
        RegexValidator(
            r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\Z",
            _("Use a language code of small letters, such as en or ja."),
        )
    ]

    def __init__(self, *args, max_length=LONGEST_CODE, **options):
        super().__init__(*args, max_length=max_length, **options)
