"""An index of the names in the register that finds those which are nearly like another.

A hundred thousand organisations take some 30 MB: names stand in one array of bytes, and what names
are found by in arrays of numbers. As among duplicates, only names that share a rare word, a
beginning or an end are compared.
"""

from array import array
from itertools import accumulate
from uuid import UUID
from zlib import crc32

from .likeness import alike, plain_form
from .models import Name, Organisation

BUCKETS = 1 << 18
RARE_WORDS = 3
STEM = 7
# What more names share tells nothing.
LARGEST_BUCKET = 24
MOST_NAMES = 3
SHORTEST_SHARE = 0.7
MOST_FOUND = 20
CHUNK = 5_000
KEY_SIZE = 16


class NearNames:
    """`names`: pairs of (key of the organisation, name)."""

    def __init__(self, names):
        self.text, self.starts = bytearray(), array("I")
        self.owners, self.keys = array("I"), bytearray()
        self.often = array("I", bytes(4 * BUCKETS))
        # The buckets of the words of each name, one after the other.
        self.words, self.word_starts = array("I"), array("I")
        for key, name in names:
            self.add(key, plain_form(name))
        self.starts.append(len(self.text))
        self.word_starts.append(len(self.words))
        self.fill()
        del self.words, self.word_starts

    @classmethod
    def of_register(cls):
        """Of all that stand in the register now; drafts too."""
        return cls(names_in_register())

    def add(self, key, plain):
        if not plain:
            return
        if self.keys[-KEY_SIZE:] != key.bytes:
            self.keys += key.bytes
        self.starts.append(len(self.text))
        self.owners.append(len(self.keys) // KEY_SIZE - 1)
        self.text += plain.encode("utf-8", "ignore")
        self.word_starts.append(len(self.words))
        for bucket in {bucket_of(word) for word in plain.split()}:
            self.words.append(bucket)
            self.often[bucket] += 1

    def fill(self):
        """Put each name into the buckets that it is found by; a counting sort."""
        sizes, traits = array("I", bytes(4 * BUCKETS)), array("I")
        trait_starts = array("I", [0])
        for number in range(len(self.owners)):
            words = self.words[self.word_starts[number] : self.word_starts[number + 1]]
            for bucket in self.traits(self.name(number), words):
                traits.append(bucket)
                sizes[bucket] += 1
            trait_starts.append(len(traits))
        self.ends = array("I", accumulate(sizes))
        self.places = array("I", bytes(4 * len(traits)))
        free = array("I", self.ends)
        for number in range(len(self.owners)):
            for bucket in traits[trait_starts[number] : trait_starts[number + 1]]:
                free[bucket] -= 1
                self.places[free[bucket]] = number

    def name(self, number):
        return self.text[self.starts[number] : self.starts[number + 1]].decode()

    def traits(self, plain, words):
        """The buckets of its rarest words, its beginning and its end."""
        rare = sorted(words, key=self.often.__getitem__)[:RARE_WORDS]
        return {*rare, bucket_of(f"^{plain[:STEM]}"), bucket_of(f"{plain[-STEM:]}$")}

    def near(self, names):
        """Keys of the organisations that have a name like one of these."""
        found = set()
        for plain in {plain_form(name) for name in names[:MOST_NAMES]}:
            for number in self.sharing(plain):
                if self.is_as_long(number, plain) and alike(plain, self.name(number)):
                    found.add(self.key(self.owners[number]))
                    if len(found) == MOST_FOUND:
                        return sorted(found)
        return sorted(found)

    def sharing(self, plain):
        """Numbers of the names that have a trait of this one, where not too many have it."""
        found = set()
        words = {bucket_of(word) for word in plain.split()}
        for bucket in self.traits(plain, words):
            start = self.ends[bucket - 1] if bucket else 0
            if self.ends[bucket] - start <= LARGEST_BUCKET:
                found.update(self.places[start : self.ends[bucket]])
        return sorted(found)

    def is_as_long(self, number, plain):
        """Names of very different length are not alike: nothing has to be read for that."""
        there = self.starts[number + 1] - self.starts[number]
        here = len(plain) if plain.isascii() else len(plain.encode("utf-8", "ignore"))
        return SHORTEST_SHARE * max(here, there) <= min(here, there)

    def key(self, owner):
        return UUID(bytes=bytes(self.keys[owner * KEY_SIZE : (owner + 1) * KEY_SIZE]))


def bucket_of(word):
    return crc32(word.encode("utf-8", "ignore")) % BUCKETS


def names_in_register():
    standing = Organisation.objects.not_merged().filter(unpublished_at=None)
    own = standing.values_list("pk", "name", "native_name").iterator(chunk_size=CHUNK)
    for key, name, native_name in own:
        yield key, name
        yield key, native_name
    further = Name.objects.exclude(kind=Name.Kind.ACRONYM).order_by("organisation", "pk")
    further = further.filter(organisation__merged_into=None, organisation__unpublished_at=None)
    yield from further.values_list("organisation", "name").iterator(chunk_size=CHUNK)
