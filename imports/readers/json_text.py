"""A JSON text of any length, read value by value through a window."""

import codecs
import re
from json import JSONDecodeError

from django.utils.translation import gettext as _

from imports.problems import Unreadable

from .encodings import encoding_of, shown_name
from .json_values import DECODER, LENIENT, LONGEST_RECORD, Refused, problem_of, too_long

CHUNK = 1024 * 1024
SPACE = re.compile(r"[ \t\r\n]*")


class JsonText:
    """`place` is where in the window reading goes on. Every method raises Unreadable."""

    def __init__(self, input, encoding=None):
        self.encoding = encoding_of(input.open(), encoding)
        self.decoder = codecs.getincrementaldecoder(self.encoding)()
        self.file = input.open()
        self.window = ""
        self.place = 0
        self.has_more = True
        # What went through the window before: whole lines, and characters of the next one.
        self.lines = self.characters = 0

    def peek(self):
        """The next character that is no white space; empty at the end."""
        while True:
            self.place = SPACE.match(self.window, self.place).end()
            if self.place < len(self.window):
                return self.window[self.place]
            if not self.more():
                return ""

    def take(self, expected):
        """Go past one of the expected characters, and return it."""
        found = self.peek()
        if not found:
            raise self.cut_off()
        if found not in expected:
            raise self.broken(self.place)
        self.place += 1
        return found

    def record(self):
        """(value, why it is not taken); reading goes on after it in either case."""
        self.peek()
        value, end, problem = self.decoded(DECODER)
        problem = problem or problem_of(value, self.window, self.place, end)
        self.place = end
        return value, problem

    def name(self):
        """The name of a member, and its colon."""
        if self.peek() != '"':
            self.take('"')
        value, self.place, _problem = self.decoded(DECODER)
        self.take(":")
        return value

    def decoded(self, decoder):
        """(value, where it ends in the window, problem)."""
        while True:
            try:
                value, end = decoder.raw_decode(self.window, self.place)
                # A number at the edge may go on behind it.
                if end < len(self.window) or not self.more():
                    return value, end, ""
            except Refused as refused:
                return None, self.decoded(LENIENT)[1], str(refused)
            except JSONDecodeError as error:
                if len(self.window) - self.place > LONGEST_RECORD:
                    raise self.problem_at(self.place, too_long()) from error
                if not self.more():
                    raise self.undecodable(error) from error
            except RecursionError as error:
                raise self.problem_at(self.place, _("It is nested without end.")) from error
            except ValueError as error:
                # Python refuses to read thousands of figures.
                message = _("A number has more figures than are read.")
                raise self.problem_at(self.place, message) from error

    def more(self):
        """Move the window on; False when the text has ended."""
        if not self.has_more:
            return False
        passed = self.window[: self.place]
        self.lines += passed.count("\n")
        newest = passed.rfind("\n")
        self.characters = len(passed) - newest - 1 if newest >= 0 else self.characters + len(passed)
        chunk = self.file.read(CHUNK)
        self.has_more = bool(chunk)
        self.window = self.window[self.place :] + self.text_of(chunk)
        self.place = 0
        return True

    def text_of(self, chunk):
        try:
            return self.decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            line = self.lines + self.window.count("\n", self.place) + 1
            line += chunk.count(b"\n", 0, getattr(error, "start", 0))
            raise Unreadable(
                _("Line %(line)s is not encoded in %(encoding)s.")
                % {"line": f"{line:,}", "encoding": shown_name(self.encoding)}
            ) from error

    def undecodable(self, error):
        at_the_end = error.pos >= len(self.window.rstrip())
        if at_the_end or error.msg.startswith("Unterminated string"):
            return self.cut_off()
        return self.broken(error.pos)

    def cut_off(self):
        return self.problem_at(len(self.window), _("The file ends before the JSON does."))

    def broken(self, place):
        if self.window[place : place + 1] == "<" and not self.lines:
            return Unreadable(_("It is a web page or XML, not JSON."))
        return self.problem_at(place, _("It is no JSON from here on."))

    def problem_at(self, place, sentence):
        line = self.lines + self.window.count("\n", 0, place) + 1
        newest = self.window.rfind("\n", 0, place)
        character = place - newest if newest >= 0 else self.characters + place + 1
        return Unreadable(
            _("Line %(line)s, character %(character)s: %(problem)s")
            % {"line": f"{line:,}", "character": f"{character:,}", "problem": sentence}
        )
