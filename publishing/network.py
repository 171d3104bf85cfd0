"""Connections to public addresses alone, within a budget of time and bytes."""

import queue
import socket
import ssl
import threading
from ipaddress import ip_address
from time import monotonic

import httpcore
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .public_addresses import is_public

MOST_ADDRESSES = 3


class Reason(TextChoices):
    """Why a page was not fetched, in a sentence for an editor."""

    BAD_ADDRESS = (
        "bad_address",
        _(
            "This is not the address of a public web page: "
            "it begins with https:// and names no user, password or port."
        ),
    )
    NOT_SECURE = "not_secure", _("The register fetches pages over https:// alone.")
    NOT_PUBLIC = "not_public", _("The address does not lead to the public internet.")
    NO_SUCH_HOST = "no_such_host", _("No site of this name is found.")
    NO_ANSWER = "no_answer", _("The site does not answer.")
    TOO_SLOW = "too_slow", _("The site takes too long to answer.")
    BAD_CERTIFICATE = "bad_certificate", _("The site cannot prove that it is the one named.")
    TOO_LONG = "too_long", _("The page is larger than the register reads.")
    REDIRECTS = "redirects", _("The address leads on to others without end.")
    BAD_ANSWER = "bad_answer", _("The site answers in a way that cannot be read.")


class NotFetched(Exception):
    def __init__(self, reason):
        super().__init__(reason.label)
        self.reason = reason

    @property
    def sentence(self):
        return self.reason.label


class Budget:
    """What one fetch may still take, all its redirects together."""

    def __init__(self, *, seconds, most_bytes):
        self.ends = monotonic() + seconds
        self.bytes_left = most_bytes

    def seconds_left(self):
        left = self.ends - monotonic()
        if left <= 0:
            raise NotFetched(Reason.TOO_SLOW)
        return left

    def take(self, count):
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise NotFetched(Reason.TOO_LONG)


def resolve(host, port):
    """The addresses that a name leads to, as texts. Tests put another in its place."""
    return [found[4][0] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect(address, port, timeout):
    """A stream to an address that was checked. Tests put another in its place."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=timeout)


def resolve_within(seconds, host, port):
    """The system's resolver knows no limit: it is asked in a thread, which is left when slow."""
    answers = queue.SimpleQueue()

    def ask():
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError):
            answers.put([])

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=seconds)
    except queue.Empty:
        raise NotFetched(Reason.TOO_SLOW) from None


def public_addresses(host, port, seconds):
    """What the name leads to; refused as a whole if any of it is not public."""
    try:
        found = [str(ip_address(host))]
    except ValueError:
        found = resolve_within(seconds, host, port)
    if not found:
        raise NotFetched(Reason.NO_SUCH_HOST)
    if not all(map(is_public, found)):
        raise NotFetched(Reason.NOT_PUBLIC)
    return list(dict.fromkeys(found))[:MOST_ADDRESSES]


class PublicNetwork(httpcore.NetworkBackend):
    """The only way out: a name is resolved once, checked, and what was checked is connected to."""

    def __init__(self, budget):
        self.budget = budget

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        addresses = public_addresses(host, port, self.budget.seconds_left())
        for address in addresses:
            share = self.budget.seconds_left() / len(addresses)
            try:
                return BudgetedStream(connect(address, port, share), self.budget)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        raise NotFetched(Reason.NO_ANSWER)


class BudgetedStream(httpcore.NetworkStream):
    """A connection whose every step ends when the budget does."""

    def __init__(self, stream, budget):
        self.stream = stream
        self.budget = budget

    def read(self, max_bytes, timeout=None):
        received = self.stream.read(max_bytes, self.budget.seconds_left())
        self.budget.take(len(received))
        return received

    def write(self, buffer, timeout=None):
        self.stream.write(buffer, self.budget.seconds_left())

    def close(self):
        self.stream.close()

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        seconds = self.budget.seconds_left()
        try:
            secured = self.stream.start_tls(ssl_context, server_hostname, seconds)
        except httpcore.ConnectError as error:
            forged = isinstance(error.__cause__, ssl.SSLCertVerificationError)
            raise NotFetched(Reason.BAD_CERTIFICATE if forged else Reason.NO_ANSWER) from error
        return BudgetedStream(secured, self.budget)

    def get_extra_info(self, info):
        return self.stream.get_extra_info(info)
