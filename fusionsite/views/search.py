"""All records together, by what somebody types."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import ListView

from publishing.kept_pages import PAGE, MayBeKept
from search.fields import SearchField
from search.finding import find
from search.registry import searchables
from search.results import count_by_kind, hits, keys_in_order


class SearchForm(forms.Form):
    q = SearchField()
    type = forms.CharField(required=False)

    def clean_type(self):
        code = self.cleaned_data["type"]
        if code and code not in {each.code for each in searchables()}:
            known = ", ".join(each.code for each in searchables())
            message = _("Kind of result: choose one of %(known)s.") % {"known": known}
            raise forms.ValidationError(message, code="type")
        return code


class SearchView(MayBeKept, ListView):
    """The best matches first, each with the reason why it is there."""

    template_name = "fusionsite/search.html"
    paginate_by = settings.PUBLIC_PAGE_SIZE
    context_object_name = "hits"

    @classmethod
    def kept_with(cls, **arguments):
        return frozenset({*SearchForm.base_fields, PAGE})

    def get(self, request, *args, **kwargs):
        self.form = SearchForm(request.GET)
        if not self.form.is_valid():
            return self.not_understood()
        code = self.form.cleaned_data["type"]
        self.kind = next((each.kind for each in searchables() if each.code == code), None)
        self.found = find(self.form.cleaned_data["q"], kind=self.kind)
        self.counts = count_by_kind(self.found)
        return super().get(request, *args, **kwargs)

    def not_understood(self):
        reasons = [sentence for each in self.form.errors.values() for sentence in each]
        context = {"section": "search", "reasons": reasons}
        return self.response_class(
            self.request, [self.template_name], context, status=400, using=self.template_engine
        )

    def get_queryset(self):
        return keys_in_order(self.found, self.counts, self.kind)

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        counts = self.counts
        context.update(
            section="search",
            found=self.found,
            total=counts.total(),
            tabs=[(each, counts[each.kind]) for each in searchables() if counts[each.kind]],
            type=self.form.cleaned_data["type"],
            hits=hits(list(context["hits"]), self.found, timezone.localdate()),
        )
        return context
