"""How organisations come in: tables, ROR, GOV.UK."""

from .govuk import GovukOrganisationImporter
from .ror import RorImporter
from .tables import OrganisationTable

__all__ = ["GovukOrganisationImporter", "OrganisationTable", "RorImporter"]
