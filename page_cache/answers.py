"""An answer as it is kept: whole, with its headers, once for each encoding that was asked for."""

from hashlib import sha256

from django.utils.cache import cc_delim_re
from django.utils.http import parse_etags, parse_http_date_safe

from .encodings import IDENTITY, SMALLEST, chosen, compressed, is_compressible, unpacked

KEPT_STATUSES = ("200", "301", "302")
MOST_BYTES = 1024 * 1024
# What is of one answer, or is made anew for each.
OF_ONE = {
    "date",
    "server",
    "connection",
    "keep-alive",
    "x-request-id",
    "content-length",
    "vary",
    "etag",
    "cache-control",
    "cache-status",
}
# https://www.rfc-editor.org/rfc/rfc9110#name-304-not-modified
OF_NOT_MODIFIED = {"cache-control", "content-location", "etag", "expires", "last-modified", "vary"}
# Of an answer and of each of its forms: headers, and what holds them.
OVERHEAD, OVERHEAD_OF_FORM = 3072, 1024
# https://www.rfc-editor.org/rfc/rfc9211
HIT, STORED = "register; hit", "register; fwd=miss; stored"


def may_be_kept(status, headers):
    """Whether an answer is the same for every visitor, and small."""
    named = {}
    for name, value in headers:
        named.setdefault(name.lower(), []).append(value)
    length = named.get("content-length", [""])[0]
    control = set(cc_delim_re.split(", ".join(named.get("cache-control", ())).lower()))
    varies = set(cc_delim_re.split(", ".join(named.get("vary", ())).lower()))
    return (
        status[:3] in KEPT_STATUSES
        and length.isdecimal()
        and int(length) <= MOST_BYTES
        and named.keys().isdisjoint({"set-cookie", "content-encoding"})
        and control.isdisjoint({"private", "no-store"})
        and varies <= {"", "accept-encoding"}
    )


class Form:
    """An answer in one encoding."""

    __slots__ = ("body", "etag", "headers", "not_modified")

    def __init__(self, headers, body, etag, encoding):
        self.body, self.etag = body, etag
        self.headers = [*headers, ("ETag", etag), ("Content-Length", str(len(body)))]
        if encoding:
            self.headers.append(("Content-Encoding", encoding))
        self.not_modified = [
            (name, value) for name, value in self.headers if name.lower() in OF_NOT_MODIFIED
        ]


class KeptAnswer:
    """In the smallest form that it has, and in those that were asked for.

    `begun` and `ends`: the seconds of time.time() between which it is so, under its token.
    `size`: the bytes of memory that it takes; grows with its forms.
    """

    __slots__ = (
        "begun",
        "compresses",
        "ends",
        "etag",
        "forms",
        "headers",
        "last_modified",
        "shared_seconds",
        "size",
        "status",
        "tag",
        "token",
    )

    def __init__(self, status, headers, body, *, token, begun, ends, shared_seconds=0):
        self.status = status
        self.token, self.begun, self.ends = token, begun, ends
        named = {name.lower(): value for name, value in headers}
        # That of the view, where it has one: a weak one holds for every encoding.
        self.etag = named.get("etag", "")
        self.tag = self.etag.strip('"') or sha256(body).hexdigest()[:24]
        self.last_modified = parse_http_date_safe(named.get("last-modified", ""))
        self.compresses = is_compressible(named.get("content-type", ""), body)
        self.headers = [(name, value) for name, value in headers if name.lower() not in OF_ONE]
        self.headers.append(("Vary", "Accept-Encoding"))
        self.shared_seconds = shared_seconds
        self.forms, self.size = {}, OVERHEAD
        self.add_form(SMALLEST if self.compresses else IDENTITY, body)

    def form(self, encoding):
        if (form := self.forms.get(encoding)) is None:
            body = unpacked(self.forms[SMALLEST].body, SMALLEST)
            form = self.add_form(encoding, body)
        return form

    def add_form(self, encoding, body):
        packed = compressed(body, encoding)
        form = Form(self.headers, packed, self.etag_of(encoding), encoding)
        self.forms[encoding] = form
        self.size += OVERHEAD_OF_FORM + len(packed)
        return form

    def etag_of(self, encoding):
        if self.etag.startswith("W/"):
            return self.etag
        return f'"{self.tag}-{encoding}"' if encoding else f'"{self.tag}"'

    def encoding_for(self, environ):
        accept = environ.get("HTTP_ACCEPT_ENCODING")
        return chosen(accept) if accept and self.compresses else IDENTITY

    def is_known(self, form, environ):
        """Whether the visitor has it as it is.

        https://www.rfc-editor.org/rfc/rfc9110#name-evaluation-of-preconditions
        """
        if self.status[:3] != "200":
            return False
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags is not None:
            if tags == form.etag or tags.strip() == "*":
                return True
            plain = form.etag.removeprefix("W/")
            return any(plain == tag.removeprefix("W/") for tag in parse_etags(tags))
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if since is None or self.last_modified is None:
            return False
        since = parse_http_date_safe(since)
        return since is not None and self.last_modified <= since

    def give(self, environ, start_response, encoding, *, now, cache_status=HIT):
        """As a WSGI application does."""
        form = self.form(encoding)
        known = self.is_known(form, environ)
        headers = [
            *(form.not_modified if known else form.headers),
            ("Cache-Control", self.control_at(now)),
            ("Cache-Status", cache_status),
        ]
        start_response("304 Not Modified" if known else self.status, headers)
        return () if known or environ["REQUEST_METHOD"] == "HEAD" else (form.body,)

    def control_at(self, now):
        """Browsers ask each time; a cache in front need not, until the page's life ends."""
        seconds = min(self.shared_seconds, int(self.ends - now))
        return f"public, max-age=0, s-maxage={seconds}" if seconds > 0 else "no-cache"
