from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from dates.spans import held_on
from exports.offered import filters_of
from publishing.as_of import LeftOut
from publishing.bounded import Bounded
from publishing.facet_numbers import NO_NUMBERS
from publishing.facets import kept_index_of
from publishing.facts import of_shown_rows
from publishing.public_lists import PublicListView
from publishing.rows_there import may_have, read_rows, telling_rows
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
AGREEMENTS = "agreements"
# Of most organisations nobody asks for these rows: they have none.
OFTEN_EMPTY = (
    *("names", "sites", "identifiers", "themes", "parties", "milestones", "articles"),
    *("parts", "predecessors", "memberships", "members"),
)
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

    def find(self, slug):
        organisation = super().find(slug)
        if organisation:
            read_rows(organisation, "names", "sites", "identifiers")
        return organisation

    def records(self):
        related = super().records().select_related("parent", "successor")
        return telling_rows(related, *OFTEN_EMPTY)

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
        milestones = milestones_of(organisation, by)
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
            articles=articles_of(organisation, by),
            names=self.names,
            sites=organisation.sites.all(),
            identifiers=organisation.identifiers.all(),
            themes=themes_of(organisation),
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
    if not may_have(organisation, "parties"):
        return Bounded.counted([], 0)
    parties = organisation.parties.model.objects.select_related("organisation")
    read = Prefetch("parties", parties)
    if by is None and is_in_many(organisation) and (index := kept_index_of(filters_of(AGREEMENTS))):
        # A database would put all of them into order for the first few.
        numbers = index.members("organisation", None).get(organisation.slug, NO_NUMBERS)
        shown = organisation.agreements.model.objects.published().not_withdrawn().with_days()
        newest = index.in_first_order(numbers)[:AGREEMENTS_READ]
        return Bounded.counted(index.pick(shown.prefetch_related(read), newest), len(numbers))
    newest = public_agreements(organisation).stood_by(by).with_days(by).newest_first()
    return Bounded(newest.prefetch_related(read), AGREEMENTS_READ)


def is_in_many(organisation):
    """Whether in more agreements than are read."""
    most = AGREEMENTS_READ + 1
    return organisation.parties.values("pk")[:most].count() == most


def milestones_of(organisation, by):
    """Those of public agreements that name it, newest first."""
    if not may_have(organisation, "milestones"):
        return Bounded.counted([], 0)
    public = {
        "agreement__published_at__lte": timezone.now(),
        "agreement__withdrawn_at": None,
    }
    found = organisation.milestones.filter(**public).known_by(by).select_related("agreement")
    if by is not None:
        agreements = organisation.agreements.model.objects.stood_by(by).order_by()
        found = found.filter(agreement__in=agreements.values("pk"))
    return Bounded(found.newest_first(), MILESTONES_READ)


def articles_of(organisation, by):
    if not may_have(organisation, "articles"):
        return Bounded.counted([], 0)
    articles = organisation.articles.published().not_withdrawn()
    return Bounded(articles.begun_by(by).newest_first(), NEWS_SHOWN)


def themes_of(organisation):
    if not may_have(organisation, "themes"):
        return []
    return Theme.objects.published().filter(organisations=organisation).in_order()
