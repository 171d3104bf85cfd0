"""The outlines of countries.json, which make_outlines.py writes."""

import json
from functools import cache
from pathlib import Path

OUTLINES = Path(__file__).with_name("countries.json")


@cache
def read_outlines():
    return json.loads(OUTLINES.read_text())


def outline(frame, code):
    """Path data of the country, or "" where it is too small to be drawn."""
    return read_outlines()[frame.name].get(code, "")


def outlines_of(frame, codes):
    return "".join(outline(frame, code) for code in codes)


def outlines_but(frame, codes):
    """Path data of all land but these countries."""
    shapes = read_outlines()[frame.name].items()
    return "".join(data for code, data in shapes if code not in codes)


def place_of(code):
    """Longitude and latitude of the country's mark; None for a code that is no country."""
    return read_outlines()["places"].get(code)
