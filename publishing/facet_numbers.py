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
        # An integer takes half of what its UUID would.
        self.numbers, self.values = {}, []

    def __len__(self):
        return len(self.values)

    def __getitem__(self, number):
        return UUID(int=self.values[number])

    def add(self, key):
        """Its number, a new one unless it has one."""
        number = self.numbers.get(key.int)
        if number is None:
            number = self.numbers[key.int] = len(self.values)
            self.values.append(key.int)
        return number

    def get(self, key):
        """Its number, or None."""
        return self.numbers.get(key.int)

    def numbers_of(self, values):
        """Those of keys as integers, without those that have none."""
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
