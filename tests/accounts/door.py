"""Signing in as a browser does, and what is needed for it."""

import re
import threading
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

PASSWORD = "a long password"


def sign_in(client, name, password=PASSWORD, *, next_address="", **options):
    sent = {"login": name, "password": password}
    if next_address:
        sent["next"] = next_address
    return client.post("/admin/login/", sent, **options)


def is_signed_in(client):
    return client.get("/admin/second-factor/").status_code == 200


def code(secret, steps=0):
    """What the app shows, now or some half minutes away."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client):
    """As somebody who has just signed in; returns the secret and the recovery codes."""
    page = client.get("/admin/second-factor/app/")
    secret = page.context["form"].secret
    shown = client.post("/admin/second-factor/app/", {"code": code(secret)}, follow=True)
    return secret, re.findall(r"<code>(\d{8})</code>", shown.content.decode())


def letters():
    """Once the last one has left."""
    for thread in threading.enumerate():
        if thread.name == "letter":
            thread.join()
    return mail.outbox
