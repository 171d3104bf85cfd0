"""What the bar above the form of a record and the buttons below it say."""

from functools import cached_property

from django.conf import settings
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.translation import gettext as _

from . import comparing
from .actions import upcoming
from .applying import conform
from .fact_paths import is_known
from .going_live import unpublished_references
from .locks import live_version
from .models import FactCheckAnswer, Remark, Version
from .preview import name_of, preview_address
from .record_tools import BUTTONS, Situation
from .rights import can_publish

CITATIONS_ANCHOR = "publishing-citation-content_type-object_id-group"
CONFLICTS_SHOWN = 10


class Publication:
    """Where a record stands. `record` None: a new one, with nothing to say yet.

    In the form of a draft the rows are as the draft has them while this is asked; `rows` is the
    content that they have otherwise.
    """

    def __init__(self, admin, request, record, form):
        self.admin, self.request, self.record, self.form = admin, request, record, form
        self.shown = getattr(request, "shown", None)
        self.rows = getattr(request, "rows", None)
        self.warnings = getattr(request, "warnings", ())
        subject = record or admin.model()
        self.state = subject.editorial_state
        self.was_public = subject.was_public
        self.may_publish = can_publish(subject, request.user)

    @cached_property
    def situation(self):
        draft = self.shown.version if self.shown and self.shown.is_draft else None
        return Situation.of(self.record, draft)

    @property
    def draft(self):
        return self.situation.version if self.record else None

    @cached_property
    def live(self):
        return live_version(self.record) if self.record else None

    @cached_property
    def newest(self):
        """The version that readers saw last."""
        if self.record is None or self.live:
            return self.live
        versions = Version.objects.of(self.record).public().newest_first().without_snapshot()
        return versions.select_related("published_by").first()

    @property
    def next_number(self):
        return self.newest.number + 1 if self.newest else 1

    @cached_property
    def is_own(self):
        """Whether this editor wrote in the draft, so that another approves and publishes it."""
        return bool(self.draft and self.draft.is_by(self.request.user))

    @property
    def offers_publishing(self):
        if not self.may_publish:
            return False
        return settings.OWN_WORK or (bool(self.draft) and not self.is_own)

    @property
    def offers_review(self):
        return self.draft is None or self.draft.state == Version.State.DRAFT

    @cached_property
    def merged(self):
        return upcoming(type(self.record), self.draft, self.rows)

    @cached_property
    def clashes(self):
        return bool(self.is_beside_live and self.merged.clashes)

    @property
    def is_beside_live(self):
        return bool(self.rows and self.draft and self.live)

    @cached_property
    def differences(self):
        """What of the draft differs from what readers see."""
        if not self.is_beside_live:
            return []
        model = type(self.record)
        mine = conform(model, self.draft.snapshot, self.rows)[0]
        return comparing.compare(model, self.rows, mine if self.clashes else self.merged.snapshot)

    @cached_property
    def tools(self):
        return self.admin.tools_for(self.request, self.situation) if self.record else {}

    @property
    def tool_links(self):
        elsewhere = (*BUTTONS, "publish", "discard")
        return [link for name, link in self.tools.items() if name not in elsewhere]

    @property
    def tool_buttons(self):
        return [self.tools[name] for name in BUTTONS if name in self.tools]

    @property
    def preview_url(self):
        return preview_address(self.record, name_of(self.record), self.draft)

    @property
    def compare_url(self):
        return self.admin.url_of(self.record, "compare")

    @property
    def share_url(self):
        return self.admin.url_of(self.record, "share")

    @property
    def fact_check_url(self):
        return self.admin.url_of(self.record, "fact_check")

    @property
    def remarks_url(self):
        return self.admin.url_of(self.record, "remarks")

    @cached_property
    def open_remarks(self):
        """How many remarks of editors and answers of outsiders wait to be settled."""
        if hasattr(self.record, "remarks_open"):
            return self.record.remarks_open
        said = [m.objects.of(self.record).open().values("pk") for m in (Remark, FactCheckAnswer)]
        return said[0].union(said[1]).count()

    @property
    def settle_url(self):
        return self.admin.settle_url(self.record, self.draft)

    @property
    def replacement_url(self):
        return form_address(self.record.replacement)

    @property
    def public_history(self):
        address = self.admin.get_view_on_site_url(self.record) if self.record else None
        return f"{address}history/" if address and self.record.identifier_prefix else ""

    @cached_property
    def conflicts(self):
        """(address, version) of what was saved beside a newer draft and waits for a choice."""
        waiting = Version.objects.of(self.record).filter(state=Version.State.CONFLICT)
        waiting = waiting.without_snapshot().select_related("created_by").order_by("created_at")
        return [(self.admin.settle_url(self.record, v), v) for v in waiting[:CONFLICTS_SHOWN]]

    @cached_property
    def gaps(self):
        """(address, sentence) of what stands in the way of publication."""
        if not self.needs_settling:
            return []
        found = [(self.anchor(name), words) for name, words in self.record.publishing_gaps()]
        # A draft may name what was merged since; it is published as naming what took its place.
        snapshot = self.shown.snapshot
        if self.rows:
            snapshot = conform(type(self.record), snapshot, self.rows)[0]
        names = unpublished_references(self.record, snapshot, {self.record})
        found += [(form_address(other), sentence) for other, sentence in names]
        return found

    @cached_property
    def notes(self):
        """(address, sentence) of what is only worth knowing."""
        if not self.needs_settling:
            return []
        found = [(self.anchor(name), words) for name, words in self.record.publishing_notes()]
        snapshot = self.shown.snapshot
        for values in snapshot["children"].get("citations", {}).values():
            if values["fact"] and not is_known(type(self.record), snapshot, values["fact"]):
                words = _("A citation supports a fact that is no longer in the record.")
                found.append((f"#{CITATIONS_ANCHOR}", words))
        return found

    @property
    def needs_settling(self):
        return bool(self.record and self.shown and (self.draft or not self.was_public))

    def anchor(self, name):
        """Where in the form a gap is filled: a field, or the rows of one sort."""
        if name in self.form.fields:
            return f"#id_{name}"
        return f"#{CITATIONS_ANCHOR}" if name == "citations" else f"#{name}-group"


def form_address(record):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(record.pk)])
