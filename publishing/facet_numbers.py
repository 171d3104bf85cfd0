"""Numbers in the place of keys, and sets of them as compressed bitmaps.

A hundred thousand numbers take some kilobytes, and two such sets are compared in microseconds:
https://roaringbitmap.org/.
"""

from array import array
from itertools import repeat
from uuid import UUID

from pyroaring import FrozenBitMap as Numbers

__all__ = ["NO_NUMBERS", "Codes", "Keys", "Numbers"]

NO_NUMBERS = Numbers()
# What no row has.
NO_NUMBER = 2**32 - 1


class Keys:
    """The numbers of the keys of rows, from 0: each is its own for good, and none is forgotten."""

    def __init__(self):
        # Sixteen bytes take half of what their UUID would.
        self.numbers, self.values = {}, []

    def __len__(self):
        return len(self.values)

    def __getitem__(self, number):
        return UUID(bytes=self.values[number])

    def add(self, key):
        """Its number, a new one unless it has one."""
        value = key.bytes
        number = self.numbers.get(value)
        if number is None:
            number = self.numbers[value] = len(self.values)
            self.values.append(value)
        return number

    def get(self, key):
        """Its number, or None."""
        return self.numbers.get(key.bytes)

    def numbers_of(self, values):
        """Those of keys as sixteen bytes, without those that have none."""
        found = map(self.numbers.get, values, repeat(NO_NUMBER))
        return Numbers(array("I", found)) - Numbers([NO_NUMBER])


class Codes(dict):
    """{code: numbers of rows} while they are read."""

    def note(self, code, number):
        numbers = self.get(code)
        if numbers is None:
            numbers = self[code] = array("I")
        numbers.append(number)

    def as_numbers(self):
        """{code: Numbers}; what was noted is given up, code by code."""
        return {code: Numbers(self.pop(code)) for code in list(self)}
