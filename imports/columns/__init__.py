"""One untidy cell to the plain value that a snapshot holds.

Each function takes what a reader gave (text, None, or a value of JSON), returns the plain value,
and raises ValidationError with one sentence; the caller adds the place.
"""

from .days import instant_day, partial_date
from .figures import boolean, money_amount, number, whole_number
from .markup import plain_text, rich_text, visible
from .words import code, language, several, text, web_address

__all__ = [
    "boolean",
    "code",
    "instant_day",
    "language",
    "money_amount",
    "number",
    "partial_date",
    "plain_text",
    "rich_text",
    "several",
    "text",
    "visible",
    "web_address",
    "whole_number",
]
