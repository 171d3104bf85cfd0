"""How organisations come in."""

from .tables import OrganisationTable

__all__ = ["OrganisationTable"]
