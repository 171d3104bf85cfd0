"""Whole answers kept in front of Django: docs/decisions/0018-pages-kept-in-front.md says why."""

import time

from django.conf import settings
from django.db import Error

from .addresses import key_of, scheme_header, spelled
from .answers import STORED, KeptAnswer, may_be_kept
from .freshness import Freshness
from .moments import Moments
from .renderers import Renderers
from .store import Store

MEGABYTE = 1024 * 1024
METHODS = {"GET", "HEAD"}
# Whoever sends one of these asks for something that is not kept, or says who it is.
NEVER_WITH = {
    "HTTP_AUTHORIZATION",
    "HTTP_RANGE",
    "HTTP_IF_RANGE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_TRANSFER_ENCODING",
}
# All that Django is told of a visitor whose answer is kept for others.
HEADERS_TOLD = {"HTTP_HOST", "HTTP_X_REQUEST_ID"}
OF_VISITOR = {"REMOTE_ADDR", "REMOTE_PORT", "REMOTE_HOST", "REMOTE_USER", "CONTENT_TYPE"}


class PageCache:
    """A WSGI application around Django's, which is asked only for what is not kept."""

    def __init__(self, application):
        self.application = application
        self.most_bytes = settings.PAGE_CACHE_MB * MEGABYTE
        self.shared_seconds = settings.SHARED_CACHE_SECONDS
        self.session = settings.SESSION_COOKIE_NAME
        self.scheme_header = scheme_header()
        self.told = HEADERS_TOLD | {self.scheme_header}
        self.store = Store(self.most_bytes)
        self.freshness = Freshness()
        self.moments, self.renderers = Moments(), Renderers()

    def __call__(self, environ, start_response):
        if not self.most_bytes or not self.is_anybodys(environ):
            return self.application(environ, start_response)
        spelling = spelled(environ, self.scheme_header)
        key = self.store.spellings.get(spelling)
        if key is not None:
            token, now = self.freshness.now(), time.time()
            if token is not None and (answer := self.fresh(key, token, now)):
                return self.given(key, answer, environ, start_response, now=now)
        else:
            key = key_of(environ, spelling)
        if key is None:
            return self.application(environ, start_response)
        with self.renderers.one_at_a_time(key):
            return self.answer(key, spelling, environ, start_response)

    def is_anybodys(self, environ):
        """Whether the answer can be the same for every visitor, by the request alone."""
        return (
            environ["REQUEST_METHOD"] in METHODS
            and environ.keys().isdisjoint(NEVER_WITH)
            and self.session not in environ.get("HTTP_COOKIE", "")
            and environ.get("CONTENT_LENGTH") in (None, "", "0")
        )

    def fresh(self, key, token, now):
        answer = self.store.find(key)
        if answer and answer.token == token and answer.begun <= now < answer.ends:
            return answer
        return None

    def answer(self, key, spelling, environ, start_response):
        """Looked for again: another thread may have rendered it. The token is read before."""
        token, now = self.freshness.now(), time.time()
        if token is None:
            return self.application(environ, start_response)
        if answer := self.fresh(key, token, now):
            self.store.spell(spelling, key)
            return self.given(key, answer, environ, start_response, now=now)
        try:
            ends = self.moments.end_of_life(token, now)
        except Error:
            return self.application(environ, start_response)
        status, headers, body = rendered(self.application, self.without_visitor(environ))
        if ends <= now or not may_be_kept(status, headers):
            start_response(status, headers)
            return closed_for_head(body, environ)
        answer = KeptAnswer(
            *(status, headers, whole(body)),
            token=token,
            begun=now,
            ends=ends,
            shared_seconds=self.shared_seconds,
        )
        self.store.keep(key, answer)
        self.store.spell(spelling, key)
        told = {"now": time.time(), "cache_status": STORED}
        return self.given(key, answer, environ, start_response, **told)

    def given(self, key, answer, environ, start_response, **told):
        encoding = answer.encoding_for(environ)
        if encoding not in answer.forms:
            self.store.add_form(key, answer, encoding)
        return answer.give(environ, start_response, encoding, **told)

    def without_visitor(self, environ):
        """The request as anybody would send it: an answer cannot follow from what is not told."""
        told = {
            name: value
            for name, value in environ.items()
            if name not in OF_VISITOR and (not name.startswith("HTTP_") or name in self.told)
        }
        return told | {"REQUEST_METHOD": "GET"}


def rendered(application, environ):
    """(status, headers, the iterable of the body)"""
    found = {}

    def start_response(status, headers, exc_info=None):
        found.update(status=status, headers=headers)

    body = application(environ, start_response)
    return found["status"], found["headers"], body


def whole(body):
    try:
        return b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()


def closed_for_head(body, environ):
    """Django was asked as by GET."""
    if environ["REQUEST_METHOD"] != "HEAD":
        return body
    if hasattr(body, "close"):
        body.close()
    return ()
