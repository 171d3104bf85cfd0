"""Many records at once on the one road into publication: what importers find new and changed.

One call is one transaction. What is refused does not stop the rest.
"""

from .adding import Written, add, change
from .taking_back import take_back

__all__ = ["Written", "add", "change", "take_back"]
