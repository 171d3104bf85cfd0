"""Pages of others, fetched safely: public addresses alone, within bounds of time and size.

Each connection goes through `PublicNetwork`, which checks where a name leads and connects to what
it has checked. A redirect, and a name that leads elsewhere the next time, are checked as well.
"""

import re
import zlib
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address

import httpcore
import httpx
from django.conf import settings

from .network import Budget, NotFetched, PublicNetwork, Reason

SECONDS = 15
MOST_BYTES = 3 * 1024 * 1024
MOST_REDIRECTS = 3
PAGES = "text/html, application/xhtml+xml, */*;q=0.5"
LONGEST_ADDRESS = 2000
REDIRECTS = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}
HOST_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?\Z")
# What a browser reads as a number: 2130706433, 0x7f.1, 0177.0.0.1.
ENDS_IN_A_NUMBER = re.compile(r"(^|\.)(0x[0-9a-f]*|[0-9]+)\.?\Z")


@dataclass(frozen=True)
class Fetched:
    """What a site answered in the end. `moved_to`: where it says that the page is for good."""

    address: str
    status: int
    content_type: str
    body: bytes
    moved_to: str = ""

    @property
    def text(self):
        """The page as text, by the character set that the answer or the page names."""
        named = re.search(r"charset=[\"']?([\w.:-]+)", self.content_type)
        in_page = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w.:-]+)", self.body[:4096], re.I)
        name = named[1] if named else in_page[1].decode("ascii", "replace") if in_page else "utf-8"
        try:
            return self.body.decode(name, "replace")
        except (LookupError, UnicodeError):
            return self.body.decode("utf-8", "replace")


def fetch(
    address, *, method="GET", with_body=True, seconds=None, most_bytes=MOST_BYTES, accept=PAGES
):
    """What stands at the address; raises NotFetched with a sentence for an editor.

    An answer such as 404 is an answer: look at `status`. The bounds hold for all redirects
    together, headers included. `accept`: what is asked for where a site has several forms.
    """
    budget = Budget(seconds=seconds or SECONDS, most_bytes=most_bytes)
    url = checked(address)
    moved_to, for_good = "", True
    for _hop in range(MOST_REDIRECTS + 1):
        status, headers, body = ask(url, method, with_body, budget, accept)
        location = headers.get("location")
        if status not in REDIRECTS or not location:
            kind = headers.get("content-type", "")
            return Fetched(str(url), status, kind, unpacked(body, headers, most_bytes), moved_to)
        url = checked(joined(url, location))
        for_good = for_good and status in PERMANENT
        if for_good:
            moved_to = str(url)
    raise NotFetched(Reason.REDIRECTS)


def checked(address):
    """The address as httpx reads it; raises NotFetched when it is not one that is fetched."""
    refused = NotFetched(Reason.BAD_ADDRESS)
    text = str(address)
    if len(text) > LONGEST_ADDRESS or re.search(r"[\s\\\x00-\x1f\x7f]", text):
        raise refused
    try:
        url = httpx.URL(text)
        host = url.raw_host.decode("ascii").lower()
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise refused from error
    is_plain = url.port is None and not url.userinfo and is_host(host)
    if not is_plain or url.scheme not in ("https", "http") or len(str(url)) > LONGEST_ADDRESS:
        raise refused
    if url.scheme == "http" and not settings.FETCH_HTTP:
        raise NotFetched(Reason.NOT_SECURE)
    return url.copy_with(fragment=None)


def is_host(host):
    """A name, or an address in its one usual form."""
    if ":" in host or ENDS_IN_A_NUMBER.search(host):
        try:
            return "%" not in host and bool(ip_address(host))
        except ValueError:
            return False
    return HOST_NAME.match(host) is not None


def joined(url, location):
    try:
        return url.join(location)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise NotFetched(Reason.BAD_ANSWER) from error


def ask(url, method, with_body, budget, accept):
    """(status, headers, body) of one answer; nothing is kept between two."""
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=trusted(), max_connections=1, network_backend=PublicNetwork(budget)
            ) as pool,
            pool.stream(method, target, headers=introduction(accept)) as answer,
        ):
            body = b"".join(answer.iter_stream()) if with_body else b""
            return answer.status, httpx.Headers(answer.headers), body
    except httpcore.TimeoutException as error:
        raise NotFetched(Reason.TOO_SLOW) from error
    except httpcore.NetworkError as error:
        raise NotFetched(Reason.NO_ANSWER) from error
    except (httpcore.ProtocolError, UnicodeError, ValueError) as error:
        raise NotFetched(Reason.BAD_ANSWER) from error


def introduction(accept):
    return {
        "User-Agent": f"FusionCooperationRegister/1.0 (+{settings.SITE_URL})",
        "Accept": accept,
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


@cache
def trusted():
    """The certificates that are believed; making it reads a large file."""
    return httpx.create_ssl_context(trust_env=False)


def unpacked(body, headers, most_bytes):
    """Some sites compress unasked. A small body may unpack to a huge one, so that has a bound."""
    packing = headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity") or not body:
        return body
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise NotFetched(Reason.BAD_ANSWER)
    try:
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        text = unpacker.decompress(body, most_bytes)
    except zlib.error as error:
        raise NotFetched(Reason.BAD_ANSWER) from error
    if unpacker.unconsumed_tail:
        raise NotFetched(Reason.TOO_LONG)
    return text
