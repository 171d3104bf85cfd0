"""The codes of organisations, their names, sites and identifiers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    STATE = "state", _("State")
    GOVERNMENT_DEPARTMENT = "government_department", _("Government department")
    EXECUTIVE_AGENCY = "executive_agency", _("Executive agency")
    REGIONAL_GOVERNMENT = "regional_government", _("Regional government")
    REGULATOR = "regulator", _("Regulator")
    RESEARCH_ORGANISATION = "research_organisation", _("Research organisation")
    UNIVERSITY = "university", _("University")
    COMPANY = "company", _("Company")
    INDUSTRY_BODY = "industry_body", _("Industry body")
    INTERNATIONAL_ORGANISATION = "international_organisation", _("International organisation")
    CONSORTIUM = "consortium", _("Consortium")
    INVESTOR = "investor", _("Investor")
    OTHER = "other", _("Other")


KIND_HEADINGS = {
    Kind.STATE: _("States"),
    Kind.GOVERNMENT_DEPARTMENT: _("Government departments"),
    Kind.EXECUTIVE_AGENCY: _("Executive agencies"),
    Kind.REGIONAL_GOVERNMENT: _("Regional governments"),
    Kind.REGULATOR: _("Regulators"),
    Kind.RESEARCH_ORGANISATION: _("Research organisations"),
    Kind.UNIVERSITY: _("Universities"),
    Kind.COMPANY: _("Companies"),
    Kind.INDUSTRY_BODY: _("Industry bodies"),
    Kind.INTERNATIONAL_ORGANISATION: _("International organisations"),
    Kind.CONSORTIUM: _("Consortia"),
    Kind.INVESTOR: _("Investors"),
    Kind.OTHER: _("Others"),
}


class Status(models.TextChoices):
    ACTIVE = "active", _("Active")
    DISSOLVED = "dissolved", _("Dissolved")
    MERGED = "merged", _("Merged")


class NameKind(models.TextChoices):
    OFFICIAL = "official", _("Official name")
    ACRONYM = "acronym", _("Acronym")
    ALIAS = "alias", _("Also called")
    FORMER = "former", _("Former name")
    NATIVE = "native", _("Name in its own language")
    TRANSLATION = "translation", _("Translation")


class SiteKind(models.TextChoices):
    HEADQUARTERS = "headquarters", _("Headquarters")
    CAMPUS = "campus", _("Campus")
    FACILITY = "facility", _("Facility")
    OFFICE = "office", _("Office")


class IdentifierScheme(models.TextChoices):
    ROR = "ror", _("ROR")
    WIKIDATA = "wikidata", _("Wikidata")
    LEI = "lei", _("LEI")
    ISNI = "isni", _("ISNI")
    COMPANIES_HOUSE = "companies_house", _("Companies House")
    GOVUK = "govuk", _("GOV.UK")
    OTHER = "other", _("Other")
