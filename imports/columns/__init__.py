"""One untidy cell to the plain value that a snapshot holds.

Each function takes what a reader gave (text, None, or a value of JSON), returns the plain value,
and raises ValidationError with one sentence; the caller adds the place.
"""

from .days import instant_day, partial_date, typed
from .figures import boolean, money_amount, number, whole_number
from .markup import plain_text, rich_text, visible
from .parts import apart, joined, several_apart, together
from .words import code, language, several, text, tidied, web_address

__all__ = [
    "apart",
    "boolean",
    "code",
    "instant_day",
    "joined",
    "language",
    "money_amount",
    "number",
    "partial_date",
    "plain_text",
    "rich_text",
    "several",
    "several_apart",
    "text",
    "tidied",
    "together",
    "typed",
    "visible",
    "web_address",
    "whole_number",
]
