from .corrections import Correction
from .counts import ChangeCount
from .fact_checks import FactCheckAnswer
from .files import FileUse, StoredFile
from .links import Lease, LinkCheck, LinkUse
from .pages import Page
from .plans import PlannedWithdrawal, PreviewLink
from .records import IdentifierCounter, NumberedRecord, Record, RecordQuerySet
from .remarks import Remark
from .review_dates import ReviewDate
from .sources import Citation, Source
from .steps import Step
from .versions import Change, Redirect, Version

__all__ = [
    "Change",
    "ChangeCount",
    "Citation",
    "Correction",
    "FactCheckAnswer",
    "FileUse",
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
    "Remark",
    "ReviewDate",
    "Source",
    "Step",
    "StoredFile",
    "Version",
]
