from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from publishing.bounded import Bounded
from publishing.public_lists import PublicListView
from publishing.views import RecordDetailView, RecordHistoryView, RecordVersionView
from themes.models import Theme

from .filters import OrganisationFilter
from .involvement import involvement_of, partners_of
from .models import Organisation
from .relations import read_relations
from .structured import describe_organisation

SECTION = "organisations"
AGREEMENTS_READ = 200
AGREEMENTS_SHOWN = 10
PARTNERS_SHOWN = 12
MEMBERS_SHOWN = 20
PARTNERS_FOLDED = 100
MILESTONES_SHOWN = 6
MILESTONES_READ = 60
NEWS_SHOWN = 6


class OrganisationListView(PublicListView):
    filterset_class = OrganisationFilter
    section = SECTION
    template_name = "organisations/organisation_list.html"

    def get_queryset(self):
        return Organisation.objects.published().not_withdrawn().with_agreement_count()

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        chosen = context["filter"]
        order = chosen.filters["sort"].code_of(chosen.form.cleaned_data["sort"])
        return {**context, "by_kind": order == "name"}


class OrganisationDetailView(RecordDetailView):
    model = Organisation
    section = SECTION
    template_name = "organisations/organisation_detail.html"

    def records(self):
        related = super().records().select_related("parent", "successor")
        return related.prefetch_related("names", "sites", "identifiers")

    def get_context_data(self, **context):
        organisation = self.record
        agreements = agreements_of(organisation)
        shown = agreements.rows[:AGREEMENTS_SHOWN]
        prefetch_related_objects(shown, "events")
        partners = partners_of(organisation, agreements)
        relations = read_relations(organisation)
        milestones = Bounded(milestones_of(organisation), MILESTONES_READ)
        if not organisation.is_withdrawn:
            context["structured_data"] = describe_organisation(
                organisation, member_of=[body for body in relations.memberships if not body.until]
            )
        return super().get_context_data(
            involvements=[involvement_of(organisation, agreement) for agreement in shown],
            agreement_count=agreements.all,
            more_agreements=agreements.all - len(shown),
            partners=partners[:PARTNERS_SHOWN],
            more_partners=partners[PARTNERS_SHOWN:][:PARTNERS_FOLDED],
            partners_left_out=len(partners) > PARTNERS_SHOWN + PARTNERS_FOLDED,
            relations=relations,
            members=relations.members[:MEMBERS_SHOWN],
            more_members=len(relations.members[MEMBERS_SHOWN:]),
            milestones=milestones.rows[:MILESTONES_SHOWN],
            older_milestones=milestones.rows[MILESTONES_SHOWN:],
            milestones_left_out=milestones.more,
            articles=Bounded(articles_of(organisation), NEWS_SHOWN),
            names=organisation.names.all(),
            sites=organisation.sites.all(),
            identifiers=organisation.identifiers.all(),
            site_url=settings.SITE_URL,
            themes=Theme.objects.published().filter(organisations=organisation).in_order(),
            **context,
        )


class OrganisationHistoryView(RecordHistoryView):
    model = Organisation
    section = SECTION


class OrganisationVersionView(RecordVersionView):
    model = Organisation
    section = SECTION


def agreements_of(organisation):
    """The public ones, newest first, with their parties."""
    own = organisation.parties.all()
    agreements = organisation.agreements.model.objects.published().not_withdrawn()
    parties = Prefetch("parties", own.model.objects.select_related("organisation"))
    newest = agreements.filter(pk__in=own.values("agreement")).with_days().newest_first()
    return Bounded(newest.prefetch_related(parties), AGREEMENTS_READ)


def milestones_of(organisation):
    """Those of public agreements that name it, newest first."""
    public = {
        "agreement__published_at__lte": timezone.now(),
        "agreement__withdrawn_at": None,
    }
    found = organisation.milestones.filter(**public).select_related("agreement")
    return found.newest_first()


def articles_of(organisation):
    return organisation.articles.published().not_withdrawn().newest_first()
