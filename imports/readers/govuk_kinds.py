"""What the types of documents on GOV.UK are to the register.

https://docs.publishing.service.gov.uk/content-schemas.html
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ARTICLE = "article"
SOURCE = "source"
ORGANISATION = "organisation"
REDIRECT = "redirect"
GONE = "gone"
OTHER = "other"

NAMES = {
    ARTICLE: {
        "authored_article", "case_study", "fatality_notice", "government_response", "news_article",
        "news_story", "oral_statement", "press_release", "speech", "world_news_story",
        "written_statement",
    },
    SOURCE: {
        "answer", "call_for_evidence", "consultation", "corporate_information_page",
        "detailed_guide", "document_collection", "guide", "html_publication", "manual",
        "manual_section", "publication", "specialist_document", "statistical_data_set",
        "statistics_announcement", "worldwide_corporate_information_page",
    },
    ORGANISATION: {"organisation", "worldwide_organisation"},
    REDIRECT: {"redirect"},
    GONE: {"gone", "vanish"},
}  # fmt: skip
KINDS = {name: kind for kind, names in NAMES.items() for name in names}

REASONS = {
    "role": gettext_lazy("It is about an office that persons hold, not about an organisation."),
    "person": gettext_lazy("It is about a person, not about an organisation."),
    "topical_event": gettext_lazy("It gathers other pages about an event."),
    "world_index": gettext_lazy("It is a list of countries."),
    "world_location": gettext_lazy("It is about a country, not about an organisation."),
    "homepage": gettext_lazy("It is a list of other pages."),
    "organisations_homepage": gettext_lazy("It is a list of other pages."),
    "ministers_index": gettext_lazy("It is a list of persons."),
    "finder": gettext_lazy("It is a list of other pages."),
    "taxon": gettext_lazy("It is a list of other pages."),
}


def kind_of(schema_name, document_type):
    """The schema decides; the finer type counts where the schema is none of these."""
    return KINDS.get(schema_name) or KINDS.get(document_type) or OTHER


def reason_of(schema_name, document_type):
    """Why a document of another kind is not imported."""
    reason = REASONS.get(schema_name)
    name = document_type or schema_name
    return str(reason or _("Pages of the type “%(name)s” are not imported.") % {"name": name})
