"""The organisations of a GOV.UK document: those it is linked to, and the one that it describes.

https://docs.publishing.service.gov.uk/content-schemas/organisation.html
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import govuk_values as values

OPEN = {"live", "exempt", "joining", "transitioning"}
CLOSED = {
    "changed_name", "closed", "devolved", "left_gov", "merged", "no_longer_exists", "replaced",
    "split", "superseded_by_devolved_administration",
}  # fmt: skip

LINKS = ("organisations", "worldwide_organisations", "primary_publishing_organisation")
LEAD_LINKS = ("emphasised_organisations", "lead_organisations", "primary_publishing_organisation")
PARENT_LINKS = ("ordered_parent_organisations", "sponsoring_organisations")
CHILD_LINKS = ("ordered_child_organisations",)
SUCCESSOR_LINKS = ("ordered_successor_organisations",)


class LinkedOrganisation(NamedTuple):
    """`identifier` is GOV.UK's own short one, such as D1197."""

    title: str
    base_path: str
    content_id: str
    identifier: str
    acronym: str
    is_lead: bool = False


@dataclass(frozen=True)
class OrganisationFacts:
    """What its own document says of an organisation; `type` and `status` are GOV.UK's codes."""

    name: str
    acronym: str
    name_on_logo: str
    status: str
    status_since: str
    website: str
    type: str
    identifier: str
    parents: tuple
    children: tuple
    successors: tuple

    @property
    def is_closed(self):
        return self.status in CLOSED


def linked_organisations(document, names=LINKS, leads=()):
    """Those under these names of the links, each once."""
    links = values.mapping_at(document, "links")
    found = {}
    for name in names:
        for value in values.list_at(links, name):
            organisation = linked_organisation(value, name)
            is_lead = organisation.content_id in leads
            key = organisation.base_path or organisation.content_id or organisation.title
            found.setdefault(key, organisation._replace(is_lead=is_lead))
    return tuple(found.values())


def linked_organisation(value, name):
    """Some documents give links as objects, some as content ids alone."""
    if isinstance(value, str):
        value = {"content_id": value}
    if not isinstance(value, dict):
        raise ValidationError(_("“%(name)s” should be a list of links.") % {"name": name})
    details = values.mapping_at(value, "details")
    return LinkedOrganisation(
        title=values.title_at(value, "title"),
        base_path=values.path_at(value, "base_path"),
        content_id=values.content_id_at(value, "content_id"),
        identifier=values.text_at(value, "analytics_identifier"),
        acronym=values.text_at(details, "acronym"),
    )


def organisations_of(document):
    """Lead ones first, in the order that the document gives them."""
    leads = leads_of(document)
    found = linked_organisations(document, LINKS, leads)
    order = {content_id: place for place, content_id in enumerate(leads)}
    return tuple(sorted(found, key=lambda linked: order.get(linked.content_id, len(order))))


def leads_of(document):
    details = values.mapping_at(document, "details")
    emphasised = {"emphasised_organisations": values.list_at(details, "emphasised_organisations")}
    leads = [
        *linked_organisations({"links": emphasised}, ["emphasised_organisations"]),
        *linked_organisations(document, LEAD_LINKS),
    ]
    return list(dict.fromkeys(lead.content_id for lead in leads if lead.content_id))


def organisation_facts(document):
    details = values.mapping_at(document, "details")
    status = values.mapping_at(details, "organisation_govuk_status")
    return OrganisationFacts(
        name=values.title_at(document, "title"),
        acronym=values.text_at(details, "acronym"),
        name_on_logo=values.words_at(values.mapping_at(details, "logo"), "formatted_title"),
        status=status_of(status),
        status_since=values.day_at(status, "updated_at"),
        website=values.address_at(status, "url"),
        type=values.text_at(details, "organisation_type"),
        identifier=values.text_at(document, "analytics_identifier"),
        parents=linked_organisations(document, PARENT_LINKS),
        children=linked_organisations(document, CHILD_LINKS),
        successors=linked_organisations(document, SUCCESSOR_LINKS),
    )


def status_of(holder):
    status = values.text_at(holder, "status")
    if status and status not in OPEN | CLOSED:
        raise ValidationError(_("“%(status)s” is no status that is known.") % {"status": status})
    return status
