"""The timeline of all agreements, filtered by the address, and the same as a file."""

from django.conf import settings
from django.http import QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.filters import AgreementFilter
from exports.embeds import Embed
from fusionsite import lanes
from fusionsite.by_country import UK
from fusionsite.timelines import read_timeline, with_table_details
from organisations.countries import country_in_sentence
from organisations.filters import name_of_country
from publishing.facet_orders import InOrder
from publishing.facets import index_of
from publishing.public_lists import CodesFilter, PublicListView

from .records import agreements

ROWS_A_PAGE = 20  # beside the picture a page stays light
FORM_GROUPS = ("country", "level", "theme")


class LaneFilter(CodesFilter):
    """Keeps what stands in the lanes, by the index alone. Links of the picture lead to it."""

    @property
    def field(self):
        self.extra.update(labels=dict(lanes.lane_choices()), known=known_lanes)
        return super(CodesFilter, self).field

    def kept(self, codes):
        return lanes.Lanes(self.parent.index, self.parent.home).within(codes)


def known_lanes(codes):
    return {code: name for code in codes if len(code) == 2 and (name := name_of_country(code))}


class TimelineFilter(AgreementFilter):
    """The filters of the list of agreements that a timeline has, and its lanes.

    Where one country is chosen the lanes are those with which that country has agreed something.
    """

    lane = LaneFilter(label=gettext_lazy("Lane"), choices=lambda codes: ())
    q = status = legal_character = organisation = sort = None

    @classmethod
    def codes_filters(cls):
        return {name: each for name, each in super().codes_filters().items() if name != "lane"}

    @cached_property
    def index(self):
        """That of the list, which has the same agreements."""
        return index_of(AgreementFilter)

    @property
    def home(self):
        chosen = self.form.cleaned_data["country"]
        return chosen[0].upper() if len(chosen) == 1 else UK

    @cached_property
    def groups(self):
        """What the form offers; kinds are told apart by the address alone."""
        return [group for group in super().groups if group.name in FORM_GROUPS]

    def in_order(self):
        """The oldest first, what has no date last."""
        if self.as_of.given:
            return InOrder(self.oldest_first(), self.found())
        order = self.index.told_of(self.index.all, "oldest first", self.oldest_first)
        return InOrder(order, self.found())

    def oldest_first(self):
        """All numbers of the day."""
        spans = AgreementFilter.spans_on(self.index, self.as_of.given)
        undated = self.index.in_first_order(self.there - spans.numbers)
        return [*sorted(spans.order, key=lambda number: spans.days[number][0]), *undated]

    def address(self, path=None, fragment="", **parts):
        """The address of what is chosen, with these parts instead."""
        address = address_of(path or reverse("timeline"), **{**self.form.cleaned_data, **parts})
        return f"{address}#{fragment}" if fragment else address


class TimelineView(PublicListView):
    filterset_class = TimelineFilter
    section = "timeline"
    template_name = "fusionsite/timeline.html"
    context_object_name = "agreements"
    paginate_by = ROWS_A_PAGE

    def get_queryset(self):
        by = self.as_of.given
        return with_table_details(agreements().stood_by(by), by)

    def get_context_data(self, **context):
        found, by = context["filter"], self.as_of.given
        timeline = read_timeline(
            *(found.index, found.found(), found.address), day=found.day, by=by, home=found.home
        )
        context.update(
            timeline=timeline,
            headline=headline(found.home),
            home=found.home,
            file=found.address(reverse("timeline_file")),
            all_undated=found.address(page="last", fragment="results"),
        )
        if not found.form.cleaned_data["lane"]:
            context["list_address"] = found.address(reverse("agreements:list"))
        context = super().get_context_data(**context)
        lanes.Lanes(found.index, found.home).give_to(context[self.context_object_name])
        return context


class TimelineEmbedView(Embed, TimelineView):
    full = "timeline"
    name = gettext_lazy("Timeline of agreements")
    template_name = "fusionsite/timeline_embed.html"


class TimelineFileView(TimelineView):
    """The picture alone: it needs no stylesheet, so that it is whole wherever it is opened."""

    template_name = "fusionsite/timeline.svg"

    def render_to_response(self, context, **options):
        context["site_url"] = settings.SITE_URL
        name = "fusion-agreements-timeline.svg"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return TemplateResponse(
            self.request,
            self.template_name,
            context,
            content_type="image/svg+xml",
            headers=headers,
        )


def headline(home=UK):
    """How a timeline arranges its agreements: their number stands before it, the years after."""
    if home == UK:
        return _("by partner country")
    return _("of %(country)s by partner country") % {"country": country_in_sentence(home)}


def address_of(path, **parameters):
    """The path with these parameters; a list stands for one that is repeated."""
    query = QueryDict(mutable=True)
    for name, value in parameters.items():
        if value:
            query.setlist(name, value if isinstance(value, list) else [value])
    return f"{path}?{query.urlencode()}" if query else path
