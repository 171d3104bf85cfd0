"""What the cells of one row say, put together."""

from functools import partial
from operator import itemgetter

from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.vocabulary import AmountQualifier, DocumentKind
from dates.partial import PartialDate
from imports.cleaned import Cited, RowRefused, told_apart
from publishing.models import Source
from publishing.ordering import fold

from .fitting import natural_key

EVENTS = ("announced", "initialled", "signed", "in_effect", "expires", "terminated")
DATED = itemgetter("date", "date_qualifier")
NOT_KNOWN = "not_known"
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
    return RowRefused(sentence, column, said(values[column]), label=values["title"])


def said(value):
    return str(PartialDate(value["date"], value["date_qualifier"]) if "date" in value else value)


def events_of(values):
    """Those in full first; a column for a date may repeat one of them, and adds the others."""
    found = list(values.get("events", ()))
    for code in EVENTS:
        event = event_of(code, values)
        if event is None:
            continue
        same = [row for row in found if row["code"] == code and not row["planned"]]
        if not same:
            found.append(event)
        elif not any(DATED(row) == DATED(event) for row in same):
            raise refused(_("The column “events” gives another date."), code, values)
    return told_apart(found, partial(natural_key, "events"))


def event_of(code, values):
    """The row of a column for a date and the qualifier beside it, or None."""
    qualifier = values.get(f"{code}_qualifier")
    if code in values:
        qualified = qualifier and qualifier != NOT_KNOWN and values[code]["date"]
        date = {**values[code], **({"date_qualifier": qualifier} if qualified else {})}
    elif qualifier == NOT_KNOWN:
        date = {"date": "", "date_qualifier": "on", "date_note": ""}
    elif qualifier:
        raise refused(_("There is no date."), f"{code}_qualifier", values)
    else:
        return None
    return {"code": code, "planned": False, **date}


def documents_of(values):
    """Those in full, and the one of the columns for a document that is not among them."""
    found = list(values.get("documents", ()))
    if "document_url" not in values:
        for name in ("document_title", "document_kind"):
            if name in values:
                raise refused(_("There is no address of a document."), name, values)
    elif values["document_url"] not in [row["url"] for row in found]:
        found.append(
            {
                "kind": values.get("document_kind") or DocumentKind.TEXT.value,
                "title": values.get("document_title") or values["title"],
                "url": values["document_url"],
            }
        )
    for row in found:
        row["title"] = row["title"] or values["title"]
    return told_apart(found, partial(natural_key, "documents"))


def identifiers_of(values):
    rows = [{"scheme": scheme, "value": value} for scheme, value in values.get("identifiers", [])]
    return {natural_key("identifiers", row): row for row in rows}


def cited_in(values):
    if "sources" in values:
        return tuple(values["sources"])
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
