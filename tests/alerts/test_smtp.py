"""What a mail server says, over a connection, and what becomes of the letter then."""

import socketserver
import threading
from email import message_from_bytes, policy

import pytest

from alerts.models import Digest, Subscription
from alerts.sending import MailServerAway, Outcome, send_due
from tests.factories import make_agreement

from .subscribing import READER, make_alert, morning

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

# To each command what it says, unless the test has it say something else.
USUAL = {
    "hello": b"220 mail.example",
    "ehlo": b"250 mail.example",
    "mail": b"250 go on",
    "rcpt": b"250 go on",
    "data": b"354 go on",
    "letter": b"250 taken",
    "rset": b"250 forgotten",
    "quit": b"221 bye",
}
HANG_UP = b""


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        if not self.say("hello"):
            return
        for line in self.rfile:
            command = line.split()[0].decode().lower()
            if not self.say(command):
                return
            if command == "data" and self.server.answers["data"].startswith(b"354"):
                self.server.letters.append(self.letter())
                if not self.say("letter"):
                    return

    def letter(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        return message_from_bytes(b"".join(lines), policy=policy.default)

    def say(self, command):
        answer = self.server.answers.get(command, b"502 unknown")
        if answer != HANG_UP:
            self.wfile.write(answer + b"\r\n")
        return answer not in (HANG_UP, USUAL["quit"])


@pytest.fixture
def server(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        server.answers, server.letters = dict(USUAL), []
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def alert():
    found = make_alert()
    make_agreement("Pact – with “quotes” and 文")
    return found


def test_a_letter_arrives_whole(server, alert):
    assert send_due(at=morning()) == {Outcome.SENT: 1}

    (letter,) = server.letters
    assert letter["To"] == READER
    assert letter["Subject"] == "What changed: All agreements"
    assert letter["List-Unsubscribe"].endswith(f"/alerts/{alert.token}/unsubscribe/>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert "Pact – with “quotes” and 文 (AG-" in letter.get_content()


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"rcpt": b"550 no such mailbox"}, Outcome.REFUSED),
        ({"rcpt": b"451 later"}, Outcome.REFUSED),
        ({"data": b"554 no"}, Outcome.REFUSED),
        ({"letter": b"552 too long"}, Outcome.REFUSED),
        ({"letter": b"421 going down"}, Outcome.REFUSED),
        ({"letter": HANG_UP}, Outcome.UNCLEAR),
        ({"data": HANG_UP}, Outcome.UNCLEAR),
        ({"quit": HANG_UP}, Outcome.SENT),
        ({"quit": b"500 what"}, Outcome.SENT),
    ],
    ids=repr,
)
def test_what_the_server_says_decides_whether_it_is_tried_again(server, alert, answers, outcome):
    server.answers |= answers

    assert send_due(at=morning()) == {outcome: 1}

    alert.refresh_from_db()
    assert alert.refusals == (outcome == Outcome.REFUSED)
    digests = list(Digest.objects.values_list("state", flat=True))
    assert digests == {Outcome.REFUSED: [], Outcome.UNCLEAR: ["sending"]}.get(outcome, ["sent"])


@pytest.mark.parametrize(
    "answers",
    [{"hello": b"421 too busy"}, {"hello": HANG_UP}, {"mail": b"550 not from there"}],
    ids=repr,
)
def test_a_server_that_takes_nothing_from_us_costs_nothing(server, alert, answers):
    server.answers |= answers

    with pytest.raises(MailServerAway):
        send_due(at=morning())

    assert not Digest.objects.exists()
    assert Subscription.objects.get().refusals == 0
    assert Subscription.objects.due(morning()).exists()
