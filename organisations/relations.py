"""How an organisation is related to others: above and below it, before it, in it."""

from dataclasses import dataclass, field

from django.db.models import F, FilteredRelation, Q

from dates.spans import held_on
from publishing.rows_there import may_have

from .held import leave_out_end_ahead, show_as_on
from .models import Organisation

RELATIONS = ("parts", "predecessors", "memberships", "members")


@dataclass
class Relations:
    """`memberships`: bodies that it belongs to, each with `row`, `since`, `until` and `note`."""

    parts: list = field(default_factory=list)
    predecessors: list = field(default_factory=list)
    memberships: list = field(default_factory=list)
    members: list = field(default_factory=list)


def read_relations(organisation, by=None):
    """All in two queries; those that are not public are left out.

    `by`: the memberships of that day, and no predecessor that went on after it.
    """
    relations = Relations()
    if not any(may_have(organisation, each) for each in RELATIONS):
        return relations
    found = others(organisation, by)
    show_as_on(by, found)
    for other in found:
        if other.parent_id == organisation.pk:
            keep(relations.parts, other)
        if other.successor_id == organisation.pk and not other.went_on:
            keep(relations.predecessors, other)
        if other.row:
            leave_out_end_ahead(by, other, "until")
            keep(relations.memberships, other)
        if other.is_member:
            keep(relations.members, other)
    return relations


def others(organisation, by):
    """One row for each other organisation, more where it was joined more than once."""
    body = joined_on(by, "members", Q(members__organisation=organisation.pk))
    member = joined_on(by, "memberships", Q(memberships__body=organisation.pk))
    below = Q(parent=organisation.pk) | Q(successor=organisation.pk)
    joined = Q(as_body__isnull=False) | Q(as_member__isnull=False)
    return (
        Organisation.objects.published()
        .not_withdrawn()
        .filter(pk__in=keys_of_others(organisation))
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


def keys_of_others(organisation):
    """Asked first: databases would look through all organisations for what is joined in any way."""
    parts, predecessors = organisation.parts, organisation.predecessors
    bodies = organisation.memberships.values_list("body")
    members = organisation.members.values_list("organisation")
    own = [each.order_by().values_list("pk") for each in (parts, predecessors)]
    return [key for (key,) in own[0].union(own[1], bodies.order_by(), members.order_by())]


def joined_on(day, relation, condition):
    if day is not None:
        condition &= held_on(day, f"{relation}__since", f"{relation}__until")
    return FilteredRelation(relation, condition=condition)


def keep(others, other):
    same = [o for o in others if o.pk == other.pk and o.row == other.row]
    if not same:
        others.append(other)
