"""An organisation in the shapes of the API, as it is today or was on a day."""

from django.db.models import Prefetch, prefetch_related_objects

from api.records import read_live_versions
from api.shapes import Theme, Version, Withdrawal, cited_in, names_of, text_of
from dates.spans import held_on
from publishing.facts import of_shown_rows
from publishing.heads import absolute
from themes.models import Theme as ThemeRecord

from . import shapes
from .held import rows_held_on, show_as_on
from .relations import read_relations
from .shapes import SECTION, OrganisationNamed


def summary_of(organisation):
    return {
        **names_of(organisation, SECTION),
        "name": organisation.name,
        "acronym": organisation.acronym,
        "native_name": organisation.native_name,
        "native_name_language": organisation.native_name_language,
        "kind": organisation.kind,
        "status": organisation.status,
        "country": organisation.country.code or None,
        "website": organisation.website or None,
        "summary": organisation.summary,
        "themes": [Theme.of(theme) for theme in organisation.themes.all()],
        "version": Version.of(organisation.live_version),
    }


def read_summary(organisation, as_of):
    return shapes.OrganisationSummary(**summary_of(organisation))


def read_organisation(organisation, as_of):
    by = as_of.given
    themes = Prefetch("themes", ThemeRecord.objects.published().in_order())
    prefetch_related_objects([organisation], "names", "sites", "identifiers", themes)
    read_live_versions([organisation])
    relations = read_relations(organisation, by)
    above = [other for other in (organisation.parent, organisation.successor) if other]
    show_as_on(by, [organisation, *above])
    names = rows_held_on(by, organisation.names.all(), "held_from", "held_until")
    return shapes.Organisation(
        **summary_of(organisation),
        **cited_in(citations_of(organisation, names, by)),
        body=text_of(organisation.body),
        withdrawn=Withdrawal.of(organisation),
        parent=public_or_none(organisation.parent),
        # Before it ended nothing had come after it.
        successor=None if organisation.went_on else public_or_none(organisation.successor),
        predecessors=[OrganisationNamed.of(other) for other in relations.predecessors],
        parts=[OrganisationNamed.of(other) for other in relations.parts],
        names=[further_name_of(name) for name in names],
        sites=[site_of(each) for each in organisation.sites.all()],
        memberships=[membership_of(body) for body in relations.memberships],
        identifiers=[identifier_of(each) for each in organisation.identifiers.all()],
        logo=logo_of(organisation),
    )


def citations_of(organisation, names, by):
    """On an earlier day without those of names and memberships of other days."""
    citations = organisation.citations.with_source()
    if by is None:
        return citations
    bodies = organisation.memberships.filter(held_on(by, "since", "until"))
    shown = {
        "names": {str(name.pk) for name in names},
        "memberships": {str(key) for key in bodies.values_list("pk", flat=True)},
    }
    return of_shown_rows(citations, shown)


def public_or_none(organisation):
    public = organisation and organisation.is_published
    return OrganisationNamed.of(organisation) if public else None


def further_name_of(name):
    return shapes.FurtherName(
        id=name.pk,
        name=name.name,
        kind=name.kind,
        language=name.language,
        held_from=name.held_from,
        held_until=name.held_until,
    )


def site_of(site):
    return shapes.Site(
        id=site.pk,
        kind=site.kind,
        name=site.name,
        place=site.place,
        country=site.country.code or None,
        latitude=site.latitude,
        longitude=site.longitude,
    )


def membership_of(body):
    """`body`: an organisation as relations.read_relations() has it."""
    return shapes.Membership(
        id=body.row,
        body=OrganisationNamed.of(body),
        since=body.since,
        until=body.until,
        note=body.note,
    )


def identifier_of(identifier):
    return shapes.OrganisationIdentifier(
        scheme=identifier.scheme,
        value=identifier.value,
        address=identifier.web_address or None,
    )


def logo_of(organisation):
    if not organisation.logo:
        return None
    return shapes.Logo(address=absolute(organisation.logo.url), credit=organisation.logo_credit)
