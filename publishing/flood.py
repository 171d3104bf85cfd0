"""How much the public may send. What is counted is what was kept: it is the same for every process.

A cache would count apart in each process, and forget when it is emptied.
"""

from django.utils.translation import gettext as _

from .rights import Refused


class Flooded(Refused):
    """Too much was sent; `seconds`: when to try again."""

    def __init__(self, seconds):
        self.seconds = seconds
        super().__init__(
            _(
                "Very many messages have arrived lately. Nothing that you wrote is lost: "
                "leave this page open and send it again in an hour."
            )
        )
