from .pages import Page
from .records import IdentifierCounter, NumberedRecord, Record, RecordQuerySet
from .sources import Citation, Source
from .versions import Change, Redirect, Version

__all__ = [
    "Change",
    "Citation",
    "IdentifierCounter",
    "NumberedRecord",
    "Page",
    "Record",
    "RecordQuerySet",
    "Redirect",
    "Source",
    "Version",
]
