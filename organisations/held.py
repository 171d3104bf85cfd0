"""Organisations as they stood on a day: what there was, and under which names."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from dates.partial import PartialDate
from dates.spans import begun_on, held_on, holds_on
from publishing.models import RecordQuerySet

from .vocabulary import NameKind, Status

WHOLE_NAMES = (NameKind.OFFICIAL, NameKind.FORMER)


class HeldQuerySet(RecordQuerySet):
    def begun_by(self, day):
        """Those of which the names do not say that they began later; None: all.

        One that has a part in a public agreement of the time was there, whatever its names say. Of
        most nobody says when they began.
        """
        if day is None:
            return self
        begun = begun_on(day, "held_from")
        names = self.whole_names()
        later, by_then = Exists(names.exclude(begun)), Exists(names.filter(begun))
        agreements = self.related("agreements").objects.published().not_withdrawn()
        stood = agreements.stood_by(day).order_by()
        took_part = Q(pk__in=stood.values("parties__organisation"))
        return self.filter(~Q(later) | Q(by_then) | took_part)

    def of_status(self, codes, day):
        """Those with one of these on the day; None: today."""
        own = Q(status__in=codes)
        if day is None:
            return self.filter(own)
        ending = self.whole_names().exclude(held_until="")
        went_on = Q(Exists(ending.filter(held_on(day, "held_from", "held_until"))))
        if Status.ACTIVE in codes:
            return self.filter(own | went_on)
        return self.filter(own & ~went_on)

    def whole_names(self):
        names = self.related("names").objects
        return names.filter(organisation=OuterRef("pk"), kind__in=WHOLE_NAMES)

    def related(self, name):
        return self.model._meta.get_field(name).related_model


def show_as_on(day, organisations):
    """Gives these, in memory alone, the names and the status that they had; one query.

    `day` None: they stay as they are today.
    """
    organisations = [] if day is None else list(organisations)
    if not organisations:
        return
    model = type(organisations[0])
    names = model._meta.get_field("names").related_model.objects
    held = names.filter(
        held_on(day, "held_from", "held_until"),
        organisation__in={organisation.pk for organisation in organisations},
    ).exclude(held_from="", held_until="")
    names_of = {}
    for name in sorted(held, key=lambda name: (began(name), str(name.pk)), reverse=True):
        names_of.setdefault(name.organisation_id, []).append(name)
    for organisation in organisations:
        rename(organisation, names_of.get(organisation.pk, []), day)


def began(name):
    return PartialDate(name.held_from).first_day or date.min


def rename(organisation, names, day):
    """`names`: those that held, the latest first."""
    whole = next((name for name in names if name.kind in WHOLE_NAMES), None)
    organisation.went_on = bool(whole and whole.held_until)
    if organisation.went_on:
        organisation.status = Status.ACTIVE
    renamed = bool(whole) and whole.name != organisation.name
    acronym = next((name.name for name in names if name.kind == NameKind.ACRONYM), "")
    native = next((name for name in names if name.kind == NameKind.NATIVE), None)
    if renamed:
        organisation.name_today, organisation.name = organisation.name, whole.name
    if renamed or acronym:
        organisation.acronym = acronym
    if renamed or native:
        organisation.native_name = native.name if native else ""
        organisation.native_name_language = native.language if native else ""


def rows_held_on(day, rows, since, until):
    """Those whose span may include the day, without an end that lay ahead; in memory alone."""
    if day is None:
        return list(rows)
    shown = [row for row in rows if holds_on(day, getattr(row, since), getattr(row, until))]
    for row in shown:
        leave_out_end_ahead(day, row, until)
    return shown


def leave_out_end_ahead(day, row, until):
    last = day and PartialDate(getattr(row, until)).first_day
    if last and last > day:
        setattr(row, until, "")
