"""The agreement that editors feature, and those around it."""

from django.db.models import Exists, OuterRef, Q

from agreements.models import Agreement, Link
from fusionsite.timelines import RELATIONS

STEPS = 2
MOST = 12
# No agreement has nearly so many links; a bound all the same.
MOST_LINKS = 200


def featured_agreement(agreements):
    """The newest that has a headline for the home page, or None."""
    # Greater than nothing, so that the few are found by their index.
    featured = agreements.filter(feature_headline__gt="").defer("body")
    return featured.with_days().newest_first().first()


def neighbourhood(agreement):
    """The keys of the agreement and of the nearest around it, in at most two steps of links."""
    shown = Agreement.objects.published().not_withdrawn().order_by()
    # Asked link by link: in one list of all that is shown, databases would read them all.
    is_shown = [Exists(shown.filter(pk=OuterRef(end))) for end in ("agreement", "to_agreement")]
    keys, frontier = [agreement.pk], [agreement.pk]
    for _step in range(STEPS):
        links = Link.objects.filter(
            Q(agreement__in=frontier) | Q(to_agreement__in=frontier),
            *is_shown,
            kind__in=RELATIONS,
        )
        pairs = links.order_by("kind", "agreement", "to_agreement").values_list(
            "agreement", "to_agreement"
        )
        ends = [end for pair in pairs[:MOST_LINKS] for end in pair]
        frontier = [key for key in dict.fromkeys(ends) if key not in keys][: MOST - len(keys)]
        keys += frontier
        if not frontier:
            break
    return keys
