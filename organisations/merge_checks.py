"""Which two organisations may be put together. What the register itself calls two stays two."""

from django.utils.translation import gettext as _

from publishing import drafts
from publishing.rights import Refused, is_own_work
from publishing.snapshots import references

LONGEST_LINE = 50


def check_may_be_merged(gone, into, by):
    """Raises Refused with a sentence."""
    names = {"gone": gone, "into": into}
    if gone.pk == into.pk:
        raise Refused(_("An organisation is not merged with itself. Choose the other record."))
    for one in (gone, into):
        if one.merged_into_id:
            words = _("“%(one)s” was merged into “%(next)s” already.")
            raise Refused(words % {"one": one, "next": one.merged_into})
        if one.unpublished_at:
            raise Refused(_("“%(one)s” was taken back: it is not merged.") % {"one": one})
        if one.withdrawn_at:
            raise Refused(_("“%(one)s” is withdrawn. Reinstate it first.") % {"one": one})
    if gone.published_at and not into.published_at:
        words = _(
            "Readers know “%(gone)s” and not “%(into)s”. Publish that first, or merge the other "
            "way round."
        )
        raise Refused(words % names)
    check_are_not_two(gone, into)
    check_draft_names_no_other(gone, into)
    if not gone.published_at:
        check_was_looked_at(gone, by)


def check_are_not_two(gone, into):
    for low, high in ((gone, into), (into, gone)):
        names = {"low": low, "high": high}
        if leads_to(low, high, "parent"):
            words = _(
                "“%(low)s” is part of “%(high)s”: these are two bodies. Take that out first if "
                "they are one."
            )
            raise Refused(words % names)
        if leads_to(low, high, "successor"):
            words = _(
                "“%(low)s” was succeeded by “%(high)s”: these are two, each with its time. Take "
                "that out first if they are one."
            )
            raise Refused(words % names)
        if low.memberships.filter(body=high).exists():
            words = _(
                "“%(low)s” is a member of “%(high)s”: these are two bodies. Take that out first "
                "if they are one."
            )
            raise Refused(words % names)


def leads_to(low, high, name):
    other = getattr(low, name)
    for _step in range(LONGEST_LINE):
        if other is None:
            return False
        if other.pk == high.pk:
            return True
        other = getattr(other, name)
    return True


def check_draft_names_no_other(gone, into):
    """It would name itself when it is published."""
    draft = drafts.open_version(into)
    if draft and str(gone.pk) in references(type(into), draft.snapshot).get(type(into), ()):
        words = _("The draft of “%(into)s” names “%(gone)s”. Change it there first.")
        raise Refused(words % {"gone": gone, "into": into})


def check_was_looked_at(gone, by):
    """What nobody published comes into the other record as it stands: not by who wrote it."""
    draft = drafts.open_version(gone)
    if draft is None or by is None:
        return
    try:
        is_own_work(draft, by)
    except Refused as refusal:
        words = _("You wrote in “%(gone)s”, which was never published. Somebody else merges it.")
        raise Refused(words % {"gone": gone}) from refusal
