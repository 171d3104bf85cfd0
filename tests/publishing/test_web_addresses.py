import pytest
from django.core.exceptions import ValidationError

from publishing.web_addresses import validate_web_address


@pytest.mark.parametrize(
    "address",
    [
        "https://www.gov.uk/government/news",
        "http://3.127.128.221/2025/03/24/fusion",
        "https://例え.jp/文部科学省",
        "mailto:editors@register.example",
    ],
)
def test_ordinary_addresses_are_taken(address):
    validate_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/x",
        "/agreements/",
        "https://",
        "https://name:secret@example.org/",
        "https://example.org:port/",
        "https://[::1/",
        "mailto:nobody",
        "ftp://example.org/x",
    ],
)
def test_addresses_that_are_no_safe_links_are_refused(address):
    with pytest.raises(ValidationError, match="https://"):
        validate_web_address(address)
