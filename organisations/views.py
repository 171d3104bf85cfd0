from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from dates.spans import held_on
from publishing.as_of import LeftOut
from publishing.bounded import Bounded
from publishing.facts import of_shown_rows
from publishing.public_lists import PublicListView
from publishing.views import AsOfRecordView, RecordHistoryView, RecordVersionView
from themes.models import Theme

from .filters import OrganisationFilter
from .held import rows_held_on, show_as_on
from .involvement import involvement_of, partners_of
from .models import Organisation
from .over_time import over_time
from .relations import read_relations
from .structured import describe_organisation

SECTION = "organisations"
AGREEMENTS_READ = 200
AGREEMENTS_SHOWN = 10
PARTNERS_SHOWN = 12
MEMBERS_SHOWN = 20
PARTS_SHOWN = 8
PARTNERS_FOLDED = 100
MILESTONES_SHOWN = 6
MILESTONES_READ = 60
NEWS_SHOWN = 6


class OrganisationListView(PublicListView):
    filterset_class = OrganisationFilter
    section = SECTION
    template_name = "organisations/organisation_list.html"

    def get_queryset(self):
        by = self.as_of.given
        shown = Organisation.objects.published().not_withdrawn()
        return shown.begun_by(by).with_agreement_count(by)

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        show_as_on(self.as_of.given, context["organisation_list"])
        chosen = context["filter"]
        order = chosen.filters["sort"].code_of(chosen.form.cleaned_data["sort"])
        return {**context, "by_kind": order == "name"}


class OrganisationDetailView(AsOfRecordView):
    model = Organisation
    section = SECTION
    template_name = "organisations/organisation_detail.html"

    def records(self):
        related = super().records().select_related("parent", "successor")
        return related.prefetch_related("names", "sites", "identifiers")

    def had_begun(self):
        return self.records().begun_by(self.as_of.given).filter(pk=self.record.pk).exists()

    def citations(self):
        by = self.as_of.given
        if by is None:
            return super().citations()
        kept = {"names": [str(name.pk) for name in self.names]}
        bodies = self.record.memberships.filter(held_on(by, "since", "until"))
        kept["memberships"] = [str(row.pk) for row in bodies]
        return of_shown_rows(super().citations(), kept)

    @cached_property
    def names(self):
        return rows_held_on(self.as_of.given, self.record.names.all(), "held_from", "held_until")

    def get_context_data(self, **context):
        organisation, by = self.record, self.as_of.given
        agreements = agreements_of(organisation, by)
        shown = agreements.rows[:AGREEMENTS_SHOWN]
        organisation.agreements.model.read_events(shown, by)
        organisation.agreements.model.read_links_to_shown(shown, by)
        above = [other for other in (organisation.parent, organisation.successor) if other]
        parties = [party for agreement in agreements for party in agreement.parties.all()]
        show_as_on(by, [organisation, *above, *(party.organisation for party in parties)])
        partners = partners_of(organisation, agreements)
        relations = read_relations(organisation, by)
        milestones = Bounded(milestones_of(organisation, by), MILESTONES_READ)
        if not organisation.is_withdrawn and not by:
            context["structured_data"] = describe_organisation(
                organisation, member_of=[body for body in relations.memberships if not body.until]
            )
        return super().get_context_data(
            involvements=[involvement_of(organisation, agreement) for agreement in shown],
            agreement_count=agreements.all,
            over_time=over_time(agreements.rows),
            left_out=left_out(organisation) if by else None,
            more_agreements=agreements.all - len(shown),
            partners=partners[:PARTNERS_SHOWN],
            more_partners=partners[PARTNERS_SHOWN:][:PARTNERS_FOLDED],
            partners_left_out=len(partners) > PARTNERS_SHOWN + PARTNERS_FOLDED,
            relations=relations,
            parts=relations.parts[:PARTS_SHOWN],
            more_parts=relations.parts[PARTS_SHOWN:],
            members=relations.members[:MEMBERS_SHOWN],
            more_members=len(relations.members[MEMBERS_SHOWN:]),
            milestones=milestones.rows[:MILESTONES_SHOWN],
            older_milestones=milestones.rows[MILESTONES_SHOWN:],
            milestones_left_out=milestones.more,
            articles=Bounded(articles_of(organisation, by), NEWS_SHOWN),
            names=self.names,
            sites=organisation.sites.all(),
            identifiers=organisation.identifiers.all(),
            themes=Theme.objects.published().filter(organisations=organisation).in_order(),
            **context,
        )


class OrganisationHistoryView(RecordHistoryView):
    model = Organisation
    section = SECTION


class OrganisationVersionView(RecordVersionView):
    model = Organisation
    section = SECTION


def public_agreements(organisation):
    agreements = organisation.agreements.model.objects.published().not_withdrawn()
    return agreements.filter(pk__in=organisation.parties.values("agreement"))


def left_out(organisation):
    """Its agreements without a date, as LeftOut."""
    undated = public_agreements(organisation).undated().order_by()
    address = f"{reverse('agreements:list')}?organisation={organisation.slug}&dated=no"
    return LeftOut(undated.count(), address)


def agreements_of(organisation, by):
    """The public ones that stood by then, newest first, with their parties."""
    parties = organisation.parties.model.objects.select_related("organisation")
    newest = public_agreements(organisation).stood_by(by).with_days(by).newest_first()
    return Bounded(newest.prefetch_related(Prefetch("parties", parties)), AGREEMENTS_READ)


def milestones_of(organisation, by):
    """Those of public agreements that name it, newest first."""
    public = {
        "agreement__published_at__lte": timezone.now(),
        "agreement__withdrawn_at": None,
    }
    found = organisation.milestones.filter(**public).known_by(by).select_related("agreement")
    if by is not None:
        agreements = organisation.agreements.model.objects.stood_by(by).order_by()
        found = found.filter(agreement__in=agreements.values("pk"))
    return found.newest_first()


def articles_of(organisation, by):
    return organisation.articles.published().not_withdrawn().begun_by(by).newest_first()
