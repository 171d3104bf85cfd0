"""A visitor of the site over https, who believes any certificate."""

import http.client
import socket
import ssl
from dataclasses import dataclass

from .site import HOST

TRUSTING = ssl.create_default_context()
TRUSTING.check_hostname = False
TRUSTING.verify_mode = ssl.CERT_NONE


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes


class Connection(http.client.HTTPSConnection):
    """To a port of this machine, by the name of the site."""

    def __init__(self, port, server_name=HOST, timeout=30):
        super().__init__("127.0.0.1", port, timeout=timeout, context=TRUSTING)
        self.server_name = server_name

    def connect(self):
        plain = socket.create_connection((self.host, self.port), self.timeout)
        self.sock = TRUSTING.wrap_socket(plain, server_hostname=self.server_name)


def ask(site, address, method="GET", body=None, host=HOST, **headers):
    connection = Connection(site.secure, server_name=host)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, address, body=body, headers={"Host": host, **named})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())
    finally:
        connection.close()
