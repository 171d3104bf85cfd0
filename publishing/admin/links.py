"""The report of links: what is broken, has moved, could not be checked; and what editors do."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from publishing.link_checks import check_again, keep
from publishing.list_lookups import OwnFiltersAlone
from publishing.models import LinkCheck, LinkUse
from publishing.read_only import MadeElsewhere
from publishing.record_admin import RECORDS_NAMED, list_of_records, name_and_form
from publishing.rights import Refused

NAMED_IN_A_ROW = 3
FILTERS = "_changelist_filters"


class LinkStateFilter(admin.SimpleListFilter):
    title = _("what it says")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        states = [(state.value, capfirst(state.label)) for state in reversed(LinkCheck.State)]
        return [*states, ("kept", _("Known, kept"))]

    def queryset(self, request, queryset):
        if self.value() == "kept":
            return queryset.kept()
        if self.value() == LinkCheck.State.BROKEN:
            return queryset.broken()
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(LinkCheck)
class LinkCheckAdmin(MadeElsewhere, OwnFiltersAlone, admin.ModelAdmin):
    list_display = ["leads_to", "answer", "since_day", "good_day"]
    list_display_links = None
    list_filter = [LinkStateFilter]
    list_per_page = 50
    search_fields = ["address"]
    ordering = ["-since", "address"]
    actions = None
    change_list_template = "admin/record_change_list.html"
    change_form_template = "admin/link_change_form.html"
    readonly_fields = [
        "where_it_leads", "answer", "moved_to", "since_when", "good_when", "checked_when",
        "next_when", "failures", "used_everywhere", "kept",
    ]  # fmt: skip
    fieldsets = [
        (
            _("What it says"),
            {
                "fields": [
                    "where_it_leads",
                    "answer",
                    "moved_to",
                    "since_when",
                    "good_when",
                    "checked_when",
                    "failures",
                    "next_when",
                ]
            },
        ),
        (_("Where it is used"), {"fields": ["used_everywhere"]}),
        (_("Known, keep"), {"fields": ["kept_reason", "kept"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.recheck_view)
        own = path("<path:object_id>/recheck/", view, name="publishing_linkcheck_recheck")
        return [own, *super().get_urls()]

    def get_queryset(self, request):
        """With a few of the places of each: some addresses stand in hundreds."""
        few = LinkUse.objects.order_by("content_type", "object_id")[: NAMED_IN_A_ROW + 1]
        found = super().get_queryset(request).select_related("kept_by")
        return found.prefetch_related(Prefetch("uses", few, to_attr="few_uses"), "few_uses__record")

    def get_list_display(self, request):
        shown = super().get_list_display(request)
        return [*shown, self.button(request)] if self.has_change_permission(request) else shown

    def save_model(self, request, obj, form, change):
        keep(obj, by=request.user, reason=form.cleaned_data["kept_reason"])

    def recheck_view(self, request, object_id):
        """Ask the site now, and go back to where the button was."""
        link = self.get_object(request, unquote(object_id))
        if link is None:
            raise Http404
        if not self.has_change_permission(request, link):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            found = check_again(link, by=request.user)
        except Refused as refusal:
            found = link
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
        else:
            self.message_user(request, outcome(link, found), messages.INFO)
        return HttpResponseRedirect(self.address_before(request, found))

    def address_before(self, request, link):
        """The list as it was, or the link's own page if there still is one."""
        if link and FILTERS not in request.GET:
            return reverse("admin:publishing_linkcheck_change", args=[link.pk])
        asked = QueryDict(request.GET.get(FILTERS, "")).urlencode()
        return f"{reverse('admin:publishing_linkcheck_changelist')}?{asked}"

    def button(self, request):
        """A column with a button that sends the form of the list to another address."""
        back = QueryDict(mutable=True)
        back[FILTERS] = request.GET.urlencode()

        @admin.display(description=_("check now"))
        def check_now(link):
            address = reverse("admin:publishing_linkcheck_recheck", args=[link.pk])
            return format_html(
                '<button class="button" formaction="{}" aria-label="{}">{}</button>',
                f"{address}?{back.urlencode()}",
                _("Check %(address)s now") % {"address": link.address},
                _("Check now"),
            )

        return check_now

    def changelist_view(self, request, extra_context=None):
        words = {"title": _("Links: where the register leads")}
        return super().changelist_view(request, {**words, **(extra_context or {})})

    @admin.display(description=_("address"), ordering="address")
    def leads_to(self, link):
        address = reverse("admin:publishing_linkcheck_change", args=[link.pk])
        places = [name_and_form(use.record) for use in link.few_uses if use.record]
        more = format_html("<li>{}</li>", _("and more")) if len(places) > NAMED_IN_A_ROW else ""
        listed = format_html_join("", '<li><a href="{}">{}</a></li>', places[:NAMED_IN_A_ROW])
        words = '<a href="{}"><b>{}</b></a><ul class="fr-links-used">{}{}</ul>'
        return format_html(words, address, link.address, listed, more)

    @admin.display(description=_("since"), ordering="since")
    def since_day(self, link):
        return day(link.since)

    @admin.display(description=_("last good"), ordering="last_good_at")
    def good_day(self, link):
        return day(link.last_good_at)

    @admin.display(description=_("address"))
    def where_it_leads(self, link):
        return outward(link.address)

    @admin.display(description=_("what it says"), ordering="state")
    def answer(self, link):
        words = answer_of(link)
        return format_html("{} <b>{}</b>", words, _("Known, kept.")) if link.kept_at else words

    @admin.display(description=_("has moved to"))
    def moved_to(self, link):
        return outward(link.redirected_to) if link.redirected_to else "–"

    @admin.display(description=_("since"))
    def since_when(self, link):
        return moment(link.since)

    @admin.display(description=_("last good"))
    def good_when(self, link):
        return moment(link.last_good_at)

    @admin.display(description=_("last checked"))
    def checked_when(self, link):
        return moment(link.last_checked_at)

    @admin.display(description=_("next check, at the earliest"))
    def next_when(self, link):
        return moment(link.next_check_at)

    @admin.display(description=_("kept"))
    def kept(self, link):
        if not link.kept_at:
            return "–"
        said = {"name": link.kept_by or "–", "at": moment(link.kept_at)}
        return _("By %(name)s, %(at)s") % said

    @admin.display(description=_("records and sources"))
    def used_everywhere(self, link):
        places = LinkUse.objects.filter(link=link).order_by("content_type", "object_id")
        places = places.prefetch_related("record")[: RECORDS_NAMED + 1]
        return list_of_records([use.record for use in places if use.record])


def outcome(link, found):
    """What came of a check: `found` is the link then, or None."""
    if found is None:
        return _("Nothing leads to %(address)s any more. It is off the list.") % {
            "address": link.address
        }
    said = {"address": found.address, "answer": answer_of(found)}
    return _("Checked %(address)s. %(answer)s.") % said


def answer_of(link):
    return capfirst(": ".join(filter(None, [link.get_state_display(), str(link.said)])))


def outward(address):
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', address, address)


def moment(at):
    return date_format(localtime(at), "j F Y, H:i") if at else "–"


def day(at):
    return date_format(localtime(at), "j M Y") if at else "–"
