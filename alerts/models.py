import uuid
from datetime import time, timedelta

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing.children import codes
from publishing.models import Change
from publishing.models.plans import new_token
from publishing.moments import moment_of

CONFIRM_WITHIN = timedelta(days=3)
# Letters go in the morning, the weekly ones on Mondays.
MORNING, MONDAY = time(7), 0
LONGEST_EMAIL = 254
# As it stands in an address: letters that ASCII lacks take six or nine characters.
LONGEST_ABOUT = 1000


class Frequency(models.TextChoices):
    """How often a letter goes at most; none goes where nothing changed."""

    DAILY = "daily", _("Every day, in the morning")
    WEEKLY = "weekly", _("Every week, on Monday")

    def next_moment(self, after):
        """The first moment after that one at which a letter may go."""
        first = localdate(after)
        days = (first + timedelta(days=n) for n in range(9))
        moments = (
            moment_of(day, MORNING)
            for day in days
            if self == Frequency.DAILY or day.weekday() == MONDAY
        )
        return next(moment for moment in moments if moment > after)


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def waiting(self, at):
        """Those that may still be confirmed."""
        return self.filter(confirmed_at=None, requested_at__gt=at - CONFIRM_WITHIN)

    def expired(self, at):
        return self.filter(confirmed_at=None, requested_at__lte=at - CONFIRM_WITHIN)

    def known(self, at):
        """Those whose address in a letter still leads somewhere."""
        return self.confirmed() | self.waiting(at)

    def of(self, email):
        return self.filter(email=email.lower())

    def due(self, at):
        return self.confirmed().filter(next_at__lte=at).order_by("next_at", "pk")


class Subscription(models.Model):
    """Somebody asked to be told by e-mail. Deleted whole, with its address, when it ends.

    `about`: what stands behind /alerts/new/? for it, as alerts.subjects reads it. `told_until`:
    the number of the last HeardChange that was looked at for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    email = models.EmailField(max_length=LONGEST_EMAIL)
    about = models.CharField(max_length=LONGEST_ABOUT)
    frequency = models.CharField(max_length=10, choices=Frequency)
    requested_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    told_until = models.BigIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(default=0)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["email", "requested_at"]),
            models.Index(fields=["next_at"]),
        ]
        constraints = [
            codes("frequency", Frequency),
            models.UniqueConstraint(
                fields=["email", "about"],
                condition=Q(confirmed_at__isnull=False),
                name="alerts_subscription_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, next_at=None)
                | Q(confirmed_at__isnull=False, next_at__isnull=False),
                name="alerts_subscription_confirmed_is_told",
            ),
        ]

    def __str__(self):
        return self.about

    @property
    def is_confirmed(self):
        return self.confirmed_at is not None

    @property
    def expires_at(self):
        """When it lapses unless it is confirmed."""
        return self.requested_at + CONFIRM_WITHIN

    @property
    def masked_email(self):
        """Enough for its owner to know it by: “r…@reader.example”."""
        name, _at, host = self.email.rpartition("@")
        return f"{name[:1]}…@{host}"

    def next_moment(self, after):
        return Frequency(self.frequency).next_moment(after)


class DigestState(models.TextChoices):
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")


class Digest(models.Model):
    """One letter to one subscriber: what was heard after one number and until another.

    It is written before the letter goes, and never sent again: see alerts.sending. `due_at`: the
    moment for which it is; there is one letter for each. `since`: the day of the first change.
    """

    State = DigestState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="digests")
    due_at = models.DateTimeField()
    after = models.BigIntegerField()
    until = models.BigIntegerField()
    since = models.DateField()
    state = models.CharField(max_length=10, choices=DigestState, default=DigestState.SENDING)
    claimed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            codes("state", DigestState),
            models.UniqueConstraint(
                fields=["subscription", "due_at"], name="alerts_digest_once_for_each_moment"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("after")), name="alerts_digest_span_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.after}–{self.until}"


class HeardChange(models.Model):
    """A public change, with its place in the order in which alerts heard of it.

    The moment of a change is that at which it began to be made: one that took long is seen after
    others that came later. Its number here is always higher than those of all that was seen before.
    """

    number = models.BigAutoField(primary_key=True)
    change = models.OneToOneField(Change, on_delete=models.CASCADE, related_name="heard")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.number)


class Request(models.Model):
    """That a visitor asked for an alert, for limits alone; see publishing.visitors."""

    sender = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["sender", "at"])]

    def __str__(self):
        return str(self.at)
