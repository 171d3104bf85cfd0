"""Lists with their filters, as what an alert is about."""

from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.filters import AgreementFilter
from news.filters import ArticleFilter
from organisations.filters import OrganisationFilter
from publishing.as_of import AsOf
from publishing.bounded import portions
from publishing.heads import known_query
from publishing.ordering import fold
from publishing.public_lists import SortFilter, YearFilter, years_in_words
from search.registry import searchable_of

SEARCH = "q"
OF_CHANGES = ("country", "organisation", "theme")


class NotUnderstood(Exception):
    """`reasons`: sentences on what cannot be read in what an alert is about."""

    def __init__(self, *reasons):
        super().__init__(*reasons)
        self.reasons = reasons


class ListSubject:
    """What a list finds on the day that a letter is written, and what was withdrawn from it."""

    def __init__(self, section, query, day):
        self.section, self.listed, self.day = section, LISTS[section], day
        self.model = self.listed.model
        self.filterset = self.filtered(query, self.model.objects.none())
        if not self.filterset.is_valid():
            raise NotUnderstood(*(s for each in self.filterset.errors.values() for s in each))

    def filtered(self, query, rows):
        return self.listed.filterset_class(query, queryset=rows, as_of=AsOf(self.day))

    @cached_property
    def query(self):
        """(name, value) of what narrows the list: its order is for those who look at it."""
        sorts = {n for n, each in self.filterset.filters.items() if isinstance(each, SortFilter)}
        return [(name, value) for name, value in known_query(self.filterset) if name not in sorts]

    @property
    def of_changes(self):
        """What of it the page of changes knows, too."""
        return [(name, value) for name, value in self.query if name in OF_CHANGES]

    @property
    def about(self):
        return urlencode([("list", self.section), *self.query])

    @property
    def address(self):
        listed = reverse(f"{self.section}:list")
        return f"{listed}?{urlencode(self.query)}" if self.query else listed

    @property
    def title(self):
        return self.title_with(self.chosen())

    @property
    def title_without_search(self):
        """For who has not confirmed: a stranger may have typed what is looked for."""
        chosen = self.chosen(without=SEARCH)
        if self.searched:
            chosen.append(_("with words that were searched for"))
        return self.title_with(chosen)

    def title_with(self, chosen):
        return f"{self.listed.label} ({'; '.join(chosen)})" if chosen else str(self.listed.all)

    @property
    def searched(self):
        return self.filterset.form.cleaned_data[SEARCH]

    def chosen(self, without=""):
        """What narrows the list, in words."""
        words = [
            f"“{label}”" if name == SEARCH else str(label)
            for name, each in self.filterset.filters.items()
            if not isinstance(each, SortFilter | YearFilter) and name != without
            for _value, label in self.filterset.chosen(name)
        ]
        if any(self.filterset.years):
            words.append(years_in_words(*self.filterset.years))
        return words

    def concerned(self, model, keys, withdrawn):
        """Which of the keys are those of its records; `withdrawn`: of which a withdrawal is told.

        Withdrawn records are in no list: the filters are held against them apart.
        """
        if model is not self.model:
            return set()
        index, found = self.filterset.index, self.filterset.found()
        numbers = {key: index.number_of(key) for key in keys}
        shown = {key for key, number in numbers.items() if number is not None and number in found}
        return shown | self.kept_of_withdrawn(withdrawn - shown)

    def kept_of_withdrawn(self, keys):
        query = QueryDict(urlencode([each for each in self.query if each[0] != SEARCH]))
        kept = set()
        for some in portions(keys):
            found = self.filtered(query, self.listed.withdrawn().filter(pk__in=some)).qs
            kept.update(record.pk for record in self.with_searched_words(found))
        return kept

    def with_searched_words(self, records):
        """What was withdrawn is not in the index of the search: its texts are read instead."""
        wanted = set(fold(self.searched).split())
        if not wanted:
            return records
        searchable = searchable_of(self.model)
        return [
            record
            for record in searchable.prepared(records)
            if wanted <= set(fold(" ".join(str(t) for _n, t in searchable.texts(record))).split())
        ]


class Listed:
    """A list that an alert may be about."""

    def __init__(self, filterset_class, label, all_of_it):
        self.filterset_class, self.label, self.all = filterset_class, label, all_of_it
        self.model = filterset_class._meta.model

    def withdrawn(self):
        """What was withdrawn, as the filters take it."""
        found = self.model.objects.published().filter(withdrawn_at__isnull=False)
        return found.with_days() if hasattr(found, "with_days") else found


LISTS = {
    "agreements": Listed(
        AgreementFilter, gettext_lazy("Agreements"), gettext_lazy("All agreements")
    ),
    "organisations": Listed(
        OrganisationFilter, gettext_lazy("Organisations"), gettext_lazy("All organisations")
    ),
    "news": Listed(ArticleFilter, gettext_lazy("News"), gettext_lazy("All news")),
}
