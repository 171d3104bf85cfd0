"""What stands in the way of an import."""


class Unreadable(Exception):
    """The source cannot be read at all; the text says why, to a person."""


class Stopped(Exception):
    """The run was ended before it wrote anything; the text says why, to a person."""
