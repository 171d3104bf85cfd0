from django.conf import settings
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import TemplateView, View

from organisations.countries import country_in_sentence
from organisations.held import show_as_on
from publishing.bounded import Bounded
from publishing.facts import of_shown_rows
from publishing.kept_pages import MayBeKept
from publishing.public_lists import PublicListView
from publishing.rows_there import may_have, telling_rows
from publishing.views import (
    AsOfRecordView,
    RecordHistoryView,
    RecordMixin,
    RecordVersionView,
)

from . import words
from .choosing import TwoAgreementsForm
from .coming import next_of
from .filters import AgreementFilter, shown
from .gaps import gaps_of
from .known import name_parties_as_on, rows_shown
from .lineage import neighbours_of, read_lineage
from .models import Agreement
from .originals import original_of
from .side_by_side import compare
from .structured import describe_agreement, own_links

SECTION = "agreements"
NEWS_SHOWN = 6
UK = "GB"
MOST_PARTNERS_NAMED = 3
# Of most agreements nobody asks for these rows: they have none.
OFTEN_EMPTY = (
    *("documents", "themes", "signatories", "identifiers", "milestones"),
    *("links", "incoming_links", "articles"),
)
# Among the facts in short; all stand below them.
MOST_NAMED, NAMED_OF_MANY = 8, 5


class AgreementListView(PublicListView):
    """All public agreements, filtered by the address."""

    filterset_class = AgreementFilter
    section = SECTION
    template_name = "agreements/agreement_list.html"
    context_object_name = "agreements"

    def get_queryset(self):
        by = self.as_of.given
        return shown().stood_by(by).with_row_details(by)

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        name_parties_as_on(self.as_of.given, context["agreements"])
        return context

    def not_understood(self, reasons):
        """The sentences above an empty form, so that a reader can choose again."""
        empty = self.filterset_class(QueryDict(), self.get_queryset(), request=self.request)
        empty.is_valid()
        self.object_list = self.get_queryset().none()
        context = self.get_context_data(filter=empty, reasons=reasons)
        return self.render_to_response(context, status=400)


class AgreementDetailView(AsOfRecordView):
    model = Agreement
    section = SECTION
    template_name = "agreements/agreement_detail.html"

    def find(self, slug):
        agreement = super().find(slug)
        if agreement:
            agreement.read_details(self.as_of.given)
        return agreement

    def records(self):
        return telling_rows(super().records(), *OFTEN_EMPTY)

    def had_begun(self):
        Agreement.read_events([self.record], self.as_of.given)
        return self.record.lead_event is not None

    def citations(self):
        if not self.as_of.given:
            return super().citations()
        shown_rows = rows_shown(self.record, self.as_of.given)
        return of_shown_rows(super().citations(), shown_rows)

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        agreement, today = self.record, context["today"]
        by = self.as_of.given
        lineage = read_lineage(agreement, agreement.milestones.all(), by)
        name_parties_as_on(by, [agreement])
        show_as_on(by, [o for m in agreement.milestones.all() for o in m.organisations.all()])
        status = agreement.status_on(today)
        parties = list(agreement.parties.all())
        named = parties[:NAMED_OF_MANY] if len(parties) > MOST_NAMED else parties
        context.update(
            lineage=lineage,
            status=status,
            status_reason=words.status_reason(agreement, status, today),
            ended=words.ENDED,
            ends=words.end_words(agreement, today),
            members=members_of(agreement, parties),
            named=named,
            other_parties=len(parties) - len(named),
            members_word=words.members_word(agreement, len(parties)),
            members_heading=words.members_heading(agreement),
            partners=partner_countries(parties),
            with_uk=UK in countries_of(parties),
            coming=next_of(agreement, today),
            original=original_of(agreement, context["facts"]),
            gaps=gaps_of(agreement),
            articles=articles_of(agreement, by),
        )
        if not agreement.is_withdrawn and not by:
            links = own_links(agreement, lineage.connections)
            context["structured_data"] = describe_agreement(agreement, day=today, links=links)
        return context


def articles_of(agreement, by):
    if not may_have(agreement, "articles"):
        return Bounded.counted([], 0)
    articles = agreement.articles.published().not_withdrawn()
    return Bounded(articles.begun_by(by).newest_first(), NEWS_SHOWN)


def countries_of(parties):
    return {party.organisation.country.code for party in parties if party.organisation.has_country}


def partner_countries(parties):
    """(code, name in a sentence) of its countries but the UK; none where they are many."""
    codes = sorted(countries_of(parties) - {UK})
    if len(codes) > MOST_PARTNERS_NAMED:
        return []
    return [(code.lower(), country_in_sentence(code)) for code in codes]


def members_of(agreement, parties):
    """Pairs of a party and who signed for it; those of no party last, under None."""
    signed_for = {}
    for signatory in agreement.signatories.all():
        signed_for.setdefault(signatory.party_id, []).append(signatory)
    members = [(party, signed_for.get(party.pk, [])) for party in parties]
    others = signed_for.get(None, [])
    return [*members, (None, others)] if others else members


class AgreementCompareView(MayBeKept, TemplateView):
    """Two agreements side by side: `a` and `b` of the address. Without both, a form to name them.

    An agreement has one name here, its address: what else a visitor types leads there.
    """

    template_name = "agreements/agreement_compare.html"

    @classmethod
    def kept_with(cls, **arguments):
        return frozenset(TwoAgreementsForm.base_fields)

    def get(self, request):
        form = TwoAgreementsForm(request.GET)
        form.is_valid()
        chosen = {name: form.cleaned_data.get(name) for name in form.fields}
        names = {name: found.slug for name, found in chosen.items() if found}
        typed = {name: request.GET.get(name) for name in names}
        if names != typed:
            query = request.GET.copy()
            for name, slug in names.items():
                query[name] = slug
            return redirect(f"{request.path}?{query.urlencode()}")
        context = self.get_context_data(form=form, **chosen)
        return self.render_to_response(context, status=form.status)

    def get_context_data(self, form, a, b, **context):
        today = timezone.localdate()
        one = (a or b) if not (a and b) else None
        return super().get_context_data(
            section=SECTION,
            form=form,
            one=one,
            same=a is not None and a == b,
            neighbours=neighbours_of(one) if one else (),
            comparison=compare(a, b, today) if a and b and a != b else None,
            today=today,
            **context,
        )


class AgreementHistoryView(RecordHistoryView):
    model = Agreement
    section = SECTION


class AgreementVersionView(RecordVersionView):
    model = Agreement
    section = SECTION


class AgreementLineageView(RecordMixin, View):
    """The lineage as a picture in a file of its own."""

    http_method_names = ("get", "head", "options")
    model = Agreement
    section = SECTION

    def records(self):
        return super().records().prefetch_related("milestones")

    def get(self, request, slug):
        context = {
            "lineage": read_lineage(self.record, self.record.milestones.all()),
            "today": timezone.localdate(),
            "site_url": settings.SITE_URL,
        }
        return render(request, "agreements/lineage.svg", context, content_type="image/svg+xml")
