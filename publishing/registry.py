"""What belongs to a record: one declaration at each model."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Content:
    children: tuple = ()
    exclude: frozenset = frozenset()
    renamed: dict = field(default_factory=dict)
    together: tuple = ()
    not_copied: frozenset = frozenset({"citations"})

    def unit_of(self, name):
        """The fields that are one with this one: they are merged and chosen as a whole."""
        return next((group for group in self.together if name in group), (name,))


_content = {}


def versioned(*, children=(), exclude=(), renamed=None, together=(), not_copied=()):
    """Class decorator for a Record whose versions are kept.

    `children`: the related names of the rows that belong to it. `exclude`: fields that are not
    content, besides those that no editor can edit. `renamed`: {old: new} names in old snapshots,
    a field of a row as "parties.role". `together`: groups of fields that mean nothing apart.
    `not_copied`: rows that a copy of the record begins without, besides its citations.
    """

    def register(model):
        groups = tuple(tuple(group) for group in together)
        _content[model] = Content(
            children=tuple(children),
            exclude=frozenset(exclude),
            renamed=dict(renamed or {}),
            together=groups,
            not_copied=Content.not_copied | set(not_copied),
        )
        return model

    return register


def content_of(model):
    return _content.get(model, Content())


def versioned_models():
    return list(_content)
