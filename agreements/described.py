"""An agreement in the shapes of the API, as it stands today or stood on a day."""

from django.db.models import Prefetch, prefetch_related_objects

from api.records import read_live_versions
from api.shapes import Named, PartialDate, Theme, Version, Withdrawal, cited_in, names_of, text_of
from organisations.held import show_as_on
from organisations.shapes import OrganisationNamed
from publishing.facts import of_shown_rows
from publishing.heads import absolute
from themes.models import Theme as ThemeRecord

from . import shapes, words
from .connections import read_connections
from .known import name_parties_as_on, rows_shown
from .models import Milestone, Party
from .shapes import SECTION


def read_summary(agreement, as_of):
    return shapes.AgreementSummary(
        **summary_of(agreement, as_of.day),
        parties=[party_in_short(party) for party in agreement.parties.all()],
    )


def summary_of(agreement, day):
    """What a list and a record say alike; the parties differ."""
    return {
        **names_of(agreement, SECTION),
        "title": agreement.title,
        "kind": agreement.kind,
        "level": agreement.level,
        "legal_character": agreement.legal_character,
        "summary": agreement.summary,
        "status": status_of(agreement, day),
        "date": lead_event_of(agreement),
        "themes": [Theme.of(theme) for theme in agreement.themes.all()],
        "version": Version.of(agreement.live_version),
    }


def status_of(agreement, day):
    status = agreement.status_on(day)
    reason = words.status_reason(agreement, status, day)
    return shapes.AgreementStatus(code=status.code.value, day=day, reason=reason)


def lead_event_of(agreement):
    event = agreement.lead_event
    return event and shapes.LeadEvent(code=event.code, date=PartialDate.of(event.partial_date))


def party_in_short(party):
    return shapes.PartyInShort(
        organisation=party.organisation.identifier,
        name=party.printed_name,
        role=party.role,
        country=party.organisation.country.code or None,
    )


def read_agreement(agreement, as_of):
    by, day = as_of.given, as_of.day
    read_rows(agreement, by)
    connections = read_connections(agreement, by)
    name_parties_as_on(by, [agreement])
    show_as_on(by, [o for m in agreement.milestones.all() for o in m.organisations.all()])
    return shapes.Agreement(
        **summary_of(agreement, day),
        **cited_in(citations_of(agreement, by)),
        body=text_of(agreement.body),
        withdrawn=Withdrawal.of(agreement),
        parties=[party_of(party) for party in agreement.parties.all()],
        signatories=[signatory_of(each) for each in agreement.signatories.all()],
        events=[event_of(event, agreement, day) for event in agreement.events_in_order],
        end_statement=agreement.end_statement,
        place=agreement.place,
        place_country=agreement.place_country.code or None,
        duration_stated=agreement.duration_stated,
        amount=amount_of(agreement),
        links=[link_of(connection) for connection in connections.rows],
        links_left_out=connections.more,
        milestones=[milestone_of(each) for each in agreement.milestones.all()],
        documents=[document_of(each) for each in agreement.documents.all()],
        no_public_text=agreement.no_public_text,
        identifiers=[identifier_of(each) for each in agreement.identifiers.all()],
        not_known=agreement.gaps_in_words,
    )


def read_rows(agreement, by):
    """All but its links and events, which read_connections() reads."""
    prefetch_related_objects(
        [agreement],
        Prefetch("parties", Party.objects.select_related("organisation")),
        Prefetch("themes", ThemeRecord.objects.published().in_order()),
        Prefetch("milestones", Milestone.objects.known_by(by).prefetch_related("organisations")),
        *("signatories", "documents", "identifiers"),
    )
    read_live_versions([agreement])


def citations_of(agreement, by):
    citations = agreement.citations.with_source()
    return of_shown_rows(citations, rows_shown(agreement, by)) if by else citations


def party_of(party):
    return shapes.Party(
        id=party.pk,
        organisation=OrganisationNamed.of(party.organisation),
        role=party.role,
        name=party.printed_name,
        note=party.note,
    )


def signatory_of(signatory):
    return shapes.Signatory(
        id=signatory.pk,
        name=signatory.name or None,
        office=signatory.office,
        party=signatory.party_id,
        note=signatory.note,
    )


def event_of(event, agreement, day):
    return shapes.Event(
        id=event.pk,
        code=event.code,
        date=PartialDate.of(event.partial_date),
        planned=event.planned,
        note=event.note,
        words=str(words.event_words(event, agreement.legal_character, day)),
    )


def amount_of(agreement):
    if agreement.amount is None:
        return None
    return shapes.Amount(
        value=format(agreement.amount, "f"),
        currency=agreement.currency,
        qualifier=agreement.amount_qualifier,
        words=words.amount_in_words(agreement),
    )


def link_of(connection):
    return shapes.Link(
        id=connection.link.pk,
        kind=connection.link.kind,
        stated_by=connection.link.agreement.identifier,
        words=connection.label,
        agreement=Named.of(connection.other, SECTION),
        note=connection.link.note,
    )


def milestone_of(milestone):
    return shapes.Milestone(
        id=milestone.pk,
        kind=milestone.kind,
        date=PartialDate.of(milestone.partial_date),
        text=milestone.text,
        place=milestone.place,
        organisations=[OrganisationNamed.of(each) for each in milestone.organisations.all()],
        note=milestone.note,
    )


def document_of(document):
    return shapes.Document(
        id=document.pk,
        kind=document.kind,
        title=document.title,
        address=absolute(document.address),
        language=document.language,
        note=document.note,
    )


def identifier_of(identifier):
    return shapes.AgreementIdentifier(scheme=identifier.scheme, value=identifier.value)
