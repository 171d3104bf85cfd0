"""The register in one file, whole: its database and its uploaded files, and back again.

A backup is written while everybody works, and a restore leaves what was there until all of the
backup has been read, compared with its checksums and loaded.
"""

from .making import back_up
from .places import forget_older
from .problems import Failed, Refused
from .restoring import restore, verify

__all__ = ["Failed", "Refused", "back_up", "forget_older", "restore", "verify"]
