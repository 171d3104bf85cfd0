"""Rows that belong to records of any kind: those whose record readers see."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q

from publishing.registry import versioned_models


def of_public_records():
    """A condition on rows that point at a record by content_type and object_id."""
    condition = Q()
    for model in versioned_models():
        kind = ContentType.objects.get_for_model(model)
        public = model.objects.published().filter(pk=OuterRef("object_id"))
        # The kind is looked at first: a look-up is made in one table alone.
        condition |= Q(content_type=kind) & Q(Exists(public))
    return condition
