"""The tables of a data package: which file holds which model, and its columns in order.

How a cell reads follows from the model's field of the same name.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import models

from agreements.models import (
    Agreement,
    Document,
    Event,
    Link,
    Milestone,
    Party,
    Signatory,
)
from agreements.models.children import Identifier as AgreementIdentifier
from news.models import Article
from organisations.models import Identifier, Membership, Name, Organisation, Site
from publishing.models import Change, Citation, NumberedRecord, Page, Record, Redirect, Source
from publishing.models import Version as PublicVersion
from themes.models import Theme

# The first that fits names the sort; what fits none is text.
SORTS = (
    (models.UUIDField, "key"),
    (models.BooleanField, "boolean"),
    (models.DecimalField, "decimal"),
    (models.DateTimeField, "moment"),
    (models.DateField, "day"),
    (models.IntegerField, "number"),
    (models.JSONField, "snapshot"),
    (models.ManyToManyField, "references"),
    (models.ForeignKey, "reference"),
    (models.FileField, "file"),
)


@dataclass(frozen=True)
class Column:
    name: str
    sort: str
    field: models.Field | None = None
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """`extra` columns may be missing from a package; all are written."""

    name: str
    model: type
    names: str
    extra: str = ""
    optional: bool = False

    @property
    def file(self):
        return f"{self.name}.csv"

    @property
    def owner(self):
        """The column that says to which record a row belongs."""
        return getattr(self.model, "owner_field", None) or "record"

    @cached_property
    def columns(self):
        extra = self.extra.split()
        return [self.column(name, name in extra) for name in [*self.names.split(), *extra]]

    def column(self, name, optional):
        if name in OF_ANY_RECORD:
            return Column(name, OF_ANY_RECORD[name])
        field = self.model._meta.get_field(name)
        sort = next((sort for kind, sort in SORTS if isinstance(field, kind)), "text")
        return Column(name, sort, field, optional)

    def holds(self, name):
        return any(column.name == name for column in self.columns)


# Columns that no field of the table's model stands for: a reference to a record of any kind, the
# number of its version, the name of its model and its permanent identifier.
OF_ANY_RECORD = {"record": "record", "version": "number", "model": "text"}
WITHDRAWAL = "withdrawn_at withdrawn_reason"

SOURCES = Table(
    "sources",
    Source,
    "id title url publisher date date_qualifier date_note language accessed_on note",
)
THEMES = Table("themes", Theme, "id slug name parent description position", WITHDRAWAL)
ORGANISATIONS = Table(
    "organisations",
    Organisation,
    "id identifier slug name acronym native_name native_name_language kind status country parent "
    "successor website summary body themes",
    f"logo logo_credit {WITHDRAWAL}",
)
AGREEMENTS = Table(
    "agreements",
    Agreement,
    "id identifier slug title kind legal_character level summary body place place_country "
    "duration_stated amount currency amount_qualifier no_public_text end_statement not_known "
    "themes",
    f"feature_headline {WITHDRAWAL}",
)
ARTICLES = Table(
    "articles",
    Article,
    "id identifier slug title kind summary body date date_qualifier date_note publisher "
    "publisher_organisation original_url language agreements organisations themes",
    f"lead_image lead_image_alt lead_image_credit {WITHDRAWAL}",
)
PAGES = Table("pages", Page, "id slug title summary body", WITHDRAWAL)

# In the order in which they are made: each names only what stands before it, or its own kind.
RECORDS = [THEMES, ORGANISATIONS, AGREEMENTS, ARTICLES, PAGES]
CHILDREN = [
    Table(
        "organisation_names",
        Name,
        "id organisation position kind name language held_from held_until",
    ),
    Table(
        "organisation_sites",
        Site,
        "id organisation position kind name place country latitude longitude",
    ),
    Table("organisation_memberships", Membership, "id organisation position body since until note"),
    Table("organisation_identifiers", Identifier, "id organisation position scheme value"),
    Table(
        "events",
        Event,
        "id agreement position code planned date date_qualifier date_note note",
    ),
    Table("parties", Party, "id agreement position organisation role name_at_signing note"),
    Table("signatories", Signatory, "id agreement position party name office note"),
    Table("links", Link, "id agreement position kind to_agreement note"),
    Table(
        "milestones",
        Milestone,
        "id agreement position kind text place date date_qualifier date_note organisations note",
    ),
    Table("documents", Document, "id agreement position kind title url language note", "file"),
    Table("agreement_identifiers", AgreementIdentifier, "id agreement position scheme value"),
    Table("citations", Citation, "id record position source fact value place checked_on"),
]
CITATIONS = CHILDREN[-1]
VERSIONS = Table(
    "versions", PublicVersion, "record number published_at note minor snapshot", optional=True
)
CHANGES = Table("changes", Change, "record at kind version note minor", optional=True)
REDIRECTS = Table("redirects", Redirect, "record slug created_at", optional=True)
TAKEN_BACK = Table(
    "taken_back", Organisation, "identifier model slug unpublished_at", optional=True
)
# Its key stays, because old versions name it; `merged_into` is where readers are led today.
MERGED = Table(
    "merged_organisations",
    Organisation,
    "id identifier slug name merged_into unpublished_at",
    optional=True,
)
HISTORY = [VERSIONS, CHANGES, REDIRECTS, TAKEN_BACK, MERGED]
GONE = [TAKEN_BACK, MERGED]
CONTENT = [SOURCES, *RECORDS, *CHILDREN]
TABLES = [*CONTENT, *HISTORY]


def reference_field(model):
    """The field by which other rows name a row of this model."""
    if issubclass(model, NumberedRecord):
        return "identifier"
    return "slug" if issubclass(model, Record) else "id"


def reference_to(row):
    return str(getattr(row, reference_field(type(row))))


def record_reference(record):
    """Names a record of any kind: AG-0006, theme:magnets, page:about."""
    own = reference_to(record)
    return own if record.identifier_prefix else f"{record._meta.model_name}:{own}"


def table_of(model):
    return next(table for table in TABLES if table.model is model)
