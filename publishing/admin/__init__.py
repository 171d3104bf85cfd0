from .pages import PageAdmin
from .queues import ChangeAdmin, PlannedWithdrawalAdmin, ReviewDateAdmin, VersionAdmin
from .sources import SourceAdmin

__all__ = [
    "ChangeAdmin",
    "PageAdmin",
    "PlannedWithdrawalAdmin",
    "ReviewDateAdmin",
    "SourceAdmin",
    "VersionAdmin",
]
