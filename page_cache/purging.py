"""Tells a cache of another (a CDN) that public pages changed, after the commit.

What is published shows on its page, in lists, counts, feeds and on the pages of whatever names it:
so the cache is told to drop everything.
"""

import logging
import threading

from django.conf import settings

SECONDS = 2

logger = logging.getLogger(__name__)


class Purger:
    """Works beside: whoever publishes does not wait, and what comes meanwhile goes together.

    Its thread lasts until all is told; a command that ends waits for it.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.asked = False
        self.thread = None

    def ask(self):
        with self.lock:
            self.asked = True
            if self.thread is None:
                self.thread = threading.Thread(target=self.work, name="purge")
                self.thread.start()

    def work(self):
        while self.is_asked():
            send()

    def is_asked(self):
        with self.lock:
            asked, self.asked = self.asked, False
            if not asked:
                self.thread = None
            return asked

    def wait(self):
        if thread := self.thread:
            thread.join()


purger = Purger()


def purge():
    if settings.PURGE_URL:
        purger.ask()


def send():
    # It takes memory from each process of the server, most of which purge nothing.
    import httpx

    headers = {"Authorization": f"Bearer {settings.PURGE_TOKEN}"} if settings.PURGE_TOKEN else {}
    try:
        httpx.post(
            settings.PURGE_URL, json={"everything": True}, headers=headers, timeout=SECONDS
        ).raise_for_status()
    except httpx.HTTPError as error:
        # Without the address: it may hold a secret.
        logger.error("A cache could not be told of a change: %s", type(error).__name__)
