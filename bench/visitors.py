"""A reader, an author and a reviewer of one served register, and what they waited for."""

from collections import defaultdict
from contextlib import contextmanager

from .asking import ask, visitor
from .editing import Editor
from .measuring import Failed, prepared
from .served import served

RECORDS, WARMED = 200, 4
NOTE = "The summary says more."


@contextmanager
def visited(registers, size, **settings):
    """Yields Visitors of a copy of a register, to which they may write."""
    with registers.copy(size) as register:
        records = prepared("records", RECORDS, environment=register.environment)
        sessions = prepared("editors", environment=register.environment)
        with served(register.environment, **settings) as server:
            yield Visitors(register, server, records, sessions)


class Visitors:
    """`milliseconds`: {what: of each time}. `processor`: {what: those of the workers, each time}"""

    def __init__(self, register, server, records, sessions):
        self.register, self.server, self.records = register, server, records
        self.author = Editor(server.port, sessions["authors"])
        self.reviewer = Editor(server.port, sessions["publishers"])
        self.milliseconds, self.processor = defaultdict(list), {}

    def warm(self, addresses):
        for address in addresses[:WARMED]:
            self.server.warm(address)

    def read(self, what, addresses, visits):
        self.visit(what, addresses, visits, self.ask)

    def look(self, what, addresses, visits):
        """In the admin."""
        self.visit(what, addresses, visits, lambda address, _number: self.reviewer.look(address))

    def visit(self, what, addresses, visits, asking):
        before = self.server.processor_ms()
        for number in range(visits):
            answer = asking(addresses[number % len(addresses)], number)
            self.milliseconds[what].append(answer.ms)
        self.processor[what] = (self.server.processor_ms() - before) / visits

    def ask(self, address, number):
        answer = ask(self.server.port, address, headers=visitor(number))
        if answer.status != 200:
            raise Failed(f"{address} answered {answer.status}.")
        return answer

    def edit(self, number):
        """The author changes an agreement, and the reviewer publishes it."""
        agreements = self.records["agreements"]
        key, _slug = agreements[number % len(agreements)]
        address = f"/admin/agreements/agreement/{key}/change/"
        form = self.author.open(address)
        words = {"summary": f"They work together on plan {number}.", "change_note": NOTE}
        saved = self.author.send(form, **words, _save="1")
        seen = self.reviewer.open(address)
        published = self.reviewer.send(seen, change_note=NOTE, _publish="1")
        self.milliseconds["admin, opening a form"] += [form.opened.ms, seen.opened.ms]
        self.milliseconds["admin, saving a draft"].append(saved.ms)
        self.milliseconds["admin, publishing"].append(published.ms)

    def check_published(self, number):
        """Readers see what was published last of an agreement. Raises Failed."""
        agreements = self.records["agreements"]
        _key, slug = agreements[number % len(agreements)]
        page = ask(self.server.port, f"/agreements/{slug}/")
        if f"They work together on plan {number}.".encode() not in page.body:
            raise Failed(f"What was published of {slug} is not on its page.")
