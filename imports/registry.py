"""Which importers there are: each noun registers its own."""

from .problems import Unreadable

_importers = {}


def importer(cls):
    """Class decorator: make the importer known under its `name`."""
    _importers[cls.name] = cls
    return cls


def importer_named(name):
    return _importers[name]


def importers_of(model):
    return [cls for cls in _importers.values() if cls.model is model]


def importer_for(model, form):
    """The importer of this kind of record that takes the format; raises Unreadable."""
    for cls in importers_of(model):
        if form in cls.formats:
            return cls
    kinds = model._meta.verbose_name_plural
    taken = ", ".join(sorted({form for cls in importers_of(model) for form in cls.formats}))
    raise Unreadable(f"This is {form}, and {kinds} are not imported from that. They are: {taken}.")
