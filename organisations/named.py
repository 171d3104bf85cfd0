"""Public organisations that records name, as files print them."""

from publishing.bounded import portions

from .held import show_as_on
from .models import NOT_APPLICABLE, Organisation

NOBODY = ("", "", "")


class NamedOrganisations:
    """Those of these keys that readers may see, under the names of the day; None: today's.

    What is asked of any other is "".
    """

    def __init__(self, keys, day=None):
        # {key: (identifier, name, country)}
        self.found = {}
        public = Organisation.objects.published()
        for some in portions({key for key in keys if key}):
            rows = public.filter(pk__in=some).values_list("pk", "identifier", "name", "country")
            self.found |= {key: facts for key, *facts in rows}
        if day is not None:
            self.name_as_on(day)

    def name_as_on(self, day):
        organisations = [
            Organisation(pk=key, name=name) for key, (_own, name, _country) in self.found.items()
        ]
        show_as_on(day, organisations)
        for organisation in organisations:
            identifier, _name, country = self.found[organisation.pk]
            self.found[organisation.pk] = (identifier, organisation.name, country)

    def identifier(self, key):
        return self.found.get(key, NOBODY)[0]

    def name(self, key):
        return self.found.get(key, NOBODY)[1]

    def country(self, key):
        """The code, also "" for what is in no country."""
        code = self.found.get(key, NOBODY)[2]
        return "" if code == NOT_APPLICABLE else code

    def known(self, rows, column="organisation"):
        """The rows that name one of them."""
        return [row for row in rows if getattr(row, column) in self.found]
