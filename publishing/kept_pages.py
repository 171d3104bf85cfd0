"""Which public pages may be kept whole and given to the next visitor: the app page_cache asks."""

PAGE = "page"


class MayBeKept:
    """A view whose answers follow from the register, the address and the day, and nothing else.

    It reads no cookie and no header of the visitor.
    """

    @classmethod
    def kept_with(cls, **arguments):
        """The names of the parameters that it knows, given the arguments of its address.

        With another parameter its answer is not kept; None: it is never kept.
        """
        return frozenset()


def may_be_kept(*parameters):
    """The same of a view that is a function."""

    def declared(view):
        view.kept_with = lambda **arguments: frozenset(parameters)
        return view

    return declared


def known_parameters(match):
    """What the view of a ResolverMatch says of itself; None where its answers are never kept."""
    view = getattr(match.func, "view_class", match.func)
    kept_with = getattr(view, "kept_with", None)
    return kept_with(**match.kwargs) if kept_with else None
