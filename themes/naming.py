"""Themes as people name them: by code or by name, in any case."""

import re
import uuid

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns
from imports.importer import NAMESPACE
from publishing.batches import add
from publishing.models import Step

from .models import Theme

CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")


class NamedThemes:
    """Looks all themes up once.

    `makes_new`: a code that is not here names a theme that make_new() brings into the register.
    """

    def __init__(self, *, makes_new=False):
        rows = list(Theme.objects.order_by("slug").values_list("slug", "name", "pk"))
        self.choices = [(slug, name) for slug, name, _key in rows]
        self.keys = {slug: str(key) for slug, _name, key in rows}
        self.known = {}
        self.makes_new = makes_new
        self.new = {}

    def keys_of(self, names):
        """Their keys, in the order of a snapshot. Raises ValidationError for a name of none."""
        return sorted({self.key_of(name) for name in names})

    def key_of(self, name):
        if name not in self.known:
            self.known[name] = self.look_up(name)
        return self.known[name]

    def look_up(self, name):
        try:
            return self.keys[columns.code(name, self.choices)]
        except ValidationError:
            if not (self.makes_new and CODE.fullmatch(name)):
                raise
        self.new[name] = uuid.uuid5(NAMESPACE, f"{Theme._meta.label_lower}|{name}")
        return str(self.new[name])

    def make_new(self, *, by, at):
        """Publish what was named and is not here, under the words of its code."""
        if not self.new:
            return
        contents = {
            key: {"fields": {"slug": code, "name": words_of(code), "position": position}}
            for position, (code, key) in enumerate(sorted(self.new.items()), len(self.choices) + 1)
        }
        note = _("First publication")
        add(Theme, contents, by=by, at=at, note=note, road=Step.Road.IMPORT)


def words_of(code):
    return code.replace("_", " ").capitalize()
