"""Plain values put on unsaved rows by the rules of their fields; each fault is a sentence."""

from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .snapshots import is_derived, plain, value_of

MOST_REMEMBERED = 10_000


class Columns:
    """The fields of one sort of rows, and how their values are cleaned.

    `fields`: those that a snapshot keeps. What a field says of a code is remembered: asking a list
    of all countries for each row takes longer than all the rest.
    """

    def __init__(self, model, fields):
        self.model = model
        self.own = [f for f in fields if not f.remote_field]
        self.keys = [f for f in fields if f.remote_field and not f.many_to_many]
        self.sets = [f for f in fields if f.many_to_many]
        columns = model._meta.concrete_fields
        self.derived = [f for f in columns if is_derived(f) and not is_file(f)]
        self.rewritten = [f for f in self.own if f in self.derived]
        self.codes = {f.attname: {} for f in self.own if f.choices}

    def put(self, row, values, faults):
        """Set what is no key of another row; returns {name: value as it will be read again}."""
        stored = {}
        for f in self.own:
            try:
                stored[f.name] = self.put_value(row, f, values[f.name])
            except ValidationError as error:
                faults.add(row, ValidationError({f.name: error.messages}))
        return stored

    def put_value(self, row, f, value):
        if isinstance(value, str):
            check_storable(value)
        if is_file(f):
            setattr(row, f.name, value)
            if value:
                f.clean(getattr(row, f.name), row)
            return value
        known = self.codes.get(f.attname)
        if known is None:
            cleaned = clean(f, value, row)
        elif value in known:
            cleaned = known[value]
        else:
            cleaned = clean(f, value, row)
            if len(known) < MOST_REMEMBERED:
                known[value] = cleaned
        setattr(row, f.attname, cleaned)
        return plain(cleaned)

    def derive(self, row, stored):
        """What follows from other fields, and text as it is stored."""
        for f in self.derived:
            setattr(row, f.attname, f.pre_save(row, True))
        for f in self.rewritten:
            stored[f.name] = value_of(row, f)


def clean(f, value, row):
    if f.blank and value in f.empty_values and (value is not None or f.null):
        return f.to_python(value)
    cleaned = f.clean(value, row)
    if isinstance(cleaned, Decimal):
        # As the database gives it back; there is no minus before its nought.
        return cleaned.quantize(Decimal(1).scaleb(-f.decimal_places)) + 0
    return cleaned


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

    def add(self, row, error):
        for name, sentence in each_sentence(error):
            place = ", ".join(filter(None, [self.sort_of(row), label_of(type(row), name)]))
            words = {"place": capfirst(place), "sentence": sentence}
            self.append(_("%(place)s: %(sentence)s") % words if place else sentence)

    def sort_of(self, row):
        """Rows of the record are called by their sort; the record itself needs no name."""
        return "" if isinstance(row, self.model) else str(row._meta.verbose_name)


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
