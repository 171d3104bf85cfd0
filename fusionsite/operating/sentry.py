"""Faults told to Sentry, where an operator wants that: what broke and where, nothing else."""

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "environment", "transaction")
KEPT_OF_PLACES = ("filename", "abs_path", "module", "function", "lineno", "in_app")
KEPT_OF_PLACES += ("pre_context", "context_line", "post_context")


def start(dsn):
    sentry_sdk.init(
        dsn=dsn,
        before_send=without_persons,
        before_breadcrumb=lambda crumb, hint: None,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        server_name="register",
        # Those that are named here alone: others send arguments of commands, or the machine's name.
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            AtexitIntegration(callback=lambda pending, timeout: None),
            DedupeIntegration(),
            DjangoIntegration(transaction_style="url", middleware_spans=False, signals_spans=False),
            ExcepthookIntegration(),
            LoggingIntegration(level=None, event_level="ERROR"),
        ],
    )


def without_persons(event, hint):
    """A new event with what is known to be about code; the rest is not looked through but left."""
    from fusionsite.logs import discreet

    from .errands import current

    sent = {key: event[key] for key in KEPT if key in event}
    if errand := current.get():
        named = ("request", "run", "command", "method", "route")
        sent["tags"] = {key: text for key, text in errand.facts().items() if key in named and text}
    if message := message_of(event):
        sent["logentry"] = {"formatted": discreet(message)}
    if values := event.get("exception", {}).get("values"):
        words = words_by_type(hint)
        sent["exception"] = {"values": [exception_of(value, words) for value in values]}
    return sent


def message_of(event):
    entry = event.get("logentry", {})
    return entry.get("formatted") or entry.get("message") or ""


def words_by_type(hint):
    """The words that the log would have, by the name of the exception's type."""
    from fusionsite.logs import causes, words_of

    raised = (hint or {}).get("exc_info") or (None, None)
    return {type(each).__name__: words_of(each) for each in causes(raised[1])}


def exception_of(value, words):
    frames = value.get("stacktrace", {}).get("frames", [])
    places = [{key: frame[key] for key in KEPT_OF_PLACES if key in frame} for frame in frames]
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "value": words.get(value.get("type"), ""),
        "stacktrace": {"frames": places},
    }
