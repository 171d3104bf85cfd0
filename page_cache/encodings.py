"""The bytes of an answer, compressed as a visitor asks for."""

import gzip
import re
from functools import lru_cache

import brotli

BROTLI, GZIP, IDENTITY = "br", "gzip", ""
# What most browsers ask for, too.
SMALLEST = BROTLI
# Each page is compressed once: 21 kB take 0.5 ms, and are a twentieth smaller
# than at 4. At 11 they would take 25 ms and be another tenth smaller.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
# Below this the headers weigh more than what is saved.
FEWEST_BYTES = 400
COMPRESSIBLE = re.compile(
    r"text/|image/svg\+xml|application/(?:[\w.-]+\+)?(?:json|xml)\b"
    r"|application/(?:x-bibtex|x-research-info-systems)"
)
ACCEPTED = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([0-9.]*)\s*)?")


@lru_cache(maxsize=256)
def chosen(accept):
    """The encoding for an Accept-Encoding: brotli where it may be, then gzip, else none.

    https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding
    """
    found = filter(None, map(ACCEPTED.fullmatch, accept.split(",")))
    weights = {each[1].lower(): "1" if each[2] is None else each[2] for each in found}
    wanted = [name for name in (BROTLI, GZIP) if weights.get(name, "").strip("0.")]
    return wanted[0] if wanted else IDENTITY


def is_compressible(content_type, body):
    return len(body) >= FEWEST_BYTES and bool(COMPRESSIBLE.match(content_type))


def compressed(body, encoding):
    if encoding == BROTLI:
        return brotli.compress(body, quality=BROTLI_QUALITY)
    if encoding == GZIP:
        # The same bytes make the same file: no moment is written in it.
        return gzip.compress(body, GZIP_LEVEL, mtime=0)
    return body


def unpacked(body, encoding):
    return brotli.decompress(body) if encoding == BROTLI else body
