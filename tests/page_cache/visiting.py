"""Asks the page cache as a WSGI server does."""

import gzip
import sys
from dataclasses import dataclass
from io import BytesIO

import brotli

from page_cache.wsgi import PageCache

HOST = "localhost"


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
        return unpack.get(self.headers.get("Content-Encoding"), bytes)(self.body).decode()

    @property
    def is_kept(self):
        """Whether it was given without asking Django."""
        return self.headers.get("Cache-Status") == "register; hit"

    @property
    def is_stored(self):
        return self.headers.get("Cache-Status", "").endswith("stored")


def environ(address, method="GET", **more):
    path, _mark, query = address.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": HOST,
        "HTTP_ACCEPT": "text/html",
        "HTTP_USER_AGENT": "Reader",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    } | more


class Visitor:
    """A process that serves; `application`: what its page cache is in front of."""

    def __init__(self, application):
        self.cache = PageCache(application)

    def get(self, address, method="GET", **more):
        return ask(self.cache, environ(address, method, **more))

    def ask_django(self, address):
        return ask(self.cache.application, environ(address))


def ask(application, environ):
    found = {}

    def start_response(status, headers, exc_info=None):
        found.update(status=int(status[:3]), headers=dict(headers))

    body = application(environ, start_response)
    try:
        return Answer(**found, body=b"".join(body))
    finally:
        if hasattr(body, "close"):
            body.close()
