"""Autocompletes that stand a forged form: what is no key is no choice, and no fault either."""

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError


class KeysAlone:
    """Django asks the database for whatever was sent; a UUID column refuses to be asked so.

    `known`: {key: words} of rows that were read already; nothing is asked for them again.
    """

    known = {}

    def optgroups(self, name, value, attrs=None):
        keys = [key for key in value if self.is_key(key)]
        if keys and set(keys) <= self.known.keys():
            return [(None, self.known_options(name, keys), 0)]
        return super().optgroups(name, keys, attrs)

    def known_options(self, name, keys):
        """The chosen rows, after an empty one where none may be chosen."""
        empty = [] if self.is_required or self.allow_multiple_selected else [("", "", False)]
        chosen = [(key, self.known[key], True) for key in keys]
        return [
            self.create_option(name, key, words, selected, place)
            for place, (key, words, selected) in enumerate([*empty, *chosen])
        ]

    def is_key(self, value):
        try:
            self.field.remote_field.model._meta.pk.to_python(value)
        except ValidationError:
            return False
        return True


class Autocomplete(KeysAlone, AutocompleteSelect):
    pass


class AutocompleteMultiple(KeysAlone, AutocompleteSelectMultiple):
    pass


class Autocompletes:
    """Part of an admin or an inline: uses them for its autocomplete_fields."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", AutocompleteMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)
