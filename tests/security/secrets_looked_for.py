"""What a secret looks like that somebody has committed by mistake."""

import re

SECRETS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "a key of Amazon": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of GitHub": r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{60,})",
    "a token of GitLab": r"\bglpat-[0-9A-Za-z_-]{20}",
    "a token of Slack": r"\bxox[abeprs]-[0-9A-Za-z-]{20,}",
    "a token of PyPI": r"\bpypi-[0-9A-Za-z_-]{60,}",
    "a key of Stripe": r"\b[rs]k_live_[0-9A-Za-z]{16,}",
    "a signed token": r"\beyJ[0-9A-Za-z_-]{15,}\.eyJ[0-9A-Za-z_-]{15,}\.[0-9A-Za-z_-]{15,}",
    "an address of Sentry": r"https://[0-9a-f]{32}@",
    "a SECRET_KEY": r"SECRET_KEY[\"']?\s*[=:]\s*[\"']?[^\s\"'$`{(<…]{40,}",
    "a key that Django made": r"django-insecure-\S{20}",
    "a password in an address": r"\b[a-z][a-z0-9+]*://[^\s/:@'\"{}$<>]+:(?![Pp]assword@|word@|secret@|SECRET@|pw@)[^\s/@'\"{}$<>…]{6,}@",
}
PATTERNS = {what: re.compile(pattern) for what, pattern in SECRETS.items()}


def secrets_in(text):
    """What of the above stands in a text."""
    return [what for what, pattern in PATTERNS.items() if pattern.search(text)]
