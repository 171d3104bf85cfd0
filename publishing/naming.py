"""Which records name a record: in a field of theirs, in a row of theirs, or in a draft."""

from django.db.models import TextField
from django.db.models.functions import Cast

from .bounded import portions
from .models import Record, Version


def named_by(record, limit=5):
    """Published records that refer to this one, at most `limit` of them."""
    return naming(record, limit, published_at__isnull=False)


def naming(record, limit, **conditions):
    """Records that refer to this one and meet the conditions, at most `limit` of them."""
    found = {}
    for relation in record._meta.related_objects:
        if len(found) < limit and leads_to_a_record(relation):
            for other in owners(relation, record).filter(**conditions)[:limit]:
                found[other] = None
    return list(found)[:limit]


def namers(model, keys):
    """{key: {(model, key of a public record that refers to it), …}} of those that are named."""
    found = {}
    for relation in model._meta.related_objects:
        if leads_to_a_record(relation):
            owner, column = owner_column(relation)
            for some in portions(keys):
                for key, other in named_rows(relation, column, some):
                    found.setdefault(key, set()).add((owner, other))
    public = {}
    for owner in {owner for others in found.values() for owner, _key in others}:
        wanted = {key for others in found.values() for kind, key in others if kind is owner}
        for some in portions(wanted):
            rows = owner._base_manager.filter(pk__in=some, published_at__isnull=False)
            public.setdefault(owner, set()).update(rows.values_list("pk", flat=True))
    return {
        key: {
            (owner, other)
            for owner, other in others
            if other in public.get(owner, ()) and (owner, other) != (model, key)
        }
        for key, others in found.items()
    }


def owner_column(relation):
    """(the kind of record that holds the relation, the column that says which one)."""
    model = relation.related_model
    owner_field = getattr(model, "owner_field", None)
    if owner_field:
        return model._meta.get_field(owner_field).related_model, f"{owner_field}_id"
    return model, "pk"


def named_rows(relation, column, keys):
    name = relation.field.name
    rows = relation.related_model._base_manager.filter(**{f"{name}__in": keys})
    return rows.order_by().values_list(name, column).distinct()


def leads_to_a_record(relation):
    model = relation.related_model
    return bool(getattr(model, "owner_field", None)) or issubclass(model, Record)


def owners(relation, record):
    """The records that hold the relation to this one, in themselves or in a row of theirs."""
    model = relation.related_model
    rows = model._base_manager.filter(**{relation.field.name: record})
    owner_field = getattr(model, "owner_field", None)
    if owner_field:
        model = model._meta.get_field(owner_field).related_model
        found = model.objects.filter(pk__in=rows.values(owner_field))
    else:
        found = model.objects.filter(pk__in=rows.values("pk"))
    return found.exclude(pk=record.pk) if isinstance(record, model) else found


def drafts_naming(record, limit):
    """Records with a draft that refers to this one, at most `limit` of them."""
    waiting = [*Version.OPEN, Version.State.CONFLICT]
    versions = Version.objects.filter(state__in=waiting).exclude(object_id=record.pk)
    text = Cast("snapshot", TextField())
    found = versions.annotate(text=text).filter(text__contains=str(record.pk))
    found = found.without_snapshot().order_by("since", "pk").prefetch_related("record")
    return list(dict.fromkeys(version.record for version in found[:limit] if version.record))
