"""Asks for pages at a steady rate whatever the answers do; prints what they took as JSON. In a
process of its own.

python -m bench.load PORT REQUESTS_A_SECOND SECONDS < addresses.json

The file holds a list of pairs: the sort of a page and its address. Time is counted from the moment
at which a request is due, so that nobody is left out who had to wait for others.
"""

import asyncio
import json
import sys
import time
from collections import Counter, defaultdict

from .asking import visitor
from .figures import middle_and_slowest

SECONDS = 30


class Load:
    """`milliseconds`: {sort: of each answer}; `errors`: {what: how often}"""

    def __init__(self, port, a_second, addresses):
        self.port, self.a_second, self.addresses = port, a_second, addresses
        self.milliseconds, self.errors, self.hits = defaultdict(list), Counter(), 0

    async def send(self, seconds):
        begin = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for number in range(round(seconds * self.a_second)):
                due = begin + number / self.a_second
                await asyncio.sleep(due - time.perf_counter())
                tasks.create_task(self.visit(number, due))

    async def visit(self, number, due):
        sort, address = self.addresses[number % len(self.addresses)]
        try:
            async with asyncio.timeout(SECONDS):
                status, head = await self.ask(address, number)
        except (OSError, TimeoutError, ValueError) as error:
            self.errors[f"{sort}: {error!r}"] += 1
            return
        self.milliseconds[sort].append((time.perf_counter() - due) * 1000)
        self.hits += b"register; hit" in head
        if status != 200:
            self.errors[f"{sort}: {status}"] += 1

    async def ask(self, address, number):
        """(status, head)"""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            headers = visitor(number) | {"Accept-Encoding": "gzip, br", "Connection": "close"}
            lines = [f"GET {address} HTTP/1.1", *(f"{n}: {v}" for n, v in headers.items())]
            writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            answer = await reader.read()
        finally:
            writer.close()
        head, _blank, _body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1."):
            raise ValueError("no answer")
        return int(head.split()[1]), head

    def report(self):
        every = [each for sort in self.milliseconds.values() for each in sort]
        slowest = {sort: middle_and_slowest(found) for sort, found in self.milliseconds.items()}
        return {
            "answers": len(every),
            "hits": self.hits,
            "slowest": slowest | ({"all": middle_and_slowest(every)} if every else {}),
            "most": max(every, default=0),
            "errors": dict(self.errors),
        }


def main(port, a_second, seconds):
    load = Load(int(port), float(a_second), json.load(sys.stdin))
    asyncio.run(load.send(float(seconds)))
    sys.stdout.write(json.dumps(load.report()) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
