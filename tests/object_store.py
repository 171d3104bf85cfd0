"""An object store on this machine: what the register needs of S3, kept in memory.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET, BUCKET = "register", "a/secret+of=the register", "files"
MOST_IN_A_PAGE = 1000
# {address: Store} of those that run.
stores = {}


@dataclass
class Stored:
    content: bytes
    content_type: str
    modified: datetime = field(default_factory=lambda: datetime.now(UTC))


class Store(ThreadingHTTPServer):
    """`objects`: {key: Stored}; `asked`: what was asked for; `away`: whether it answers 503."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.empty()

    def empty(self):
        self.objects, self.asked, self.away = {}, [], False

    @property
    def host(self):
        return f"127.0.0.1:{self.server_address[1]}"

    def page_of(self, prefix, delimiter, marker):
        """(keys, folders, whether there are more) after the marker, as a listing has them."""
        keys, folders = [], []
        for key in sorted(each for each in self.objects if each.startswith(prefix)):
            below, cut, _rest = key.removeprefix(prefix).partition(delimiter or "\n")
            name = prefix + below + delimiter if cut else key
            if name <= marker or name in folders:
                continue
            if len(keys) + len(folders) == MOST_IN_A_PAGE:
                return keys, folders, True
            (folders if cut else keys).append(name)
        return keys, folders, False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if key := self.key_allowed():
            kind = self.headers["Content-Type"]
            self.server.objects[key] = Stored(content, kind)
            self.answer(200, headers={"ETag": f'"{hashlib.md5(content).hexdigest()}"'})  # noqa: S324

    def do_GET(self):
        if key := self.key_allowed():
            self.tell_of(key)

    do_HEAD = do_GET

    def do_DELETE(self):
        if key := self.key_allowed():
            self.server.objects.pop(key, None)
            self.answer(204)

    def key_allowed(self):
        """The key that is asked for; None when that was answered already."""
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        self.server.asked.append(f"{self.command} {key}")
        signed = f"AWS4-HMAC-SHA256 Credential={KEY}/"
        if self.server.away:
            self.refuse(503, "SlowDown")
        elif not self.headers.get("Authorization", "").startswith(signed):
            self.refuse(403, "AccessDenied")
        elif bucket != BUCKET:
            self.refuse(404, "NoSuchBucket")
        elif not key:
            self.list_keys(parse_qs(parts.query))
        else:
            return key
        return None

    def tell_of(self, key):
        stored = self.server.objects.get(key)
        if stored is None:
            self.refuse(404, "NoSuchKey")
        else:
            told = {"Last-Modified": format_datetime(stored.modified, usegmt=True)}
            self.answer(200, stored.content, stored.content_type, told)

    def list_keys(self, query):
        prefix, delimiter, marker = (
            query.get(name, [""])[0] for name in ("prefix", "delimiter", "marker")
        )
        keys, folders, more = self.server.page_of(prefix, delimiter, marker)
        last = max(keys + folders, default="")
        said = "".join(
            [
                f"<IsTruncated>{str(more).lower()}</IsTruncated>",
                f"<NextMarker>{escape(last)}</NextMarker>" if more else "",
                *(f"<Contents><Key>{escape(key)}</Key></Contents>" for key in keys),
                *(
                    f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>"
                    for folder in folders
                ),
            ]
        )
        self.answer(200, f"<ListBucketResult>{said}</ListBucketResult>".encode())

    def refuse(self, status, code):
        self.answer(status, f"<Error><Code>{code}</Code></Error>".encode())

    def answer(self, status, content=b"", content_type="application/xml", headers=None):
        self.send_response(status)
        told = {"Content-Type": content_type, "Content-Length": len(content), **(headers or {})}
        for name, value in told.items():
            self.send_header(name, str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_message):
        """Nothing."""


@contextmanager
def running_store():
    with Store() as store:
        thread = Thread(target=store.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        stores[f"http://{store.host}"] = store
        try:
            yield store
        finally:
            store.shutdown()
            thread.join()


def address_of(store, **changes):
    """As MEDIA_URL names it."""
    named = {"key": KEY, "secret": "a%2Fsecret%2Bof%3Dthe%20register", "bucket": BUCKET} | changes
    return (
        f"s3://{named['key']}:{named['secret']}@{store.host}/{named['bucket']}?tls=0&prefix=media"
    )
