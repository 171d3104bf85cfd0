from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import snapshots
from publishing.drafts import save_draft
from publishing.models import Citation, Source, Step
from publishing.steps import take_step

from .models import Agreement


@transaction.atomic
def begin_from_source(source, *, title, key, by, gives_title=False, at=None):
    """A new agreement, as a draft that cites the source; a source that is new is kept first.

    `key`: of the agreement to be; called again with the same one, it returns what was made.
    `gives_title`: whether the source supports the title, or only the agreement as a whole.
    """
    at = at or timezone.now()
    check_can_begin(source, by)
    made = Agreement.objects.filter(pk=key).first()
    if made:
        return made
    if source._state.adding:
        source = keep_source(source, by=by, at=at)
    agreement = Agreement(pk=key, title=title)
    agreement.save(force_insert=True)
    fact = "title" if gives_title else ""
    Citation.objects.create(record=agreement, source=source, fact=fact, position=1)
    save_draft(agreement, snapshots.take(agreement), by=by, at=at)
    return agreement


def check_can_begin(source, user):
    needed = ["agreements.add_agreement"]
    if source._state.adding:
        needed.append("publishing.add_source")
    if not user.has_perms(needed):
        raise PermissionDenied(_("You may not add agreements."))


def keep_source(source, *, by, at):
    """The source, saved; or the one that somebody else made of this address meanwhile."""
    values = {field.name: getattr(source, field.name) for field in snapshots.content_fields(Source)}
    kept, is_new = Source.objects.get_or_create(url=source.url, defaults=values)
    if is_new:
        take_step(kept, Step.Verb.SAVED, by=by, at=at)
    return kept
