"""What the address of an admin list may ask: its own filters, in a bounded number of words."""

from django.contrib import messages
from django.contrib.admin import ListFilter
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .list_search import MOST_FOUND, with_words

MOST_WORDS = 20
# What the filters of Django's admin put behind the name of a field.
FILTER_SUFFIXES = ("", "__exact", "__isnull", "__id__exact")


class OwnFiltersAlone:
    """Part of an admin. Django lets any field be asked by any lookup, even a regular expression."""

    def lookup_allowed(self, lookup, value, request):
        return lookup in self.filter_parameters(request)

    def filter_parameters(self, request):
        for entry in self.get_list_filter(request):
            if isinstance(entry, type) and issubclass(entry, ListFilter):
                yield entry.parameter_name
            else:
                yield from (f"{entry}{suffix}" for suffix in FILTER_SUFFIXES)

    def get_search_results(self, request, queryset, search_term):
        """Looks at the first words: SQLite refuses a condition of a thousand."""
        words = " ".join(search_term.split()[:MOST_WORDS])
        found, is_cut = with_words(queryset, self.get_search_fields(request), words)
        if is_cut and request.resolver_match.url_name.endswith("_changelist"):
            message = _("Of more than %(number)s found, the first are listed. Add a word.")
            messages.warning(request, message % {"number": number_format(MOST_FOUND)})
        return found, False
