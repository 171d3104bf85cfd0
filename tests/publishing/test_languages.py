import pytest
from django.core.exceptions import ValidationError

from publishing.models import Source


def clean(code):
    Source(title="Notice", language=code).clean_fields(exclude=["title_key"])


@pytest.mark.parametrize("code", ["", "en", "ja", "pt-BR", "zh-Hant", "gsw"])
def test_a_language_code_is_kept(code):
    clean(code)


@pytest.mark.parametrize("code", ["English", "EN", "e", "en-", "en_GB", "en\n", "12", "日本"])
def test_what_is_no_language_code_is_refused(code):
    with pytest.raises(ValidationError, match="language code"):
        clean(code)
