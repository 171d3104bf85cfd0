"""What an organisation has a part in, and with whom."""

from dataclasses import dataclass, field

PLAIN_ROLE = "party"


@dataclass
class Involvement:
    """One agreement, with the roles and the names at signing that go without saying left out."""

    agreement: object
    roles: list
    names: list


@dataclass
class Partner:
    organisation: object
    agreements: list = field(default_factory=list)


def involvement_of(organisation, agreement):
    """Needs the agreement's parties prefetched."""
    own = [p for p in agreement.parties.all() if p.organisation_id == organisation.pk]
    names = {p.name_at_signing: None for p in own if p.name_at_signing != organisation.name}
    return Involvement(
        agreement,
        roles=[p.get_role_display() for p in own if p.role != PLAIN_ROLE],
        names=[name for name in names if name],
    )


def partners_of(organisation, agreements):
    """Those that it shares agreements with, most shared first; needs the parties prefetched."""
    partners = {}
    for agreement in agreements:
        for other in {party.organisation for party in agreement.parties.all()}:
            if other.pk != organisation.pk and other.is_published:
                partner = partners.setdefault(other.pk, Partner(other))
                partner.agreements.append(agreement)
    return sorted(
        partners.values(),
        key=lambda p: (-len(p.agreements), p.organisation.name_key, str(p.organisation.pk)),
    )
