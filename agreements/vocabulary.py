"""The codes of agreements: kinds, events, roles and links, in the field's own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    TREATY = "treaty", _("Treaty")
    CONVENTION = "convention", _("Convention")
    AGREEMENT = "agreement", _("Agreement")
    PROTOCOL = "protocol", _("Protocol")
    EXCHANGE_OF_NOTES = "exchange_of_notes", _("Exchange of notes")
    FRAMEWORK_AGREEMENT = "framework_agreement", _("Framework agreement")
    IMPLEMENTING_ARRANGEMENT = "implementing_arrangement", _("Implementing arrangement")
    MEMORANDUM_OF_UNDERSTANDING = "memorandum_of_understanding", _("Memorandum of understanding")
    MEMORANDUM_OF_COOPERATION = "memorandum_of_cooperation", _("Memorandum of cooperation")
    JOINT_DECLARATION_OF_INTENT = "joint_declaration_of_intent", _("Joint declaration of intent")
    JOINT_STATEMENT = "joint_statement", _("Joint statement")
    STRATEGIC_PARTNERSHIP = "strategic_partnership", _("Strategic partnership")
    PARTNERSHIP = "partnership", _("Partnership")
    LETTER_OF_INTENT = "letter_of_intent", _("Letter of intent")
    COOPERATION_AGREEMENT = "cooperation_agreement", _("Cooperation agreement")
    RESEARCH_AGREEMENT = "research_agreement", _("Research agreement")
    JOINT_VENTURE = "joint_venture", _("Joint venture")
    INVESTMENT = "investment", _("Investment")
    POWER_PURCHASE_AGREEMENT = "power_purchase_agreement", _("Power purchase agreement")
    SUPPLY_AGREEMENT = "supply_agreement", _("Supply agreement")
    CONTRACT = "contract", _("Contract")
    LICENCE = "licence", _("Licence")
    SITE_AGREEMENT = "site_agreement", _("Site agreement")
    CONSORTIUM_AGREEMENT = "consortium_agreement", _("Consortium agreement")
    PARTICIPATION_AGREEMENT = "participation_agreement", _("Participation agreement")
    FUNDING_AGREEMENT = "funding_agreement", _("Funding agreement")
    FUNDING_COMMITMENT = "funding_commitment", _("Funding commitment")
    OTHER = "other", _("Other")


class LegalCharacter(models.TextChoices):
    """Never inferred from the kind or the words: only what a source says."""

    BINDING = "binding", _("Binding")
    NON_BINDING = "non_binding", _("Not binding")
    CONTRACT = "contract", _("Contract")
    MIXED = "mixed", _("Mixed")
    NOT_STATED = "not_stated", _("Not stated")


class Level(models.TextChoices):
    GOVERNMENT = "government", _("Government to government")
    AGENCY = "agency", _("Agency to agency")
    INDUSTRY_BODY = "industry_body", _("Industry bodies")
    COMPANY = "company", _("Companies")
    MIXED = "mixed", _("Public and private")


class EventCode(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    INITIALLED = "initialled", _("Initialled")
    SIGNED = "signed", _("Signed")
    IN_EFFECT = "in_effect", _("In effect")
    PAUSED = "paused", _("Paused")
    RESUMED = "resumed", _("Resumed")
    AMENDED = "amended", _("Amended")
    EXTENDED = "extended", _("Extended")
    REVIEW_DUE = "review_due", _("Review due")
    EXPIRES = "expires", _("Expires")
    TERMINATED = "terminated", _("Terminated")
    SUPERSEDED = "superseded", _("Superseded")


class Status(models.TextChoices):
    """Derived from the events on a day; never stored."""

    ANNOUNCED = "announced", _("Announced")
    SIGNED = "signed", _("Signed")
    IN_EFFECT = "in_effect", _("In effect")
    PAUSED = "paused", _("Paused")
    EXPIRED = "expired", _("Expired")
    TERMINATED = "terminated", _("Terminated")
    SUPERSEDED = "superseded", _("Superseded")
    UNKNOWN = "unknown", _("Status not known")


class Role(models.TextChoices):
    PARTY = "party", _("Party")
    LEAD = "lead", _("Lead")
    IMPLEMENTING_BODY = "implementing_body", _("Implementing body")
    FUNDER = "funder", _("Funder")
    BENEFICIARY = "beneficiary", _("Beneficiary")
    INVESTOR = "investor", _("Investor")
    INVESTEE = "investee", _("Investee")
    BUYER = "buyer", _("Buyer")
    SELLER = "seller", _("Seller")
    CONTRACTOR = "contractor", _("Contractor")
    CLIENT = "client", _("Client")
    HOST = "host", _("Host")
    COORDINATOR = "coordinator", _("Coordinator")
    FOUNDER = "founder", _("Founder")
    VEHICLE = "vehicle", _("Body created")
    DEPOSITARY = "depositary", _("Depositary")
    OBSERVER = "observer", _("Observer")
    SUPPORTER = "supporter", _("Supporter")


class LinkKind(models.TextChoices):
    BUILDS_ON = "builds_on", _("Builds on")
    UNDER_AUSPICES_OF = "under_auspices_of", _("Under the auspices of")
    IMPLEMENTS = "implements", _("Implements")
    AMENDS = "amends", _("Amends")
    EXTENDS = "extends", _("Extends")
    SUPERSEDES = "supersedes", _("Supersedes")
    FOLLOWS_FROM = "follows_from", _("Follows on from")
    ENCOURAGED_BY = "encouraged_by", _("Encouraged by")
    REFERS_TO = "refers_to", _("Refers to")
    ANNOUNCED_ALONGSIDE = "announced_alongside", _("Announced alongside")
    COMPLEMENTS = "complements", _("Complements")
    RELATED_TO = "related_to", _("Related to")
    POSSIBLY_SAME_AS = "possibly_same_as", _("Possibly the same as")


INVERSE_LABELS = {
    "builds_on": _("Built on by"),
    "under_auspices_of": _("Provides the umbrella for"),
    "implements": _("Implemented by"),
    "amends": _("Amended by"),
    "extends": _("Extended by"),
    "supersedes": _("Superseded by"),
    "follows_from": _("Followed by"),
    "encouraged_by": _("Encouraged"),
    "refers_to": _("Referred to by"),
}
# What the agreement that states a link says of the other.
STATEMENTS = {
    "builds_on": _("“%(one)s” builds on “%(other)s”"),
    "under_auspices_of": _("“%(one)s” stands under the auspices of “%(other)s”"),
    "implements": _("“%(one)s” implements “%(other)s”"),
    "amends": _("“%(one)s” amends “%(other)s”"),
    "extends": _("“%(one)s” extends “%(other)s”"),
    "supersedes": _("“%(one)s” supersedes “%(other)s”"),
    "follows_from": _("“%(one)s” follows on from “%(other)s”"),
    "encouraged_by": _("“%(one)s” was encouraged by “%(other)s”"),
    "refers_to": _("“%(one)s” refers to “%(other)s”"),
    "announced_alongside": _("“%(one)s” was announced alongside “%(other)s”"),
    "complements": _("“%(one)s” complements “%(other)s”"),
    "related_to": _("“%(one)s” is related to “%(other)s”"),
    "possibly_same_as": _("“%(one)s” is possibly the same as “%(other)s”"),
}
SYMMETRICAL = {"announced_alongside", "complements", "related_to", "possibly_same_as"}
WITHOUT_CYCLES = {"amends", "extends", "supersedes", "implements", "under_auspices_of"}


def inverse_label(kind):
    """What the other side of a link says."""
    return LinkKind(kind).label if kind in SYMMETRICAL else INVERSE_LABELS[kind]


class MilestoneKind(models.TextChoices):
    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
    ANNOUNCEMENT = "announcement", _("Announcement")
    DECISION = "decision", _("Decision")
    OPENING = "opening", _("Opening")
    SITE_MOVE = "site_move", _("Move of site")
    FUNDING = "funding", _("Funding")
    DELIVERY = "delivery", _("Delivery")
    COMPETITION = "competition", _("Competition")
    AWARD = "award", _("Award")
    PLANNED = "planned", _("Planned")
    OTHER = "other", _("Other")


class DocumentKind(models.TextChoices):
    TEXT = "text", _("Text of the agreement")
    ANNEX = "annex", _("Annex")
    TRANSLATION = "translation", _("Translation")
    JOINT_STATEMENT = "joint_statement", _("Joint statement")
    PRESS_RELEASE = "press_release", _("Press release")
    OTHER = "other", _("Other")


class IdentifierScheme(models.TextChoices):
    UNTS = "unts", _("United Nations Treaty Series")
    UKTS = "ukts", _("UK Treaty Series")
    COMMAND_PAPER = "command_paper", _("Command Paper")
    CTS = "cts", _("Canada Treaty Series")
    CELEX = "celex", _("CELEX")
    DOI = "doi", _("DOI")
    OTHER = "other", _("Other")


class AmountQualifier(models.TextChoices):
    EXACTLY = "exactly", _("exactly")
    ABOUT = "about", _("about")
    AT_LEAST = "at_least", _("at least")
    UP_TO = "up_to", _("up to")


class EndStatement(models.TextChoices):
    """Why no end is given: three things that are not the same."""

    NOT_STATED = "not_stated", _("No end date stated")
    NOT_KNOWN = "not_known", _("End date not known")
    NOT_RECORDED = "not_recorded", _("Not recorded yet")
