"""How organisations come in."""

from .ror import RorImporter
from .tables import OrganisationTable

__all__ = ["OrganisationTable", "RorImporter"]
