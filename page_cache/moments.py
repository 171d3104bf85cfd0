"""Until when a page stays as it is, if nobody changes anything."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from publishing.models import Change
from publishing.schedule import next_moment


def end_of(now):
    """The next moment at which pages change by themselves: midnight, or when something is due.

    Statuses are derived from the day. What was published by a clock that is ahead of this one is
    seen when its moment has come here, too.
    """
    ahead = Change.objects.filter(at__gt=now).order_by("at").values_list("at", flat=True).first()
    return min(moment for moment in (midnight_after(now), next_moment(), ahead) if moment)


def midnight_after(now):
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time()))


class Moments:
    """end_of(), asked of the database once for each token: setting a moment renews it."""

    def __init__(self):
        self.known = (None, 0.0)

    def end_of_life(self, token, now):
        """As a number of seconds, like `now`, which is that of time.time()."""
        known_token, end = self.known
        if known_token != token or end <= now:
            moment = datetime.fromtimestamp(now, tz=timezone.get_current_timezone())
            end = end_of(moment).timestamp()
            self.known = (token, end)
        return end
