"""What the cells of one row say, put together."""

from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.vocabulary import AmountQualifier, DocumentKind
from imports.cleaned import Cited, RowRefused
from publishing.models import Source
from publishing.ordering import fold

from .fitting import natural_key

EVENTS = ("announced", "initialled", "signed", "in_effect", "expires", "terminated")
LONGEST_KEY = 300


def longest(name, model=Agreement):
    return model._meta.get_field(name).max_length


def key_of(values):
    """The source's own; else what tells one agreement from another."""
    own = values.get("key") or values.get("identifier")
    if own:
        return own
    dated = values.get("signed") or values.get("announced") or {}
    return f"{fold(values['title'])[:LONGEST_KEY]}|{dated.get('date', '')}"


def amount_of(values):
    if "amount" not in values:
        for name in ("currency", "amount_qualifier"):
            if name in values:
                raise refused(_("There is no amount."), name, values)
        return {}
    if "currency" not in values:
        raise refused(_("Give the currency of the amount."), "amount", values)
    exact = values.get("amount_qualifier") or AmountQualifier.EXACTLY.value
    return {
        "amount": values["amount"],
        "currency": values["currency"],
        "amount_qualifier": exact,
    }


def refused(sentence, column, values):
    return RowRefused(sentence, column, str(values[column]), label=values["title"])


def events_of(values):
    rows = [{"code": code, "planned": False, **values[code]} for code in EVENTS if code in values]
    return {natural_key("events", row): row for row in rows}


def documents_of(values):
    if "document_url" not in values:
        for name in ("document_title", "document_kind"):
            if name in values:
                raise refused(_("There is no address of a document."), name, values)
        return {}
    row = {
        "kind": values.get("document_kind") or DocumentKind.TEXT.value,
        "title": values.get("document_title") or values["title"],
        "url": values["document_url"],
    }
    return {natural_key("documents", row): row}


def identifiers_of(values):
    rows = [{"scheme": scheme, "value": value} for scheme, value in values.get("identifiers", [])]
    return {natural_key("identifiers", row): row for row in rows}


def cited_in(values):
    url, title = values.get("source_url", ""), values.get("source_title", "")
    if not (url or title):
        return ()
    return (
        Cited(
            title=title or url[: longest("title", Source)],
            url=url,
            publisher=values.get("source_publisher", ""),
            date=values.get("source_date", ""),
            language=values.get("source_language", ""),
        ),
    )
