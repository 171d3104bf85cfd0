"""What was uploaded with a form that is shown again: kept for a day, under a signed name."""

import uuid
from contextlib import suppress
from datetime import timedelta

from django.contrib.admin.widgets import AdminFileWidget
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from .pictures import smallest_name
from .stored_files import names_in
from .whole_files import PASSING as FOLDER

KEPT_FOR = timedelta(days=1)
MOST_KEPT = 100
SALT = "publishing.kept_uploads"
LONGEST_NAME = 100


class Upload(ContentFile):
    """A file that was looked at. `shown_name`: what its editor calls it.

    `token`: what the form sent to have it again.
    """

    token = ""

    def __init__(self, content, name, shown_name):
        super().__init__(content, name=name)
        self.shown_name = shown_name[-LONGEST_NAME:]


def keep(upload, accept):
    """Store it apart; returns what a form sends back to have it again."""
    if upload.token:
        return upload.token
    sweep(timezone.now())
    upload.seek(0)
    kept = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(upload.read()))
    told = {"kept": kept, "name": upload.name, "shown": upload.shown_name, "accept": accept}
    return signing.dumps(told, salt=SALT)


def kept_upload(token, accept):
    """The Upload of which `keep` told, or None: it is a day old, or of another sort."""
    try:
        told = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
        if told["accept"] != accept:
            return None
        with default_storage.open(told["kept"]) as file:
            content = file.read()
    except (signing.BadSignature, OSError):
        return None
    # The name says what size a picture has: it stays, but for what makes it the only one.
    rest = told["name"][len(uuid.uuid4().hex) :]
    upload = Upload(content, f"{uuid.uuid4().hex}{rest}", told["shown"])
    upload.token = token
    return upload


def sweep(at):
    """Delete what was kept for longer than a day, and the oldest where there is too much."""
    oldest_first = sorted(kept_files())
    too_many = max(0, len(oldest_first) - MOST_KEPT + 1)
    for place, (modified, path) in enumerate(oldest_first):
        if place < too_many or modified < at - KEPT_FOR:
            default_storage.delete(path)


def kept_files():
    """(when it was stored, path) of each; another process may take one away meanwhile."""
    for path in names_in(FOLDER):
        with suppress(FileNotFoundError):
            yield default_storage.get_modified_time(path), path


class KeptUploads(AdminFileWidget):
    """Chooses a file; one that came with a refused form is there again. `upload`: that one."""

    template_name = "admin/_kept_upload.html"
    upload = None

    def value_from_datadict(self, data, files, name):
        chosen = super().value_from_datadict(data, files, name)
        token = data.get(token_name(name))
        if chosen is None and token and left_out_name(name) not in data:
            return kept_upload(token, self.attrs.get("accept"))
        return chosen

    def value_omitted_from_data(self, data, files, name):
        return super().value_omitted_from_data(data, files, name) and token_name(name) not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.is_initial(value) and not str(value).endswith(".pdf"):
            context["thumbnail"] = default_storage.url(smallest_name(str(value)))
        if self.upload:
            context["kept"] = {
                "name": token_name(name),
                "token": keep(self.upload, self.attrs.get("accept")),
                "shown": self.upload.shown_name,
                "left_out": left_out_name(name),
            }
        return context


def token_name(name):
    return f"{name}-kept"


def left_out_name(name):
    return f"{name}-left-out"
