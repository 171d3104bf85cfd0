"""What the table of agreements says of each: read for a portion, in a fixed number of queries."""

from collections import defaultdict

from django.db.models import Exists, OuterRef

from exports.related import address_of_slugs, by_owner, citations_of, in_position, source_values
from imports.columns import together, typed
from organisations.named import NamedOrganisations
from publishing.stored_files import whole_address
from themes.codes import codes_of

from .importers.rows import EVENTS, NOT_KNOWN
from .models import Agreement, Document, Event, Identifier, Link, Milestone, Party, Signatory
from .status import derive, lead_event_of


def read_agreements(agreements, as_of):
    """{column: value} of each, as they stood on the day."""
    related = Related(agreements, as_of)
    return [related.row(agreement) for agreement in agreements]


class Related:
    """`day`: that of an earlier register, or None."""

    def __init__(self, agreements, as_of):
        self.today, self.day = as_of.day, as_of.given
        keys = [agreement.pk for agreement in agreements]
        of_these = {"agreement__in": keys}
        self.events = by_owner(
            in_position(Event.objects.known_by(self.day).filter(**of_these)),
            *("agreement", "pk", "code", "planned", "date", "date_qualifier", "date_note", "note"),
            *("earliest", "latest"),
        )
        self.parties = by_owner(
            in_position(Party.objects.filter(**of_these)),
            *("agreement", "organisation", "role", "name_at_signing", "note"),
        )
        self.signatories = by_owner(
            in_position(Signatory.objects.filter(**of_these)),
            *("agreement", "name", "office", "party__organisation", "note"),
        )
        # Asked link by link: in one list of all that is shown, databases would read them all.
        shown = Agreement.objects.published().not_withdrawn().filter(pk=OuterRef("to_agreement"))
        links = Link.objects.stood_by(self.day).filter(Exists(shown), **of_these)
        self.links = by_owner(
            in_position(links),
            *("agreement", "pk", "kind", "note"),
            *("to_agreement__identifier", "to_agreement__title"),
        )
        self.milestones = by_owner(
            in_position(Milestone.objects.known_by(self.day).filter(**of_these)),
            *("agreement", "pk", "kind", "date", "date_qualifier", "date_note"),
            *("text", "place", "note"),
        )
        self.concerned = concerned_by(self.milestones)
        self.documents = by_owner(
            in_position(Document.objects.filter(**of_these)),
            *("agreement", "kind", "title", "url", "file", "language", "note"),
        )
        self.identifiers = by_owner(
            in_position(Identifier.objects.filter(**of_these)), "agreement", "scheme", "value"
        )
        self.themes = codes_of(Agreement, keys)
        self.address_of = address_of_slugs(Agreement)
        self.citations = citations_of(Agreement, keys)
        self.named = NamedOrganisations(self.keys_named(), self.day)

    def keys_named(self):
        for rows in self.parties.values():
            yield from (row.organisation for row in rows)
        for organisations in self.concerned.values():
            yield from organisations

    def row(self, agreement):
        key = agreement.pk
        events, links, milestones = self.events[key], self.links[key], self.milestones[key]
        status, lead = derive(events, self.today), lead_event_of(events)
        return {
            "identifier": agreement.identifier,
            "slug": agreement.slug,
            "url": self.address_of(agreement.slug),
            "title": agreement.title,
            "kind": agreement.kind,
            "legal_character": agreement.legal_character,
            "level": agreement.level,
            "status": status.code.value,
            "status_date": status.event.date if status.event else "",
            "earliest_day": day_of(lead and (lead.earliest or lead.latest)),
            "latest_day": day_of(lead and (lead.latest or lead.earliest)),
            "summary": agreement.summary,
            "body": agreement.body,
            **event_values(events),
            "place": agreement.place,
            "place_country": agreement.place_country.code or "",
            "duration_stated": agreement.duration_stated,
            "amount": agreement.amount,
            "currency": agreement.currency,
            "amount_qualifier": agreement.amount_qualifier,
            "no_public_text": agreement.no_public_text,
            "end_statement": agreement.end_statement,
            "not_known": agreement.gaps_in_words,
            **self.party_values(self.parties[key]),
            "signatories": self.signatory_values(self.signatories[key]),
            "links": [
                together(f"{link.kind}: {link.to_agreement__identifier}", link.note)
                for link in links
            ],
            "link_titles": [link.to_agreement__title for link in links],
            "milestones": [self.milestone_in_full(milestone) for milestone in milestones],
            "themes": self.themes[key],
            **document_values(self.documents[key]),
            "identifiers": [f"{row.scheme}: {row.value}" for row in self.identifiers[key]],
            **source_values(self.citations[key], self.shown(events, links, milestones)),
        }

    def party_values(self, parties):
        parties = self.named.known(parties)
        in_full = [
            together(
                f"{party.role}: {self.named.identifier(party.organisation)}",
                *(party.name_at_signing, party.note),
            )
            for party in parties
        ]
        names = [p.name_at_signing or self.named.name(p.organisation) for p in parties]
        countries = {self.named.country(party.organisation) for party in parties} - {""}
        return {
            "parties": in_full,
            "party_names": list(dict.fromkeys(names)),
            "countries": sorted(countries),
        }

    def signatory_values(self, signatories):
        return [
            together(
                *(signatory.name, signatory.office),
                *(self.named.identifier(signatory.party__organisation), signatory.note),
            )
            for signatory in signatories
        ]

    def milestone_in_full(self, milestone):
        keys = self.concerned.get(milestone.pk, ())
        identifiers = sorted(filter(None, (self.named.identifier(key) for key in keys)))
        return together(
            *(milestone.kind, typed(milestone.date, milestone.date_qualifier), milestone.text),
            *(milestone.place, ", ".join(identifiers), milestone.date_note, milestone.note),
        )

    def shown(self, *rows):
        """Of an earlier day: what was not yet, nothing is cited for either."""
        if self.day is None:
            return None
        names = ("events", "links", "milestones")
        return {
            name: {str(row.pk) for row in found} for name, found in zip(names, rows, strict=True)
        }


def concerned_by(milestones):
    """{key of a milestone: keys of organisations}; one query."""
    keys = [milestone.pk for rows in milestones.values() for milestone in rows]
    through = Milestone.organisations.through.objects.filter(milestone__in=keys)
    found = defaultdict(list)
    for key, organisation in through.values_list("milestone", "organisation"):
        found[key].append(organisation)
    return found


def event_values(events):
    """A column for the date of each sort, and all in full where those do not say it all."""
    of_code = {}
    for event in events:
        if not event.planned:
            of_code.setdefault(event.code, []).append(event)
    found = {}
    for code in EVENTS:
        # The first by its date; an undated one comes last.
        event = min(of_code.get(code, ()), key=lambda e: (not e.date, e.date), default=None)
        found[code] = event.date if event else ""
        found[f"{code}_qualifier"] = qualifier_of(event) if event else ""
    says_all = len(of_code) == len(events) and all(map(says_no_more, events))
    return {**found, "events": [] if says_all else [in_full(event) for event in events]}


def says_no_more(event):
    """Than its date, for which there is a column."""
    return event.code in EVENTS and not (event.planned or event.note or event.date_note)


def qualifier_of(event):
    return event.date_qualifier if event.date else NOT_KNOWN


def in_full(event):
    date = typed(event.date, event.date_qualifier)
    planned = "planned" if event.planned else ""
    return together(event.code, date, event.date_note, event.note, planned)


def document_values(documents):
    whole = [
        together(
            *(document.kind, document.title, address_of_document(document)),
            *(document.language, document.note),
        )
        for document in documents
    ]
    first = documents[0] if documents else None
    says_all = not first or (len(documents) == 1 and not (first.language or first.note))
    return {
        "document_url": address_of_document(first) if first else "",
        "document_title": first.title if first else "",
        "document_kind": first.kind if first else "",
        "documents": [] if says_all else whole,
    }


def address_of_document(document):
    """On the web; of a file that the register keeps, here."""
    return whole_address(document.file) if document.file else document.url


def day_of(day):
    return day.isoformat() if day else ""
