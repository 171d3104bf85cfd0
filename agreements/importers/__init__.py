from .tables import AgreementTable

__all__ = ["AgreementTable"]
