"""Themes as people name them: by code or by name, in any case."""

from imports import columns

from .models import Theme


class NamedThemes:
    """Looks all themes up once."""

    def __init__(self):
        rows = list(Theme.objects.order_by("slug").values_list("slug", "name", "pk"))
        self.choices = [(slug, name) for slug, name, _key in rows]
        self.keys = {slug: str(key) for slug, _name, key in rows}
        self.known = {}

    def keys_of(self, names):
        """Their keys, in the order of a snapshot. Raises ValidationError for a name of none."""
        return sorted({self.key_of(name) for name in names})

    def key_of(self, name):
        if name not in self.known:
            self.known[name] = self.keys[columns.code(name, self.choices)]
        return self.known[name]
