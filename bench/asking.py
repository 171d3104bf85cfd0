"""A visitor who asks for one page at a time, as the proxy in front passes it on."""

import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from .measuring import Failed

HOST = "register.example"
PROXIED = {"Host": HOST, "X-Forwarded-Proto": "https"}
SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """`ms`: until the last byte."""

    status: int
    headers: dict
    body: bytes
    ms: float

    @property
    def is_hit(self):
        return self.headers.get("cache-status") == "register; hit"


def visitor(number=0):
    """The headers of one of many: each has a limit of its own in the API."""
    return PROXIED | {"X-Forwarded-For": f"198.51.100.{number % 250 + 1}"}


def ask(port, address, method="GET", body=None, headers=None, seconds=SECONDS):
    """Over a connection of its own. Raises Failed where no answer comes."""
    begin = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request(method, address, body=body, headers=visitor() | (headers or {}))
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, HTTPException) as error:
        raise Failed(f"{address} got no answer: {error!r}") from error
    finally:
        connection.close()
    named = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, named, content, (time.perf_counter() - begin) * 1000)
