"""Organisations from documents of GOV.UK's Content API.

https://docs.publishing.service.gov.uk/content-schemas/organisation.html
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns as cells
from imports.cleaned import Cited, Cleaned, RowRefused
from imports.readers.govuk_documents import read_document
from imports.readers.govuk_kinds import ARTICLE, GONE, ORGANISATION, REDIRECT, SOURCE
from imports.registry import importer
from organisations.identifier_schemes import validate_identifier
from organisations.match_keys import match_key
from organisations.matching import references
from organisations.vocabulary import Kind, Status
from publishing.ordering import fold

from .base import OrganisationImporter
from .linking import put

PATH = "/government/organisations/"
# Only where a type leaves one of the register's kinds.
KINDS = {
    "ministerial_department": Kind.GOVERNMENT_DEPARTMENT,
    "non_ministerial_department": Kind.GOVERNMENT_DEPARTMENT,
    "executive_agency": Kind.EXECUTIVE_AGENCY,
    "devolved_administration": Kind.REGIONAL_GOVERNMENT,
    "devolved_government": Kind.REGIONAL_GOVERNMENT,
}
LONGEST_NAME, LONGEST_ACRONYM, LONGEST_ADDRESS = 300, 40, 500


@importer
class GovukOrganisationImporter(OrganisationImporter):
    name = "organisations.govuk"
    formats = ("govuk",)
    own_origin = "https://www.gov.uk/"

    def clean(self, raw):
        try:
            document = read_document(raw.values)
        except ValidationError as error:
            raise RowRefused(" ".join(error.messages), label=self.label_of(raw)) from error
        if document.kind != ORGANISATION:
            raise RowRefused(why_not(document), "document_type", document.document_type)
        if document.locale != "en":
            words = _("It is a translation. Import the English page.")
            raise RowRefused(words, "locale", document.locale)
        try:
            return cleaned_row(raw.number, document)
        except ValidationError as error:
            raise RowRefused(" ".join(error.messages), "title", document.title[:100]) from error

    def label_of(self, raw):
        return str(raw.values.get("title") or raw.values.get("base_path") or "")[:100]

    def link(self, rows, targets):
        """What GOV.UK names and neither the source nor the register has is left out."""
        here = references({text for row in rows for one in named(row) for text in one[2]})
        for row in rows:
            for column, key, texts in named(row):
                if key in targets:
                    put(row, column, targets[key])
                    continue
                known = [here[text] for text in texts if not isinstance(here[text], RowRefused)]
                if known:
                    put(row, column, known[0])
        return {}

    def fit(self, row, standing, said=None):
        row = super().fit(row, standing, said)
        for name in ("kind", "website"):
            if standing["fields"].get(name) and name not in (said or {}).get("fields", {}):
                row.fields.pop(name, None)
        return row


def why_not(document):
    """The sentence for a document that describes no organisation."""
    words = {
        ARTICLE: _("It is an article or a speech. import_news reads it."),
        SOURCE: _("It is a publication. import_news keeps it as a source."),
        GONE: _("The page is gone. %(reason)s") % {"reason": document.reason},
        REDIRECT: _("It leads to %(address)s. Import that page.") % {"address": document.leads_to},
    }
    return words.get(document.kind, document.reason).strip()


def cleaned_row(number, document):
    """Raises ValidationError."""
    facts = document.organisation
    name, slug = cells.text(document.title, LONGEST_NAME), slug_of(document.base_path)
    # What GOV.UK calls an acronym may be a short name: "Number 10".
    is_acronym = " " not in facts.acronym and len(facts.acronym) <= LONGEST_ACRONYM
    short = cells.text(facts.acronym, LONGEST_NAME)
    alias = short if short and not is_acronym and match_key(short) != match_key(name) else ""
    fields = {
        "name": name,
        "acronym": short if is_acronym else "",
        "kind": KINDS.get(facts.type, Kind.OTHER).value,
        "status": status_of(facts),
        "country": "GB",
        "website": facts.website or document.web_url,
    }
    children = {
        "identifiers": {"govuk": {"scheme": "govuk", "value": slug}} if slug else {},
        "names": {fold(alias): {"kind": "alias", "name": alias}} if alias else {},
    }
    return Cleaned(
        number=number,
        key=document.key,
        label=name,
        fields={field: value for field, value in fields.items() if value},
        children=children,
        identity={
            "identifiers": {"govuk": [slug]} if slug else {},
            "names": [name],
            "aliases": [alias] if alias else [],
            "acronyms": [short] if short and is_acronym else [],
            "country": "GB",
            "website": fields["website"],
        },
        references=references_of(facts),
        cited=(cited(document, name),),
    )


def cited(document, name):
    date = document.updated or document.first_published
    page = {"url": document.web_url[:LONGEST_ADDRESS], "publisher": "GOV.UK", "language": "en"}
    return Cited(title=name, date=date, **page)


def slug_of(path):
    """GOV.UK's own name of an organisation: courts and embassies have their pages elsewhere."""
    slug = path.removeprefix(PATH)
    try:
        validate_identifier("govuk", slug)
    except ValidationError:
        return ""
    return slug


def status_of(facts):
    if facts.status == "merged":
        return Status.MERGED.value
    return (Status.DISSOLVED if facts.is_closed else Status.ACTIVE).value


def references_of(facts):
    """{column: [path, title]}; where GOV.UK names several, none is chosen."""
    found = {"parent": facts.parents, "successor": facts.successors}
    return {
        column: [others[0].base_path, others[0].title]
        for column, others in found.items()
        if len(others) == 1
    }


def named(row):
    """(column, the source's key, texts that name it) of each organisation that the row names."""
    for column, (path, title) in row.references.items():
        address = f"https://www.gov.uk{path}" if path.startswith(PATH) else ""
        yield column, f"{path}:en", [text for text in (address, title) if text]
