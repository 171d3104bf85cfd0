"""Brings a backup back: first it is read whole, then its files are stored, last the database.

Killed at any moment, the database is either what it was or the whole one of the backup. Files that
a killed restore left are named by nothing and go with `delete_unused_files`.
"""

from contextlib import contextmanager

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import Error, connection

from fusionsite.register import kept
from page_cache import purging
from page_cache.models import Renewal
from page_cache.token import token_in

from . import media
from .archive import Reader
from .making import ENGINES
from .manifest import Manifest
from .places import source_of
from .problems import Failed, Refused
from .tables import tables_in_use


def restore(path, *, overwrite=False):
    """(which backup, its Manifest). Raises Refused, and Failed: in both nothing was changed."""
    with checked(path) as (backup, manifest):
        if not overwrite:
            check_room(backup)
        with media.restored(backup), pages_rendered_anew():
            ENGINES[connection.vendor].load(backup, manifest)
    bring_up_to_date(manifest)
    return backup.path, manifest


def verify(path):
    """(which backup, its Manifest), where restore would take it. Raises Refused and Failed."""
    with checked(path) as (backup, manifest):
        return backup.path, manifest


@contextmanager
def checked(path):
    """(Reader, Manifest) of a backup that is whole and belongs here."""
    try:
        with Reader(source_of(path)) as backup:
            manifest = Manifest.read(backup)
            manifest.check_belongs_here()
            ENGINES[connection.vendor].check_place(manifest)
            backup.verify()
            yield backup, manifest
    except OSError as error:
        raise Failed(f"Nothing of the database was changed: {error}.") from error
    except Error as error:
        raise Failed(f"The database could not be reached: {error}") from error


def check_room(backup):
    if found := tables_in_use():
        raise Refused(
            f"The database is not empty: {found[0]} has rows. Nothing was changed. "
            "With --overwrite the backup takes its place."
        )
    media.check_room(backup)


@contextmanager
def pages_rendered_anew():
    """No public page is kept while the database is exchanged, and none from before is given after.

    The tools of the databases show no statement to the page cache, so it is told.
    """
    if not settings.WATCH_PUBLIC_CHANGES:
        yield
        return
    token = token_in(settings.PAGE_CACHE_ROOT)
    publisher = token.close()
    try:
        yield
    except BaseException:
        token.abandon(publisher)
        raise
    token.renew(publisher)
    if settings.SEVERAL_HOSTS:
        Renewal.tell()
    purging.purge()


def bring_up_to_date(manifest):
    """What this release adds to an older database; and what was kept of the register before."""
    ContentType.objects.clear_cache()
    kept.forget()
    if manifest.misses_migrations():
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except Error as error:
            raise Failed(
                f"The backup was restored, but not brought up to this release: {error} "
                "Run migrate before the register is served."
            ) from error
