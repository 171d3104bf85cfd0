"""What an alert is about: a list with its filters, a record, or a country.

It is written as what stands behind /alerts/new/? and kept in the same words, so that it is read in
one way: list=agreements&country=jp, record=AG-0006, country=jp.
"""

from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Agreement
from news.models import Article
from organisations.countries import country_in_sentence, country_name
from organisations.models import NOT_APPLICABLE, Organisation
from publishing.corrections import IDENTIFIER

from .lists import LISTS, ListSubject, NotUnderstood
from .models import LONGEST_ABOUT

RECORDS = (Agreement, Organisation, Article)


class TakenBack(Exception):
    """Of the record nothing is told but `reason`."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class RecordSubject:
    """One record, under its permanent identifier; with it the one that took its place."""

    def __init__(self, record):
        self.record, self.replacement = record, record.replacement

    @property
    def of_changes(self):
        return [("record", self.record.identifier)]

    @property
    def about(self):
        return urlencode(self.of_changes)

    @property
    def address(self):
        return reverse("identifier", args=[self.record.identifier])

    @property
    def title(self):
        """That of what readers see; of what was taken back the identifier alone."""
        shown = self.replacement or self.record
        return shown.display_title if shown.is_published else self.record.identifier

    title_without_search = title

    def concerned(self, model, keys, withdrawn):
        own = filter(None, [self.record, self.replacement])
        return {record.pk for record in own if type(record) is model} & set(keys)


class CountrySubject:
    """What the lists of agreements, organisations and news find for one country."""

    def __init__(self, code, day):
        self.code, self.day = code.lower(), day

    @cached_property
    def lists(self):
        query = QueryDict(self.about)
        return [ListSubject(section, query, self.day) for section in LISTS]

    @property
    def of_changes(self):
        return [("country", self.code)]

    @property
    def about(self):
        return urlencode(self.of_changes)

    @property
    def address(self):
        return reverse("country", args=[self.code])

    @property
    def title(self):
        words = _("Agreements, organisations and news of %(country)s")
        return words % {"country": country_in_sentence(self.code)}

    title_without_search = title

    def concerned(self, model, keys, withdrawn):
        return set().union(*(each.concerned(model, keys, withdrawn) for each in self.lists))


def read(query, day):
    """The subject of a QueryDict, or None where it names none. Raises NotUnderstood, Http404.

    `day`: for which the statuses are derived that a filter asks for.
    """
    if section := first(query, "list"):
        return list_named(section, query, day)
    if identifier := first(query, "record"):
        return RecordSubject(record_named(identifier))
    if code := first(query, "country"):
        return country_named(code, day)
    return None


def first(query, name):
    return next((value for text in query.getlist(name) if (value := text.strip())), "")


def list_named(section, query, day):
    if section not in LISTS:
        raise NotUnderstood(
            _("There is no list “%(name)s”. There are %(lists)s.")
            % {"name": section[:40], "lists": ", ".join(LISTS)}
        )
    subject = ListSubject(section, query, day)
    if len(subject.about) > LONGEST_ABOUT:
        raise NotUnderstood(_("So many filters make no alert. Choose fewer."))
    return subject


def country_named(code, day):
    if not country_name(code) or code.upper() == NOT_APPLICABLE:
        raise NotUnderstood(_("“%(code)s” is no code of a country.") % {"code": code[:40]})
    return CountrySubject(code, day)


def record_named(identifier):
    """Whatever its state: what never was public has no identifier."""
    identifier = identifier.upper()
    if IDENTIFIER.fullmatch(identifier):
        for model in RECORDS:
            if record := model.objects.filter(identifier=identifier).first():
                return record
    raise Http404


def of_subscription(subscription, day):
    """What a kept alert is about. Raises NotUnderstood where a filter has lost its value."""
    try:
        return read(QueryDict(subscription.about), day)
    except Http404 as missing:
        raise NotUnderstood(_("The record is no longer there.")) from missing


def asked_for(query, day):
    """The subject that a visitor asks for, or None. Raises NotUnderstood, TakenBack, Http404."""
    subject = read(query, day)
    if isinstance(subject, RecordSubject) and not subject.record.is_published:
        if subject.replacement:
            return RecordSubject(subject.replacement)
        if not subject.record.was_public:
            raise Http404
        raise TakenBack(subject.record.unpublished_reason)
    return subject
