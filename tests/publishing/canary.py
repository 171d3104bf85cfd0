"""A small server on this machine that counts who comes, and a network that leads to it."""

import socket
import ssl
import threading
import time
from pathlib import Path

import httpcore

PUBLIC = "93.184.215.14"
CERTIFICATE = Path(__file__).parent / "notices_example.pem"


def answer(body=b"", status="200 OK", **headers):
    """The bytes of an answer; `content_type` stands for Content-Type."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location, status="301 Moved Permanently"):
    return answer(status=status, location=location)


class Canary:
    """`answers`: {path: bytes, or an iterator of bytes sent one after another}."""

    def __init__(self, *, secure=False):
        self.accepted = 0
        self.requests = []
        self.answers = {}
        self.secure = secure
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _address = self.socket.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self.answer, args=[connection], daemon=True).start()

    def answer(self, connection):
        try:
            if self.secure:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(CERTIFICATE)
                connection = context.wrap_socket(connection, server_side=True)
            with connection:
                connection.settimeout(5)
                request = b""
                while b"\r\n\r\n" not in request and (more := connection.recv(65536)):
                    request += more
                    if request.startswith(b"\x16"):
                        return  # somebody speaks TLS to a server that does not
                self.requests.append(request.decode())
                path = request.split(b" ")[1].decode() if request else ""
                said = self.answers.get(path, answer(status="404 Not Found"))
                for part in [said] if isinstance(said, bytes) else said():
                    connection.sendall(part)
        except OSError:
            pass  # whoever asked has left, or does not believe the certificate

    def close(self):
        # Closing alone would let the thread that waits take one more.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


def slowly(*parts, pause=0.05, then=b"x"):
    """The parts, then one small part after another for as long as somebody listens."""

    def parts_of_it():
        yield from parts
        for _time in range(400):
            time.sleep(pause)
            yield then

    return parts_of_it


class Network:
    """What stands in for names and cables: every public address leads to the canary.

    `names`: {host: lists of addresses, the next one at each question}.
    """

    def __init__(self, canary):
        self.canary = canary
        self.names = {}
        self.asked = []
        self.connected = []

    def resolve(self, host, port):
        self.asked.append(host)
        answers = self.names.get(host, [[PUBLIC]])
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        if not found:
            raise OSError("no such name")
        return found

    def connect(self, address, port, timeout):
        self.connected.append((address, port))
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.canary.port, timeout=timeout)
