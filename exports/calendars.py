"""Days as a calendar file, https://www.rfc-editor.org/rfc/rfc5545 and rfc7986.

A file names no METHOD, so DTSTAMP is the moment of the last change, not of the answer: the same
register gives the same bytes.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.http import StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from icalendar import Calendar, Event
from icalendar.prop import vText

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//UK Fusion Cluster//Fusion Cooperation Register//EN"
ASK_AGAIN = timedelta(hours=12)
END_OF_CALENDAR = b"END:VCALENDAR\r\n"
LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Day:
    """What a calendar says of one day. `moves`: how often it was another day before."""

    key: str
    day: date
    words: str
    description: str
    address: str
    changed_at: datetime
    moves: int = 0
    place: str = ""
    categories: tuple = ()
    state: str = "CONFIRMED"

    def to_ical(self):
        event = Event()
        event.add("uid", self.key)
        event.add("sequence", self.moves)
        event.add("dtstamp", self.changed_at)
        event.add("last-modified", self.changed_at)
        event.add("dtstart", self.day)
        event.add("dtend", self.day + timedelta(days=1))
        event.add("summary", text(self.words))
        event.add("description", text(self.description))
        event.add("url", self.address)
        if self.place:
            event.add("location", text(self.place))
        event.add("categories", [text(each) for each in dict.fromkeys(self.categories) if each])
        event.add("status", self.state)
        event.add("transp", "TRANSPARENT")
        event.add("class", "PUBLIC")
        return event.to_ical()


@dataclass(frozen=True)
class Heading:
    """What a calendar says of itself; `address`: of the page that shows the same."""

    name: str
    description: str
    address: str
    file_address: str

    def to_ical(self):
        """Without the end, which stands behind all days."""
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        # The names of RFC 7986, and those that programs knew before there was one.
        for names, words in (
            (("name", "x-wr-calname"), self.name),
            (("description", "x-wr-caldesc"), self.description),
        ):
            for name in names:
                calendar.add(name, text(words))
        calendar.add("url", self.address)
        calendar.add("source", self.file_address)
        calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vText("PT12H"))
        return calendar.to_ical().removesuffix(END_OF_CALENDAR)


def text(words):
    """Without what may not stand in a text of a calendar: control characters."""
    return vText(NO_TEXT.sub(" ", LINE_ENDS.sub("\n", str(words))))


def calendar_response(request, heading, portions, *, name, state):
    """The file as it is written; `portions`: lists of Days. `state` differs whenever a file does.

    A program that has the file of this state is told so.
    """
    etag = quote_etag(sha256(repr((request.get_full_path(), state)).encode()).hexdigest()[:32])
    response = StreamingHttpResponse(written(heading, portions), content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def written(heading, portions):
    yield heading.to_ical()
    for days in portions:
        yield b"".join(day.to_ical() for day in days)
    yield END_OF_CALENDAR
