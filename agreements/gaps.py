"""What a record does not say, sorted by how sure that is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .status import ENDS
from .vocabulary import DocumentKind, EndStatement, EventCode, LegalCharacter

END_GAPS = {
    EndStatement.NOT_STATED: "not_stated",
    EndStatement.NOT_KNOWN: "not_known",
    EndStatement.NOT_RECORDED: "not_recorded",
}


@dataclass
class Gap:
    """`gap` is one of the words of templates/_gap.html."""

    gap: str
    what: str


def gaps_of(agreement):
    """Reads the prefetched rows of a record with_details()."""
    return [
        *unnamed_signatories(agreement),
        *legal_character(agreement),
        *undated_signing(agreement),
        *end(agreement),
        *text(agreement),
    ]


def unnamed_signatories(agreement):
    names = {party.pk: party.printed_name for party in agreement.parties.all()}
    for signatory in agreement.signatories.all():
        if not signatory.name:
            party = names.get(signatory.party_id, signatory.office)
            yield Gap("not_stated", _("the name of the signatory for %(party)s") % {"party": party})


def legal_character(agreement):
    if agreement.legal_character == LegalCharacter.NOT_STATED:
        yield Gap("not_stated", _("whether it is legally binding"))


def undated_signing(agreement):
    signings = [e for e in agreement.events.all() if e.code == EventCode.SIGNED and not e.planned]
    if signings and not any(event.is_dated for event in signings):
        yield Gap("not_known", _("the date of signing"))


def end(agreement):
    if not any(event.code in ENDS for event in agreement.events.all()):
        yield Gap(END_GAPS[agreement.end_statement], _("when it ends"))


def text(agreement):
    has_text = any(d.kind == DocumentKind.TEXT for d in agreement.documents.all())
    if not has_text and not agreement.no_public_text:
        yield Gap("not_recorded", _("where its text can be read"))
