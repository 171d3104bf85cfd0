"""Records in JSON: a list, an object around a list, one object, or an object a line.

https://www.rfc-editor.org/rfc/rfc8259 and https://jsonlines.org
"""

from contextlib import closing

from django.utils.translation import gettext as _

from imports.problems import Unreadable

from .json_text import JsonText
from .json_values import DECODER, LONGEST_RECORD, Refused, problem_of
from .lines import Lines
from .rows import RawRow
from .tables import MOST_ROWS, check_count

VERSION = 1
# What the list is called where an object is around it that says more.
LIST_NAMES = {"items", "results", "records", "data", "rows", "entries"}
# The object itself is the record.
WHOLE = object()


class JsonReader:
    format = "json"
    version = VERSION
    columns = ()
    notes = ()

    def __init__(self, input, *, encoding=None, most_rows=MOST_ROWS):
        """Finds the list of records. Raises Unreadable."""
        self.input = input
        self.encoding = encoding
        self.most_rows = most_rows
        text = self.text()
        first = text.peek()
        if not first:
            raise Unreadable(_("The file is empty."))
        if first not in "[{":
            raise text.broken(text.place)
        self.list_name = None if first == "[" else list_name(text)

    def rows(self):
        """Each record under its position, counted from 1. Raises Unreadable."""
        text = self.text()
        for number, (value, problem) in enumerate(self.records(text), start=1):
            check_count(number, self.most_rows)
            yield row_of(number, value, problem)
        if text.peek():
            raise text.broken(text.place)

    def records(self, text):
        if self.list_name is None:
            yield from items(text)
        elif self.list_name is WHOLE:
            yield text.record()
        else:
            for name in members(text):
                if name == self.list_name:
                    yield from items(text)
                else:
                    text.record()

    def text(self):
        return JsonText(self.input, self.encoding)


class JsonLinesReader:
    format = "jsonl"
    version = VERSION
    columns = ()
    notes = ()

    def __init__(self, input, *, encoding=None, most_rows=MOST_ROWS):
        self.input = input
        self.encoding = encoding
        self.most_rows = most_rows

    def rows(self):
        """Each record under its line. Raises Unreadable."""
        lines = Lines(self.input, self.encoding, LONGEST_RECORD)
        count = 0
        with closing(lines.text):
            for line in lines:
                if line.strip():
                    count += 1
                    check_count(count, self.most_rows)
                    yield row_of(lines.number, *record_of(line, lines.number))
                lines.begin_row()
        if not count:
            raise Unreadable(_("The file is empty."))


def row_of(number, value, problem):
    return RawRow(number, value if isinstance(value, dict) else {}, problem)


def record_of(line, number):
    """(value, why it is not taken) of one line."""
    try:
        value = DECODER.decode(line)
    except Refused as refused:
        return None, str(refused)
    except (ValueError, RecursionError) as error:
        if not line.endswith(("\n", "\r")):
            raise Unreadable(
                _("Line %(line)s: The file ends before the JSON does.") % {"line": f"{number:,}"}
            ) from error
        return None, _("The line is no JSON.")
    return value, problem_of(value, line, 0, len(line))


def items(text):
    """(value, why it is not taken) of each item of the list that comes next."""
    text.take("[")
    if text.peek() == "]":
        text.take("]")
        return
    while True:
        yield text.record()
        if text.take(",]") == "]":
            return


def members(text):
    """The name of each member of the object that comes next; who asks goes past its value."""
    text.take("{")
    if text.peek() == "}":
        text.take("}")
        return
    seen = set()
    while True:
        name = text.name()
        if name in seen:
            message = _("“%(name)s” stands twice in one object.") % {"name": name[:100]}
            raise text.problem_at(text.place, message)
        seen.add(name)
        yield name
        if text.take(",}") == "}":
            return


def list_name(text):
    """The member that holds the records, or WHOLE when the object is a record itself.

    It is one with a list of objects: the only member, or the only such list, called as lists are.
    """
    names, lists = [], []
    for name in members(text):
        names.append(name)
        if text.peek() == "[":
            # All are gone past, whatever they are; one that is not taken may be an object.
            if not sum(not isinstance(value, dict | None) for value, _problem in items(text)):
                lists.append(name)
        else:
            text.record()
    if len(lists) == 1 and (len(names) == 1 or lists[0] in LIST_NAMES):
        return lists[0]
    return WHOLE


def has_lines(input, encoding=None):
    """Whether an object is followed by another, without a list around them."""
    text = JsonText(input, encoding)
    if text.peek() != "{":
        return False
    try:
        text.record()
        return text.peek() == "{"
    except Unreadable:
        return False
