"""A line between the register and its database that can be cut at any moment."""

import socket
import threading
from contextlib import contextmanager, suppress

PIECE = 65536


class Line:
    """Passes on what comes to `port`. Cut, it ends what it carries; it takes new calls again."""

    def __init__(self, to_port):
        self.to_port = to_port
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.carried = []
        threading.Thread(target=self.take_calls, daemon=True).start()

    def take_calls(self):
        with suppress(OSError):
            while True:
                near, _address = self.listening.accept()
                far = socket.socket()
                try:
                    far.connect(("127.0.0.1", self.to_port))
                except OSError:
                    near.close()
                    continue
                self.carried += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self.carry, args=(one, other), daemon=True).start()

    def carry(self, one, other):
        with suppress(OSError):
            while piece := one.recv(PIECE):
                other.sendall(piece)
        for end in (one, other):
            hang_up(end)

    def cut(self):
        """How many calls there were: each end hears of it at once."""
        ends, self.carried = self.carried, []
        for end in ends:
            hang_up(end)
        return len(ends) // 2

    def close(self):
        hang_up(self.listening)
        self.cut()


def hang_up(end):
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def line_to(port):
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
