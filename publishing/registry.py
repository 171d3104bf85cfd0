"""What belongs to a record: one declaration at each model."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Content:
    children: tuple = ()
    exclude: frozenset = frozenset()
    renamed: dict = field(default_factory=dict)


_content = {}


def versioned(*, children=(), exclude=(), renamed=None):
    """Class decorator for a Record whose versions are kept.

    `children`: the related names of the rows that belong to it. `exclude`: fields that are not
    content, besides those that no editor can edit. `renamed`: {old: new} names in old snapshots.
    """

    def register(model):
        _content[model] = Content(tuple(children), frozenset(exclude), dict(renamed or {}))
        return model

    return register


def content_of(model):
    return _content.get(model, Content())


def versioned_models():
    return list(_content)
