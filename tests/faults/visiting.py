"""Readers who look all the time, and editors who publish over the network."""

import threading
import time
from contextlib import contextmanager, suppress

import httpx
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

from accounts.second_factor import SHOWN
from tests.admin_forms import address, read_form
from tests.factories import make_user

# Longer than the register waits for its database.
LONGEST_WAIT = 25
# Stands in drafts alone; what else is in them is searched for.
MARKER, SOUGHT = "qxzunpublished", "stellarator"
ADDRESSES = (
    *("/", "/agreements/", "/organisations/", "/changes/", f"/search/?q={SOUGHT}"),
    *("/agreements.json", "/changes.atom", "/api/v1/agreements", "/timeline/", "/sitemap.xml"),
)
PAUSE = 0.01
# As cookies are called in production.
SESSION, CSRF = "__Host-sessionid", "__Host-csrftoken"


class Readers:
    """Each asks for the same addresses again and again, and keeps what was wrong."""

    def __init__(self, service, addresses=ADDRESSES, number=2, marker=MARKER):
        self.service, self.addresses, self.marker = service, addresses, marker
        self.statuses, self.faults, self.early = {}, [], []
        self.slowest = 0.0
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.read) for _each in range(number)]

    def read(self):
        while not self.stopping.is_set():
            with httpx.Client(base_url=self.service.address, timeout=LONGEST_WAIT) as client:
                for path in self.addresses:
                    self.look(client, path)
                    if self.stopping.wait(PAUSE):
                        return

    def look(self, client, path):
        began = time.monotonic()
        try:
            answer = client.get(path)
        except httpx.TimeoutException:
            self.faults.append(f"{path} hung.")
        except httpx.HTTPError:
            # The process that was to answer was killed, and another takes its place.
            self.count("cut")
        else:
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.judge(path, answer)

    def judge(self, path, answer):
        self.count(answer.status_code)
        if answer.status_code not in (200, 503):
            self.faults.append(f"{path} answered {answer.status_code}: {answer.text[:300]}")
        if answer.status_code == 503 and "Retry-After" not in answer.headers:
            self.faults.append(f"{path} was not answered with a page: {answer.text[:300]}")
        if self.marker in answer.text:
            self.early.append(f"{path} shows what is not published.")

    def count(self, status):
        self.statuses[status] = self.statuses.get(status, 0) + 1


@contextmanager
def readers(service, **options):
    reading = Readers(service, **options)
    for thread in reading.threads:
        thread.start()
    try:
        yield reading
    finally:
        reading.stopping.set()
        for thread in reading.threads:
            thread.join()


class Publisher:
    """An editor with a session of their own, and a second factor as in production."""

    def __init__(self, service):
        self.service = service
        self.user = make_user("Publishers")
        factor = Authenticator.objects.create(
            user=self.user, type=Authenticator.Type.TOTP, data={"secret": "none"}
        )
        session = SessionStore()
        session[SESSION_KEY] = str(self.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = self.user.get_session_auth_hash()
        session[SHOWN] = [factor.pk]
        session.save()
        secret = _get_new_csrf_string()
        self.headers = {
            "Cookie": f"{SESSION}={session.session_key}; {CSRF}={secret}",
            "X-CSRFToken": secret,
        }
        self.desk = Client()
        self.desk.force_login(self.user)

    def form(self, record):
        """As it stands, to be sent when everything is down."""
        return read_form(self.desk, address(record)) | {"_publish": "1"}

    def publish(self, record, form, **changed):
        """The status of the answer, or None when there was none."""
        url = f"{self.service.address}{address(record)}"
        sent = {"headers": self.headers, "timeout": LONGEST_WAIT}
        with suppress(httpx.HTTPError):
            return httpx.post(url, data=form | changed, **sent).status_code
        return None
