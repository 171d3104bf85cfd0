"""Mail servers that are away, say no, or break off; and processes that are killed."""

import smtplib

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend


class Killed(BaseException):
    """As by kill -9: nothing that comes after it is done."""


class Away(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError


class SaysNo(BaseEmailBackend):
    def send_messages(self, messages):
        (to,) = messages[0].to
        raise smtplib.SMTPRecipientsRefused({to: (550, b"No such mailbox")})


class BreaksOff(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


class KilledBefore(BaseEmailBackend):
    def send_messages(self, messages):
        raise Killed


class KilledAfter(EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise Killed
