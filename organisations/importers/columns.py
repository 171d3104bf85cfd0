"""The columns of a table of organisations."""

from django.utils.translation import gettext_lazy as _

from imports.tables import Column

COLUMNS = (
    Column("identifier", _("The permanent identifier of one that is here, such as ORG-0012.")),
    Column("slug", _("The last part of its address; with --keep-identifiers new records keep it.")),
    Column("key", _("Your own name of the row. A later file finds its record again by it.")),
    Column("name", _("Its name in English, or as it writes itself."), required=True),
    Column("acronym", _("Such as UKAEA.")),
    Column("native_name", _("Its name in its own language.")),
    Column("native_name_language", _("The language of that name, such as ja.")),
    Column("kind", _("A kind of organisation: company, university, government_department …")),
    Column("status", _("active, dissolved or merged. Empty: active.")),
    Column("country", _("A code or a name: GB, Japan. International bodies: not applicable.")),
    Column("parent", _("What it is part of: an identifier, a ROR number, a name or an acronym.")),
    Column("successor", _("What has succeeded it, named in the same way.")),
    Column("website", _("Its address, beginning with https://.")),
    Column("summary", _("One sentence of your own, at most 200 characters.")),
    Column("body", _("More about it. Plain text or simple HTML.")),
    Column("aliases", _("What else it is called; several separated by semicolons.")),
    Column("former_names", _("What it was called once; several separated by semicolons.")),
    Column(
        "names",
        _(
            "What else it is called, in full: kind | name | language | held from | held until. "
            "What stands in the two columns before need not be repeated."
        ),
    ),
    Column("place", _("The town where it sits.")),
    Column("latitude", _("Of that place, such as 51.659.")),
    Column("longitude", _("Of that place, such as -1.228.")),
    Column(
        "sites",
        _("Where it is, in full: kind | name | place | country | latitude | longitude."),
    ),
    Column("members_of", _("Bodies that it is a member of: UK Fusion Cluster; J-Fusion.")),
    Column("memberships", _("The same in full: body | since | until | note.")),
    Column("ror", _("Its ROR number, such as 0361bwx64, or the address.")),
    Column("wikidata", _("Its Wikidata number, such as Q615775.")),
    Column("isni", _("Its ISNI, such as 0000 0001 2103 2683.")),
    Column("lei", _("Its Legal Entity Identifier.")),
    Column("companies_house", _("Its company number in the United Kingdom.")),
    Column("govuk", _("The last part of the address of its page on GOV.UK.")),
    Column("identifiers", _("Further numbers, each behind its register: wikidata: Q615775.")),
    Column("themes", _("Codes or names of themes; several separated by semicolons.")),
    Column("source_url", _("The address of the page that says so.")),
    Column("source_title", _("The title of that page.")),
    Column("source_publisher", _("Who published it.")),
    Column("source_date", _("When, as exactly as it says: 2025-06, 19 June 2025.")),
    Column("source_language", _("The language of that page: en, ja.")),
    Column(
        "sources",
        _(
            "All sources in full, in place of that page: title | address | publisher | date | "
            "language | note | note on the date."
        ),
    ),
)
# What the register's own files say for others to read.
PASSED_OVER = ("url", "parent_name", "successor_name", "members_of_names", "agreement_count")
SCHEMES = ("ror", "wikidata", "isni", "lei", "companies_house", "govuk")
