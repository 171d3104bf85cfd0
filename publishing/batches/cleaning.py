"""Plain values put on unsaved rows by the rules of their fields; each fault is a sentence."""

from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing.inserting import is_clock
from publishing.snapshots import is_derived, plain

MOST_REMEMBERED = 10_000


class Columns:
    """The fields of one sort of rows: how a row is made of plain values, cleaned.

    `fields`: those that a snapshot keeps. `empty`: {name: what a snapshot leaves out}. What a field
    says of a code is remembered: asking a list of all countries for each row takes longer than all
    the rest.
    """

    def __init__(self, model, fields):
        self.model = model
        self.own = [f for f in fields if not f.remote_field]
        self.keys = [f for f in fields if f.remote_field and not f.many_to_many]
        self.sets = [f for f in fields if f.many_to_many]
        self.empty = {f.name: [] if f.many_to_many else plain(f.get_default()) for f in fields}
        self.may_be_empty = {f.name for f in self.own if f.blank and f.empty_strings_allowed}
        self.codes = {f.name: {} for f in self.own if f.choices}
        columns = model._meta.concrete_fields
        self.order = [f.attname for f in columns]
        self.fixed = {f.attname: f.get_default() for f in columns if not callable(f.default)}
        self.varying = {f.attname: f.get_default for f in columns if callable(f.default)}
        self.derived = [f for f in columns if is_derived(f) and not is_settled(f)]
        self.rewritten = [f for f in self.own if f in self.derived]

    def row(self, values):
        """An unsaved row with these {attname: value}, and its defaults elsewhere."""
        varying = {name: default() for name, default in self.varying.items() if name not in values}
        known = {**self.fixed, **varying, **values}
        return self.model(*[known[name] for name in self.order])

    def named(self, found, values):
        """Add to {model: keys as text} what these values name."""
        for f in self.keys:
            if values[f.name]:
                found.setdefault(f.related_model, set()).add(str(values[f.name]))
        for f in self.sets:
            if values[f.name]:
                found.setdefault(f.related_model, set()).update(map(str, values[f.name]))

    def clean(self, values, faults):
        """({attname: value for a row}, {name: the value as it will be read again})"""
        cleaned, stored = {}, {}
        for f in self.own:
            value = values[f.name]
            if value != "" or f.name not in self.may_be_empty:
                try:
                    value = self.clean_value(f, value)
                except ValidationError as error:
                    faults.add(self.model, ValidationError({f.name: error.messages}))
            cleaned[f.attname] = value
            stored[f.name] = plain(value)
        return cleaned, stored

    def clean_value(self, f, value):
        if f.name in self.codes and isinstance(value, str):
            known = self.codes[f.name]
            if value not in known and len(known) < MOST_REMEMBERED:
                known[value] = clean(f, value)
            return known.get(value) or clean(f, value)
        return clean(f, value)

    def derive(self, row, stored):
        """What follows from other fields, and text as it is stored."""
        for f in self.derived:
            setattr(row, f.attname, f.pre_save(row, True))
        for f in self.rewritten:
            stored[f.name] = plain(row.__dict__[f.attname])


def clean(f, value):
    if isinstance(value, str):
        check_storable(value)
    if is_file(f):
        f.clean(f.attr_class(None, f, value), None)
        return value
    if f.blank and value in f.empty_values and (value is not None or f.null):
        return f.to_python(value)
    cleaned = f.clean(value, None)
    if isinstance(cleaned, Decimal):
        # As the database gives it back; there is no minus before its nought.
        return cleaned.quantize(Decimal(1).scaleb(-f.decimal_places)) + 0
    return cleaned


def is_settled(f):
    """A code is cleaned as it is stored; files and clocks are seen to when the row is written."""
    return bool(f.choices) or is_file(f) or is_clock(f)


def is_file(f):
    return isinstance(f, models.FileField)


def check_storable(text):
    try:
        if not text.isascii():
            text.encode()
    except UnicodeEncodeError as error:
        raise ValidationError(_("It holds half a character.")) from error
    if "\0" in text:
        raise ValidationError(_("It holds a character that cannot be kept."))


class Faults(list):
    """Sentences on one record, each with its place in it."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def add(self, model, error):
        """`model`: of the row that has the fault; the record itself needs no name."""
        sort = "" if model is self.model else str(model._meta.verbose_name)
        for name, sentence in each_sentence(error):
            place = ", ".join(filter(None, [sort, label_of(model, name)]))
            words = {"place": capfirst(place), "sentence": sentence}
            self.append(_("%(place)s: %(sentence)s") % words if place else sentence)


def each_sentence(error):
    """(name of a field or None, sentence)"""
    if not hasattr(error, "error_dict"):
        yield from ((None, sentence) for sentence in error.messages)
        return
    for name, errors in error.error_dict.items():
        for sentence in ValidationError(errors).messages:
            yield (None if name == NON_FIELD_ERRORS else name), sentence


def label_of(model, name):
    if name is None:
        return ""
    try:
        return str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name
