from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.children import codes
from publishing.network import Reason

from .versions import OfRecord

LONGEST_ADDRESS = 600
# A link is broken after this many failures, when the first of them is as long ago as that.
FAILURES = 3
FAILING_FOR = timedelta(days=2)
# After one failure, two, three …; and between two looks at what answers.
PAUSES = [timedelta(hours=6), timedelta(days=1), timedelta(days=2), timedelta(days=7)]
PAUSE_WHEN_ANSWERED = timedelta(days=7)
# "You may not" and "not now" say nothing about whether the page is there.
SAYS_NOTHING = {401, 403, 405, 407, 429, 451}
NOT_ASKED = {Reason.BAD_ADDRESS, Reason.NOT_SECURE, Reason.NOT_PUBLIC, Reason.REDIRECTS}


class LinkState(models.TextChoices):
    NEVER = "never", _("not checked yet")
    GOOD = "good", _("good")
    REDIRECTED = "redirected", _("has moved for good")
    UNCLEAR = "unclear", _("could not be checked")
    FAILING = "failing", _("did not answer; is tried again")
    BROKEN = "broken", _("broken")


class LinkCheckQuerySet(models.QuerySet):
    def broken(self):
        """Links for somebody to mend: those that editors keep on purpose are not among them."""
        return self.filter(state=LinkCheck.State.BROKEN, kept_at=None)

    def kept(self):
        return self.filter(kept_at__isnull=False)

    def due(self, at):
        """Those to be looked at, the longest unseen first."""
        waiting = self.filter(Q(next_check_at=None) | Q(next_check_at__lte=at))
        return waiting.order_by(models.F("last_checked_at").asc(nulls_first=True), "address")


class LinkCheck(models.Model):
    """One address that the register leads to, and what it answered when it was last asked."""

    State = LinkState

    address = models.CharField(_("address"), max_length=LONGEST_ADDRESS, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=LinkState, default=LinkState.NEVER, editable=False
    )
    since = models.DateTimeField(_("since"), editable=False)
    first_seen_at = models.DateTimeField(_("first seen"), editable=False)
    last_checked_at = models.DateTimeField(_("last checked"), null=True, editable=False)
    last_good_at = models.DateTimeField(_("last good"), null=True, editable=False)
    next_check_at = models.DateTimeField(_("next check"), null=True, editable=False)
    status = models.PositiveSmallIntegerField(_("status"), null=True, editable=False)
    reason = models.CharField(
        _("reason"), max_length=20, choices=Reason, blank=True, editable=False
    )
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    redirected_to = models.CharField(_("has moved to"), max_length=2000, blank=True, editable=False)
    kept_reason = models.CharField(
        _("known, keep: reason"),
        max_length=300,
        blank=True,
        help_text=_("Why the link stays although the page is gone. Empty: it should be mended."),
    )
    kept_at = models.DateTimeField(_("kept since"), null=True, editable=False)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("kept by"),
        editable=False,
    )

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["address"]
        default_permissions = ("view", "change")
        indexes = [models.Index(fields=["state", "kept_at"])]
        constraints = [
            codes("state", LinkState),
            models.CheckConstraint(
                condition=Q(kept_at=None, kept_reason="")
                | (Q(kept_at__isnull=False) & ~Q(kept_reason="")),
                name="publishing_linkcheck_kept_says_why",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since=None)
                | Q(failures__gt=0, failing_since__isnull=False),
                name="publishing_linkcheck_failing_since_a_day",
            ),
        ]

    def __str__(self):
        return self.address

    @property
    def said(self):
        """What it answered, in words; where it has moved to."""
        if self.redirected_to:
            return self.redirected_to
        if self.reason:
            return self.get_reason_display()
        return _("Status %(status)s") % {"status": self.status} if self.status else ""

    def answered(self, status, at, *, moved_to=""):
        """Note an answer; the caller saves."""
        if status in SAYS_NOTHING or status > 599:
            self.note(self.State.UNCLEAR, at, status=status)
        elif status >= 400:
            self.failed(at, status=status)
        else:
            moved = bool(moved_to) and moved_to != self.address
            self.note(self.State.REDIRECTED if moved else self.State.GOOD, at, status=status)
            self.redirected_to = moved_to if moved else ""
            self.last_good_at = at

    def not_fetched(self, reason, at):
        """Note that there was no answer, or that nobody asked; the caller saves."""
        if reason in NOT_ASKED:
            self.note(self.State.UNCLEAR, at, reason=reason)
        else:
            self.failed(at, reason=reason)

    def failed(self, at, **said):
        failures, since = self.failures + 1, self.failing_since or at
        broken = failures >= FAILURES and at - since >= FAILING_FOR
        self.note(self.State.BROKEN if broken else self.State.FAILING, at, **said)
        self.failures, self.failing_since = failures, since
        self.next_check_at = at + PAUSES[min(failures, len(PAUSES)) - 1]

    def note(self, state, at, *, status=None, reason=""):
        if state != self.state:
            self.state, self.since = state, at
        self.status, self.reason, self.redirected_to = status, reason, ""
        self.failures, self.failing_since = 0, None
        self.last_checked_at, self.next_check_at = at, at + PAUSE_WHEN_ANSWERED


class LinkUse(OfRecord):
    """Where an address is used: in a record or a row of it, in a source, or through a source."""

    link = models.ForeignKey(LinkCheck, on_delete=models.CASCADE, related_name="uses")

    class Meta:
        default_permissions = ()
        ordering = ["content_type", "object_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "content_type", "object_id"], name="publishing_linkuse_once"
            )
        ]

    def __str__(self):
        return str(self.record)


class Lease(models.Model):
    """Work that one process at a time does. It lapses by itself when that process has died."""

    name = models.CharField(max_length=40, primary_key=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name

    @classmethod
    def take(cls, name, *, at, length):
        """Whether the work is now this caller's, until `at` and `length` later."""
        cls.objects.get_or_create(name=name)
        free = cls.objects.filter(Q(held_until=None) | Q(held_until__lt=at), name=name)
        return free.update(held_until=at + length) == 1

    @classmethod
    def extend(cls, name, *, at, length):
        cls.objects.filter(name=name).update(held_until=at + length)

    @classmethod
    def give_back(cls, name):
        cls.objects.filter(name=name).update(held_until=None)
