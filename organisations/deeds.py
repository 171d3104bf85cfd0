"""What a merge does to single rows, kept so that each can be undone unless it changed since."""

from dataclasses import asdict, dataclass

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from publishing import snapshots

# Where a row stands among others says nothing of what it holds.
ORDER_ALONE = "position"


@dataclass(frozen=True)
class Deed:
    """One row changed, added (`before` is empty) or removed (`after` is empty).

    `owner`: (label, key) of the record that the row belongs to or is. Values are by attribute
    name, as JSON; those of a many-to-many field are sorted keys.
    """

    model: str
    key: str
    owner: tuple
    before: dict
    after: dict

    @classmethod
    def of(cls, row, owner, before, after):
        return cls(row._meta.label_lower, str(row.pk), reference(owner), before, after)

    @classmethod
    def from_json(cls, kept):
        return cls(**{**kept, "owner": tuple(kept["owner"])})

    def to_json(self):
        return asdict(self)

    @property
    def model_class(self):
        return apps.get_model(self.model)

    @property
    def owner_model(self):
        return apps.get_model(self.owner[0])

    def do(self):
        write(self.model_class, self.key, self.before, self.after)

    def undo(self):
        """None, or a sentence on why the row stays as it is."""
        row = find(self.model_class, self.key)
        if self.after and row is None:
            return self.sentence(row, _("is no longer there"))
        if self.after and not holds(row, self.after):
            return self.sentence(row, _("was changed since"))
        if not self.after and row is not None:
            return self.sentence(row, _("is there again"))
        try:
            with transaction.atomic():
                write(self.model_class, self.key, self.after, self.before)
        except (IntegrityError, models.ObjectDoesNotExist):
            return self.sentence(row, _("no longer fits what stands beside it"))
        return None

    def sentence(self, row, why):
        label = capfirst(self.model_class._meta.verbose_name)
        name = Truncator(str(row)).chars(100) if row is not None else self.key
        owner = find(self.owner_model, self.owner[1])
        words = {"row": f"{label} “{name}”", "why": why}
        if owner is None or owner == row:
            return _("%(row)s %(why)s.") % words
        return _("%(row)s of “%(owner)s” %(why)s.") % {**words, "owner": owner}


def reference(record):
    return (record._meta.label_lower, str(record.pk))


def find(model, key):
    return model._base_manager.filter(pk=key).first()


def own_values(row):
    """{attribute: value} of everything that the row holds and does not follow from the rest."""
    return {
        field.attname: snapshots.value_of(row, field)
        for field in row._meta.concrete_fields
        if not field.primary_key and not is_derived(field)
    }


def is_derived(field):
    """An uploaded file has a pre_save too, and its name is content."""
    return snapshots.is_derived(field) and not isinstance(field, models.FileField)


def holds(row, values):
    now = {name: value_now(row, name) for name in values}
    return all(now[name] == value for name, value in values.items() if name != ORDER_ALONE)


def value_now(row, name):
    return snapshots.value_of(row, field_of(type(row), name))


def field_of(model, name):
    """The field of an attribute: `organisation_id` is that of `organisation`."""
    by_attribute = {field.attname: field for field in model._meta.concrete_fields}
    return by_attribute.get(name) or model._meta.get_field(name)


def write(model, key, before, after):
    if not before:
        model(pk=key, **without_sets(model, after)).save(force_insert=True)
    elif not after:
        model._base_manager.get(pk=key).delete()
    else:
        plain = without_sets(model, after)
        if plain:
            model._base_manager.filter(pk=key).update(**plain)
    for name in after.keys() - without_sets(model, after).keys():
        getattr(model._base_manager.get(pk=key), name).set(after[name])


def without_sets(model, values):
    return {name: v for name, v in values.items() if not field_of(model, name).many_to_many}
