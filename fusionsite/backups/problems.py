"""Why there is no backup, or nothing was restored."""


class Failed(Exception):
    """Something could not be read, written or run."""


class Refused(Exception):
    """The backup is damaged, or does not belong here; nothing was changed."""
