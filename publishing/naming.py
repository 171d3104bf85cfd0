"""Which records name a record: in a field of theirs, in a row of theirs, or in a draft."""

from django.db.models import TextField
from django.db.models.functions import Cast

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
