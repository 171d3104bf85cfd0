"""Records that are named before they are written, in one transaction."""

from django.utils.translation import gettext as _

from publishing import snapshots
from publishing.batches import change
from publishing.snapshots import child_relation, content_fields


class Ahead:
    """What is expected of later batches, and who names it."""

    def __init__(self, model):
        self.model = model
        self.expected = set()
        self.named_by = {}

    def expect(self, key):
        self.expected.add(str(key))

    def named_in(self, contents):
        """Keys as text of what these contents name ahead."""
        if not self.expected:
            return frozenset()
        found = set()
        for key, content in contents.items():
            named = snapshots.references(self.model, content).get(self.model, set())
            ahead = self.expected & named
            for other in ahead:
                self.named_by.setdefault(other, set()).add(key)
            found |= ahead
        return frozenset(found)

    def mend(self, words):
        """Let go of what was expected and is refused: nothing in the register names it.

        Returns (keys as text of what is missing, {key of a record that named it: its Version}).
        """
        here = self.model._base_manager.filter(pk__in=self.named_by).values_list("pk", flat=True)
        missing = self.named_by.keys() - set(map(str, here))
        naming = set().union(*(self.named_by[key] for key in missing))
        if not naming:
            return missing, {}
        contents = snapshots.take_many(self.model, naming)
        for content in contents.values():
            forget(self.model, content, missing)
        note = _("What it named could not be imported")
        return missing, change(self.model, contents, note=note, minor=True, **words).versions


def forget(model, content, missing):
    """Take what names these keys out of a snapshot: fields, and rows that need them."""
    forget_in(content_fields(model), content["fields"], missing)
    for name, rows in content["children"].items():
        fields = child_relation(model, name).fields
        gone = [key for key, values in rows.items() if forget_in(fields, values, missing)]
        for key in gone:
            del rows[key]


def forget_in(fields, values, missing):
    """Whether the row cannot do without what is gone."""
    needed = False
    for field in fields:
        value = values.get(field.name)
        if not field.remote_field or not value:
            continue
        if isinstance(value, list):
            values[field.name] = [key for key in value if key not in missing]
        elif value in missing:
            values[field.name] = None
            needed = needed or not field.null
    return needed
