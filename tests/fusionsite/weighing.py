"""What a first visit to a page loads, compressed."""

import gzip
import re
from pathlib import Path

from fusionsite.static_files import lean

FILES = Path(__file__).resolve().parents[2] / "fusionsite" / "static" / "fusionsite"
# Named in the head for machines.
NOT_FETCHED = ('rel="canonical"', 'rel="cite-as"', 'rel="alternate"')
LOADED = re.compile(r'<(?:link|script|img|source|iframe)\b[^>]*\b(?:href|src)="([^"]*)"[^>]*>')


def compressed(content):
    return len(gzip.compress(content, 6))


def loaded_by(html):
    """The addresses that a browser fetches with the page by itself; not its pictures."""
    tags = [tag for tag in LOADED.finditer(html) if not any(n in tag[0] for n in NOT_FETCHED)]
    return {tag[1] for tag in tags if not tag[0].startswith(("<img", "<source"))}


def weight_of_file(file):
    if file.suffix == ".woff2":
        return file.stat().st_size
    return compressed(
        lean(file.read_text()).encode() if file.suffix == ".css" else file.read_bytes()
    )


def weight_of(html):
    """Bytes of the page and of what it loads, as they go over the wire; the font is compressed."""
    sizes = [compressed(html.encode())]
    for address in loaded_by(html):
        file = FILES / address.removeprefix("/static/fusionsite/")
        sizes.append(weight_of_file(file))
    return sum(sizes)
