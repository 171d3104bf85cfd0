"""Asks for pages one after the other until it is told to stop, and notes what they showed.

python -m tests.page_cache.hammering.reader LEDGER PORT SEED STOP SLUG…
"""

import gzip
import random
import re
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from .ledger import Ledger, now

LISTS = ("/", "/agreements/", "/agreements/?country=jp&page=1", "/countries/jp/")


def main(ledger, port, seed, stop, *slugs):
    ledger, stop = Ledger(ledger), Path(stop)
    chance = random.Random(seed)  # noqa: S311
    addresses = [*LISTS, *(f"/agreements/{slug}/" for slug in slugs)]
    connection = None
    while not stop.exists():
        address = chance.choice(addresses)
        begun = now()
        try:
            connection = connection or HTTPConnection("127.0.0.1", int(port), timeout=30)
            connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, HTTPException) as error:
            ledger.write(address=address, failed=repr(error))
            connection = None
            continue
        ended = now()
        text = gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body
        ledger.write(
            address=address,
            begun=begun,
            ended=ended,
            status=answer.status,
            kept=answer.headers["Cache-Status"] == "register; hit",
            seen=seen_in(address, text.decode(), slugs),
        )


def seen_in(address, text, slugs):
    """{slug: the state that the page shows, None where a list leaves it out}"""
    if address in LISTS:
        found = {slug: re.findall(rf"{slug} state (\d+)", text) for slug in slugs}
        return {slug: max(map(int, states), default=None) for slug, states in found.items()}
    states = map(int, re.findall(r"state (\d+)", text))
    return {address.strip("/").rpartition("/")[2]: max(states, default=None)}


if __name__ == "__main__":
    main(*sys.argv[1:])
