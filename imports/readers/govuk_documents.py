"""One document of the GOV.UK Content API as plain values.

https://content-api.publishing.service.gov.uk/, and the shape of each type of document:
https://docs.publishing.service.gov.uk/content-schemas.html
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns

from . import govuk_details
from . import govuk_values as values
from .govuk_details import Image, Withdrawal
from .govuk_kinds import ARTICLE, GONE, ORGANISATION, OTHER, REDIRECT, SOURCE, kind_of, reason_of
from .govuk_organisations import OrganisationFacts, organisation_facts, organisations_of

VERSION = 1
DESCRIBING = {ARTICLE, SOURCE, ORGANISATION}
LOCALE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
# GOV.UK's own code for Dari.
LANGUAGES = {"dr": "prs"}


@dataclass(frozen=True)
class Document:
    """A document whose every value is checked; "" or None stands for what it does not say.

    `kind` is one of article, source, organisation, redirect, gone and other. Translations share
    the content id: the key is the path with the locale.
    """

    kind: str
    key: str
    document_type: str
    base_path: str
    web_url: str
    content_id: str
    locale: str
    language: str
    title: str = ""
    description: str = ""
    body: str = ""
    first_published: str = ""
    updated: str = ""
    # The day on which a speech was held.
    delivered: str = ""
    change_history: tuple = ()
    withdrawn: Withdrawal | None = None
    image: Image | None = None
    image_credit: str = ""
    organisations: tuple = ()
    # The government that published it, and whether another one has followed.
    government: str = ""
    is_of_former_government: bool = False
    organisation: OrganisationFacts | None = None
    # Where a redirect, or a page that is gone, sends its readers.
    leads_to: str = ""
    # Why a page is gone, or why a document of another kind is not imported.
    reason: str = ""


def read_document(document):
    """Raises ValidationError, with a sentence, for all that is no document of the Content API."""
    if not isinstance(document, dict):
        raise ValidationError(_("It is not a document: it should be an object."))
    identity = identity_of(document)
    read = {REDIRECT: redirect, GONE: gone, OTHER: other}.get(identity["kind"], described)
    return Document(**identity, **read(document, identity))


def identity_of(document):
    names = values.text_at(document, "schema_name"), values.text_at(document, "document_type")
    if not any(names) and not document.get("links"):
        message = _("It is not a document of the GOV.UK Content API: it has no document type.")
        raise ValidationError(message)
    kind = OTHER if is_cancelled(document) else kind_of(*names)
    base_path = values.path_at(document, "base_path")
    content_id = values.content_id_at(document, "content_id")
    needs_path = kind in {*DESCRIBING, REDIRECT} or (kind == GONE and not content_id)
    if needs_path and not base_path:
        raise ValidationError(_("It has no path: “base_path” is missing."))
    locale = locale_of(document)
    return {
        "kind": kind,
        "key": f"{base_path or content_id}:{locale}",
        "document_type": names[1] or names[0],
        "base_path": base_path,
        "web_url": values.address_of(base_path, "base_path"),
        "content_id": content_id,
        "locale": locale,
        "language": language_of(locale),
    }


def is_cancelled(document):
    """Whether it announces statistics that will not come."""
    return values.raw_text_at(values.mapping_at(document, "details"), "state") == "cancelled"


def locale_of(document):
    locale = values.raw_text_at(document, "locale") or "en"
    if not LOCALE.fullmatch(locale):
        raise ValidationError(_("“locale” should be the code of a language."))
    return locale


def language_of(locale):
    """The register's code of the language: without the region where it knows no such region."""
    for code in (LANGUAGES.get(locale, locale), locale.partition("-")[0]):
        try:
            return columns.language(code)
        except ValidationError:
            continue
    return ""


def described(document, identity):
    details = values.mapping_at(document, "details")
    title = values.title_at(document, "title")
    if not title:
        raise ValidationError(_("It has no title."))
    image, credit = govuk_details.image_of(details)
    government, is_former = govuk_details.government_of(document, details)
    is_organisation = identity["kind"] == ORGANISATION
    return {
        "title": title,
        "description": values.words_at(document, "description"),
        "body": values.rich_text_at(details, "body", base=identity["web_url"]),
        "first_published": govuk_details.first_published(document, details),
        "updated": govuk_details.updated(document, details),
        "delivered": values.day_at(details, "delivered_on"),
        "change_history": govuk_details.change_history(details),
        "withdrawn": govuk_details.withdrawal(document, details),
        "image": image,
        "image_credit": credit,
        "organisations": () if is_organisation else organisations_of(document),
        "government": government,
        "is_of_former_government": is_former,
        "organisation": organisation_facts(document) if is_organisation else None,
    }


def redirect(document, identity):
    destinations = [
        values.address_at(rule, "destination")
        for rule in values.mappings_at(document, "redirects")
        if rule.get("path") == identity["base_path"]
    ]
    return {"leads_to": destinations[0] if destinations else ""}


def gone(document, identity):
    details = values.mapping_at(document, "details")
    return {
        "leads_to": values.address_at(details, "alternative_path"),
        "reason": values.words_at(details, "explanation"),
    }


def other(document, identity):
    names = values.text_at(document, "schema_name"), values.text_at(document, "document_type")
    if not any(names):
        return {"reason": _("It lists the links of a document, not the document.")}
    if is_cancelled(document):
        return {"reason": _("The statistics that it announces are cancelled.")}
    return {"title": values.title_at(document, "title"), "reason": reason_of(*names)}
