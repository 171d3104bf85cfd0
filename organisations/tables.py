"""Organisations as a table: a row each, in the columns that import_organisations reads."""

from django.utils.translation import gettext_lazy as _

from exports.tables import (
    ADDRESS,
    CODE,
    CODES,
    DATE,
    MARKUP,
    NUMBER,
    SEVERAL,
    WHOLE_NUMBER,
    Column,
    Table,
)

from .table_rows import read_organisations

COLUMNS = (
    Column("identifier", _("Its permanent identifier."), CODE),
    Column("slug", _("The last part of the address of its page."), CODE),
    Column("url", _("The address of its page."), ADDRESS),
    Column("name", _("Its name in English, or as it writes itself.")),
    Column("acronym", _("Such as UKAEA.")),
    Column("native_name", _("Its name in its own language.")),
    Column("native_name_language", _("The language of that name."), CODE),
    Column("kind", _("The kind of organisation."), CODE),
    Column("status", _("active, dissolved or merged."), CODE),
    Column("country", _("ISO 3166-1; XX for an international body. Empty: it is not known."), CODE),
    Column("parent", _("The identifier of what it is part of."), CODE),
    Column("parent_name", _("The name of that organisation.")),
    Column("successor", _("The identifier of what has succeeded it."), CODE),
    Column("successor_name", _("The name of that organisation.")),
    Column("website", _("Its own site."), ADDRESS),
    Column("summary", _("What it is, in a sentence.")),
    Column("body", _("More about it, in HTML."), MARKUP),
    Column("aliases", _("What else it is called."), SEVERAL),
    Column("former_names", _("What it was called once."), SEVERAL),
    Column(
        "names",
        _(
            "All further names in full, where the two columns before do not say it all: "
            "kind | name | language | held from | held until."
        ),
        SEVERAL,
    ),
    Column("place", _("The town of the first site that has one.")),
    Column("latitude", _("Of that site."), NUMBER),
    Column("longitude", _("Of that site."), NUMBER),
    Column(
        "sites",
        _(
            "All sites in full, where the place does not say it all: "
            "kind | name | place | country | latitude | longitude."
        ),
        SEVERAL,
    ),
    Column("members_of", _("Identifiers of the bodies that it is a member of."), CODES),
    Column("members_of_names", _("The names of those bodies."), SEVERAL),
    Column(
        "memberships",
        _("The same in full, where more is known: identifier | since | until | note."),
        SEVERAL,
    ),
    Column("ror", _("Its number in ROR."), CODE),
    Column("wikidata", _("Its number in Wikidata."), CODE),
    Column("isni", _("Its number in ISNI."), CODE),
    Column("lei", _("Its Legal Entity Identifier."), CODE),
    Column("companies_house", _("Its number in Companies House."), CODE),
    Column("govuk", _("The last part of the address of its page on GOV.UK."), CODE),
    Column("identifiers", _("Further numbers, each behind its register: wikidata: Q1."), SEVERAL),
    Column("themes", _("Codes of its themes."), CODES),
    Column("agreement_count", _("How many public agreements it has a part in."), WHOLE_NUMBER),
    Column("source_url", _("The address of its first source."), ADDRESS),
    Column("source_title", _("The title of that source.")),
    Column("source_publisher", _("Its publisher.")),
    Column("source_date", _("Its date, as exact as it is known."), DATE),
    Column("source_language", _("Its language."), CODE),
    Column(
        "sources",
        _(
            "All sources in full, where that one does not say it all: title | address | "
            "publisher | date | language | note | note on the date."
        ),
        SEVERAL,
    ),
)
TABLE = Table("organisations", _("Organisations"), COLUMNS, read_organisations)
