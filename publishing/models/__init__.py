from .links import Lease, LinkCheck, LinkUse
from .pages import Page
from .plans import PlannedWithdrawal, PreviewLink
from .records import IdentifierCounter, NumberedRecord, Record, RecordQuerySet
from .review_dates import ReviewDate
from .sources import Citation, Source
from .steps import Step
from .versions import Change, Redirect, Version

__all__ = [
    "Change",
    "Citation",
    "IdentifierCounter",
    "Lease",
    "LinkCheck",
    "LinkUse",
    "NumberedRecord",
    "Page",
    "PlannedWithdrawal",
    "PreviewLink",
    "Record",
    "RecordQuerySet",
    "Redirect",
    "ReviewDate",
    "Source",
    "Step",
    "Version",
]
