"""A register with something in every place, backed up, emptied, restored and compared."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from agreements.models import Document
from fusionsite.backups.tables import all_tables, left_out
from publishing.actions import publish
from publishing.stored_files import default_storage, stored_names
from search.indexing import rebuild
from tests.factories import make_agreement, make_article, make_user
from tests.files import PDF, picture
from tests.publishing.drafting import draft_of

PICTURE = {"lead_image_alt": "A hall", "lead_image_credit": "UKAEA"}


def fill():
    """An agreement with a document, an article with a picture, a draft, an editor, a session."""
    make_user("Publishers", username="editor")
    Session.objects.create(session_key="stolen", session_data="", expire_date=timezone.now())
    agreement = make_agreement("Pact", published=False)
    name = default_storage.save("documents/0a1b.pdf", ContentFile(PDF))
    Document.objects.create(agreement=agreement, title="The text", kind="text", file=name)
    publish(agreement, by=None)
    draft_of(illustrated("Signed"), title="Signed at last")
    rebuild()


def illustrated(title):
    """An article with a picture of its own, public in the moment in which it is there."""
    slug = title.lower()
    name = default_storage.save(f"news/{slug}-500x20.png", ContentFile(picture(size=(500, 20))))
    with transaction.atomic():
        return make_article(title, slug=slug, lead_image=name, **PICTURE)


def all_rows():
    """{table: its rows}; sessions are in no backup."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(all_tables()) - set(left_out())):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def all_files():
    found = {}
    for name in stored_names():
        with default_storage.open(name) as file:
            found[name] = file.read()
    return found


def exported(path):
    call_command("export_register", str(path), quiet=True)
    return Path(path).read_bytes()


def empty():
    """As after `migrate`, with no file."""
    call_command("flush", interactive=False, verbosity=0)
    ContentType.objects.clear_cache()
    for name in list(stored_names()):
        default_storage.delete_alone(name)


def back_up(path, **options):
    return said("backup", path, **options)


def restore(path, **options):
    return said("restore", path, **options)


def said(command, path, **options):
    out = StringIO()
    call_command(command, str(path), stdout=out, **options)
    return out.getvalue()


def refusal_of(command, path, code, **options):
    with pytest.raises(CommandError) as refusal:
        said(command, path, **options)
    assert refusal.value.returncode == code
    return str(refusal.value)
