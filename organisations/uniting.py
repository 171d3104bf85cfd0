"""Two records of one organisation put together, and parted again. Each checks the right itself."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import drafts
from publishing.actions import catch_up, give_way, publish, said
from publishing.locks import all_locked
from publishing.models import Step
from publishing.rights import Refused, check_can_publish
from publishing.steps import take_step

from .deeds import Deed, find, reference
from .merge_checks import check_may_be_merged
from .merge_plan import MergePlan
from .models import Merge


@transaction.atomic
def merge(organisation, into, *, by, note, at=None, keep_names=True, seen=None):
    """Put an organisation together with another, which stays; returns the Merge.

    `note`: what readers are told at every record that this touches. `keep_names`: agreements go on
    printing the name that they printed. `seen`: the digest of the plan that the editor looked at.
    Raises Refused and PermissionDenied.
    """
    at = at or timezone.now()
    note = said(note)
    check_can_publish(organisation, by)
    check_may_be_merged(organisation, into, by)
    first_look = MergePlan.make(organisation, into, keep_names=keep_names)
    gone, into, *owners = all_locked(
        [organisation, into, *first_look.owners.values()], unnamed=True
    )
    check_may_be_merged(gone, into, by)
    plan = MergePlan.make(gone, into, keep_names=keep_names)
    if plan.owners.keys() != first_look.owners.keys() or seen not in (None, plan.digest):
        raise Refused(_("Something was changed since you looked. Look at what will move again."))
    touched = Touched([into, *owners], by, at)
    for deed in plan.deeds:
        deed.do()
    touched.tell(note)
    was_public = gone.published_at is not None
    if was_public:
        give_way(gone, by=by, note=note, at=at)
    else:
        take_step(gone, Step.Verb.MERGED, by=by, at=at, remark=note)
    gone.refresh_from_db()
    gone.merged_into = into
    gone.save(update_fields=["merged_into", "updated_at"])
    return Merge.objects.create(
        gone=gone,
        into=into,
        at=at,
        by=by,
        note=note,
        was_public=was_public,
        deeds=[deed.to_json() for deed in plan.deeds],
    )


@transaction.atomic
def undo_merge(merge, *, by, at=None):
    """Part the two again; returns the Merge. `left` says which rows stay, and why.

    A row that was changed since the merge stays as it is.
    """
    at = at or timezone.now()
    deeds = [Deed.from_json(deed) for deed in merge.deeds]
    known = {reference(record): record for record in (merge.gone, merge.into)}
    for deed in deeds:
        if deed.owner not in known:
            known[deed.owner] = find(deed.owner_model, deed.owner[1])
    check_can_publish(merge.gone, by)
    gone, into, *owners = all_locked([record for record in known.values() if record], unnamed=True)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    check_may_be_undone(merge, gone, into)
    touched = Touched([into, *owners], by, at)
    gone.merged_into = None
    gone.save(update_fields=["merged_into", "updated_at"])
    merge.left = [sentence for deed in reversed(deeds) if (sentence := deed.undo())]
    note = _("The merge of “%(gone)s” into “%(into)s” was undone.")
    note = note % {"gone": gone, "into": into}
    take_step(gone, Step.Verb.PARTED, by=by, at=at)
    if merge.was_public:
        publish_or_say(gone, by=by, at=at, note=note)
    touched.tell(note)
    merge.undone_at, merge.undone_by = at, by
    merge.save()
    return merge


def check_may_be_undone(merge, gone, into):
    if merge.undone_at or gone.merged_into_id != into.pk:
        raise Refused(_("This merge was undone already."))
    if into.merged_into_id:
        words = _("“%(into)s” was merged itself since, into “%(next)s”. Undo that one first.")
        raise Refused(words % {"into": into, "next": into.merged_into})


class Touched:
    """The records whose rows are about to change; told of when they have changed."""

    def __init__(self, records, by, at):
        self.by, self.at = by, at
        self.public = [record for record in records if record.published_at]
        self.beside = [record for record in records if not record.published_at]
        for record in records:
            check_can_publish(record, by)
        for record in self.public:
            # Histories are read by their moments: what was found comes before what is done.
            catch_up(record, at=at - timedelta(microseconds=1))
        # The draft of a record that was never public is its rows: it goes on with them.
        self.in_step = {r.pk: drafts.newest_content(r)[2] for r in self.beside if not r.was_public}

    def tell(self, note):
        """A version and a line in the public history of each that readers see."""
        for number, record in enumerate(self.public):
            # The first is the one that the merge is about.
            publish_or_say(record, by=self.by, at=self.at, note=note, minor=number > 0)
        for record in self.beside:
            version = self.in_step.get(record.pk)
            if version is not None and version.is_open:
                drafts.carry_on(version, by=self.by, at=self.at, remark=note)
            else:
                take_step(record, Step.Verb.CHANGED, by=self.by, at=self.at, remark=note)


def publish_or_say(record, **telling):
    """A refusal says of which record it speaks."""
    try:
        return publish(record, **telling)
    except Refused as refusal:
        raise Refused([f"{record}: {sentence}" for sentence in refusal.messages]) from refusal
