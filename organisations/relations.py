"""How an organisation is related to others: above and below it, before it, in it."""

from dataclasses import dataclass, field

from django.db.models import F, FilteredRelation, Q

from .models import Organisation


@dataclass
class Relations:
    """`memberships`: bodies that it belongs to, each with `row`, `since`, `until` and `note`."""

    parts: list = field(default_factory=list)
    predecessors: list = field(default_factory=list)
    memberships: list = field(default_factory=list)
    members: list = field(default_factory=list)


def read_relations(organisation):
    """All in one query; those that are not public are left out."""
    relations = Relations()
    for other in others(organisation):
        if other.parent_id == organisation.pk:
            keep(relations.parts, other)
        if other.successor_id == organisation.pk:
            keep(relations.predecessors, other)
        if other.row:
            keep(relations.memberships, other)
        if other.is_member:
            keep(relations.members, other)
    return relations


def others(organisation):
    """One row for each other organisation, more where it was joined more than once."""
    body = FilteredRelation("members", condition=Q(members__organisation=organisation.pk))
    member = FilteredRelation("memberships", condition=Q(memberships__body=organisation.pk))
    below = Q(parent=organisation.pk) | Q(successor=organisation.pk)
    joined = Q(as_body__isnull=False) | Q(as_member__isnull=False)
    return (
        Organisation.objects.published()
        .not_withdrawn()
        .annotate(as_body=body, as_member=member)
        .filter(below | joined)
        .annotate(
            row=F("as_body__id"),
            since=F("as_body__since"),
            until=F("as_body__until"),
            note=F("as_body__note"),
            is_member=F("as_member__id"),
        )
        .in_name_order()
    )


def keep(others, other):
    same = [o for o in others if o.pk == other.pk and o.row == other.row]
    if not same:
        others.append(other)
