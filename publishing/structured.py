"""The words of https://schema.org that every noun needs: only what the register knows."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dates.partial import Qualifier

from .cited import cite_live
from .facts import Facts
from .heads import absolute

CONTEXT = "https://schema.org"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def without_gaps(facts):
    """What is not known is left out, not said to be empty."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def permanent_address(record):
    """The address by which others name the record: it outlives every change of its title."""
    return absolute(f"/id/{record.identifier}") if record.identifier else None


def exact_date(dated):
    """An ISO 8601 date as exact as its source; None for "by", "after", "about" and unknown ones."""
    exact = dated is not None and dated.date and dated.date_qualifier == Qualifier.ON
    return dated.date if exact else None


def in_role(name, role, value):
    """The value of a property in a role, https://schema.org/Role"""
    return {"@type": "Role", "roleName": str(role), name: value}


def named_value(name, value):
    return {"@type": "PropertyValue", "propertyID": str(name), "value": value}


def describe_page_of(record):
    """What the register itself says: version, licence and sources are those of its page.

    Of a record with a permanent identifier; reads the live version and the sources.
    """
    cited = cite_live(record)
    facts = Facts(record.citations.with_source())
    return without_gaps(
        {
            "@type": "WebPage",
            "@id": absolute(record.get_absolute_url()),
            "name": record.display_title,
            "identifier": record.identifier,
            "version": cited and str(cited.number),
            "archivedAt": cited and cited.address,
            "datePublished": moment(record.published_at),
            "dateModified": cited and moment(cited.version.published_at),
            "creativeWorkStatus": withdrawal_of(record),
            "inLanguage": "en-GB",
            "license": LICENCE,
            "isPartOf": {
                "@type": "WebSite",
                "@id": f"{settings.SITE_URL}/",
                "name": _("Fusion Cooperation Register"),
            },
            "publisher": {"@type": "Organization", "name": _("UK Fusion Cluster")},
            "citation": [describe_source(cited.source) for cited in facts.sources],
            "mentions": [describe_source(citation.source) for citation in facts.coverage],
        }
    )


def withdrawal_of(record):
    """A sentence that says so, of a record that was withdrawn."""
    if not record.is_withdrawn:
        return None
    day = date_format(timezone.localdate(record.withdrawn_at), "j F Y")
    words = {"day": day, "reason": record.withdrawn_reason}
    return _("Withdrawn on %(day)s: %(reason)s") % words


def describe_source(source):
    publisher = {"@type": "Organization", "name": source.publisher} if source.publisher else None
    return without_gaps(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": source.url,
            "publisher": publisher,
            "datePublished": exact_date(source),
            "inLanguage": source.language,
        }
    )


def moment(at):
    return at.isoformat(timespec="seconds") if at else None
