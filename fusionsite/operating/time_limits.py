"""How long a request waits for the database. Commands take the time that they need."""

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

LOCK_SECONDS = 10
# Between two statements of a transaction: a process that hangs would hold its locks for ever.
IDLE_SECONDS = 60


def limit_requests():
    """For connections that are opened from now on in this process."""
    seconds = settings.STATEMENT_TIMEOUT_SECONDS
    if not seconds:
        return
    database = connections.settings[DEFAULT_DB_ALIAS]
    options = database["OPTIONS"]
    waiting = min(LOCK_SECONDS, seconds)
    if database["ENGINE"].endswith("sqlite3"):
        # A reader never waits there; only who writes waits for who writes.
        options["timeout"] = waiting
    else:
        limits = {
            "statement_timeout": seconds,
            "lock_timeout": waiting,
            "idle_in_transaction_session_timeout": IDLE_SECONDS,
        }
        said = " ".join(f"-c {name}={value}s" for name, value in limits.items())
        options["options"] = f"{options.get('options', '')} {said}".strip()
