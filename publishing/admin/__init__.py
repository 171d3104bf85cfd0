from .corrections import CorrectionAdmin
from .files import StoredFileAdmin
from .links import LinkCheckAdmin
from .pages import PageAdmin
from .queues import ChangeAdmin, PlannedWithdrawalAdmin, ReviewDateAdmin, VersionAdmin
from .sources import SourceAdmin

__all__ = [
    "ChangeAdmin",
    "CorrectionAdmin",
    "LinkCheckAdmin",
    "PageAdmin",
    "PlannedWithdrawalAdmin",
    "ReviewDateAdmin",
    "SourceAdmin",
    "StoredFileAdmin",
    "VersionAdmin",
]
