"""What an agreement is found by."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.countries import names_of_country
from organisations.models import Organisation
from organisations.search import names_of
from publishing.comparing import plain_text
from search.registry import Field, Searchable, as_lists, searchable
from themes.models import Theme

from .models import Agreement, Party
from .vocabulary import EventCode
from .words import event_words, lower_first


@searchable
class AgreementSearch(Searchable):
    model = Agreement
    code = "agreements"
    place = 1
    label = gettext_lazy("Agreement")
    label_of_many = gettext_lazy("Agreements")
    follows = {Organisation: "parties__organisation", Theme: "themes"}
    fields = {
        "title": Field(gettext_lazy("Title"), 40, name=True),
        "identifier": Field(gettext_lazy("Identifier"), 60, name=True),
        "number": Field(gettext_lazy("Number elsewhere"), 30, name=True),
        "signatory": Field(gettext_lazy("Signatory"), 16),
        "party": Field(gettext_lazy("Party"), 14),
        "kind": Field(gettext_lazy("Kind"), 12),
        "party_name": Field(gettext_lazy("Another name of a party"), 10),
        "theme": Field(gettext_lazy("Theme"), 10),
        "summary": Field(gettext_lazy("Summary"), 10),
        "country": Field(gettext_lazy("Country"), 8),
        "place": Field(gettext_lazy("Place of signing"), 6),
        "document": Field(gettext_lazy("Document"), 4),
        "milestone": Field(gettext_lazy("What came of it"), 4),
        "event": Field(gettext_lazy("Date"), 2),
        "other_value": Field(gettext_lazy("Another source gives"), 4),
        "body": Field(gettext_lazy("What was agreed"), 0),
        "not_known": Field(gettext_lazy("What is not known"), 0),
    }

    def prepared(self, agreements):
        parties = Party.objects.select_related("organisation")
        parties = parties.prefetch_related(*as_lists("organisation__names"))
        return agreements.with_days().prefetch_related(
            Prefetch("parties", parties, "parties_list"),
            Prefetch("themes", Theme.objects.published().in_order(), "themes_list"),
            *as_lists(
                "signatories", "identifiers", "milestones", "documents", "events", "citations"
            ),
        )

    def texts(self, agreement):
        parties = agreement.parties_list
        yield "title", agreement.title
        yield "identifier", agreement.identifier
        for number in agreement.identifiers_list:
            yield "number", number.value
        yield "kind", agreement.get_kind_display()
        for party in parties:
            yield "party", party.printed_name
            yield "party", party.organisation.name
        for signatory in agreement.signatories_list:
            yield "signatory", ", ".join(filter(None, [signatory.name, signatory.office]))
        for party in parties:
            yield from (("party_name", name) for name in names_of(party.organisation))
        for party in parties:
            names = names_of_country(party.organisation.country.code)
            yield from (("country", name) for name in names)
        for theme in agreement.themes_list:
            yield "theme", theme.name
        yield "summary", agreement.summary
        yield "place", ", ".join(filter(None, [agreement.place, agreement.place_country.name]))
        for document in agreement.documents_list:
            yield "document", document.title
        for milestone in agreement.milestones_list:
            yield "milestone", ", ".join(filter(None, [milestone.text, milestone.place]))
        for event in agreement.events_list:
            yield "event", event_text(event)
        for citation in agreement.citations_list:
            yield "other_value", citation.value
        yield "body", plain_text(agreement.body)
        yield "not_known", agreement.not_known

    def day(self, agreement):
        return agreement.day

    def listed(self, agreements):
        return agreements.prefetch_related("events")

    def line(self, agreement, day):
        kind, event = lower_first(agreement.get_kind_display()), agreement.lead_event
        if event is None:
            return _("Agreement: %(kind)s") % {"kind": kind}
        happened = lower_first(event_words(event, agreement.legal_character, day))
        when = f"{happened} {event.partial_date}"
        return _("Agreement: %(kind)s, %(when)s") % {"kind": kind, "when": when}


def event_text(event):
    """ "Signed 19 June 2025"; of what was to come the date alone, which stays true."""
    ahead = event.planned or event.code in (EventCode.EXPIRES, EventCode.REVIEW_DUE)
    what = "" if ahead else event.get_code_display()
    return " ".join(filter(None, [what, str(event.partial_date or "")]))
