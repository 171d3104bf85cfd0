"""New records of a batch, and the changed ones handed on."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.bounded import portions
from publishing.going_live import Telling
from publishing.locks import locked_rows
from publishing.models import IdentifierCounter
from publishing.rights import check_can_add, check_can_change, check_can_publish

from .changes import Changing
from .checks import faults_of, in_the_way
from .preparing import Preparation
from .rows import NewRows, write_what_goes
from .versions import first_drafts, first_versions


@dataclass
class Written:
    """What became of a batch, by the keys of its records.

    `versions`: {key: Version}, live or the open draft. `unchanged`: keys of what says so already.
    `refused`: {key: sentences}.
    """

    versions: dict = field(default_factory=dict)
    unchanged: set = field(default_factory=set)
    refused: dict = field(default_factory=dict)


@transaction.atomic
def add(model, contents, *, by, at=None, note="", public=True, road=None, coming=frozenset(),
        identifiers=None):  # fmt: skip
    """Bring new records into the register, published or as drafts that readers never saw.

    `contents`: {key: snapshot}, with plain values as snapshots.take() gives them; what a snapshot
    leaves out has its default, and an empty address is made from the title. They may name one
    another, and those of `coming`: keys as text of records that the caller adds before the
    transaction ends. `identifiers`: {key: permanent identifier} of those that had one in another
    register; drafts get theirs when they are published. Returns Written; raises PermissionDenied.
    """
    check_may(check_can_add, model, by, public)
    telling = Telling(by, at or timezone.now(), note, road=road)
    here = known_keys(model, contents)
    written = Written(refused={key: [_("It is in the register already.")] for key in here})
    preparation = Preparation(model, {k: v for k, v in contents.items() if k not in here})
    there = locked_rows(preparation.all_named())
    if public:
        lock_counter(model)
    prepared = preparation.prepare({}, there, coming)
    refused = in_the_way(prepared, there) if public else faults_of(prepared)
    left = {key: one for key, one in prepared.items() if key not in refused}
    new_rows = NewRows(model, telling.at if public else None, identifiers or {})
    refused |= write_what_goes(left, new_rows)
    left = {key: one for key, one in left.items() if key not in refused}
    written.refused |= refused
    written.versions = (
        first_versions(model, left, telling, there)
        if public
        else first_drafts(model, left, telling)
    )
    return written


@transaction.atomic
def change(model, contents, *, by, at=None, note="", minor=False, public=True, road=None,
           revive=(), coming=frozenset()):  # fmt: skip
    """Give records that are in the register another content; `contents`: {key: whole snapshot}.

    With `public` what readers see is changed under the next version number, and the open draft of
    an editor stays open. Without, or where readers have never seen the record, the content becomes
    its draft. `revive`: keys of records that were taken back and return into publication. `coming`:
    as of add(). Returns Written; raises PermissionDenied.
    """
    check_may(check_can_change, model, by, public)
    telling = Telling(by, at or timezone.now(), note, minor, road=road)
    changing = Changing(model, contents, telling, public=public, revive=set(revive), coming=coming)
    changing.lock()
    changing.look()
    changing.publish()
    changing.keep_drafts()
    return Written(changing.versions, changing.unchanged, changing.refused)


def check_may(check, model, by, public):
    """Rights are those of the kind, asked once. `by` None is the operator at the command line."""
    if by is not None:
        check(model(), by)
    if public:
        check_can_publish(model(), by)


def known_keys(model, keys):
    found = set()
    for some in portions(keys):
        found.update(model._base_manager.filter(pk__in=some).values_list("pk", flat=True))
    return found


def lock_counter(model):
    if model.identifier_prefix:
        IdentifierCounter.lock(model.identifier_prefix)
