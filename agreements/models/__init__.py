from .agreement import Agreement, AgreementQuerySet
from .children import Document, Event, Identifier, Link, Milestone, Party, Signatory

__all__ = [
    "Agreement",
    "AgreementQuerySet",
    "Document",
    "Event",
    "Identifier",
    "Link",
    "Milestone",
    "Party",
    "Signatory",
]
