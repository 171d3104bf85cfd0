"""What somebody needs who finds a package alone: README, licence and checksums, in plain words."""

import hashlib
from itertools import chain

from django.conf import settings
from django.utils.formats import date_format

from .descriptor import LICENCE, PUBLISHER
from .tables import TABLES
from .words import DESCRIPTION, HOLDS

README = "README.md"
LICENCE_FILE = "LICENCE.md"
CHECKSUMS = "SHA256SUMS"

HOW_TO_READ = """\
## How to read it

- The files are CSV in UTF-8 with a header. `datapackage.json` says of each column what it holds and
  which table it names (a Tabular Data Package, https://specs.frictionlessdata.io).
- Agreements, organisations and articles name one another by their permanent identifiers, such as
  AG-0006. Several values in one cell are separated by `;`.
- A date is as exact as its source: 2023, 2023-11 or 2023-11-08. Beside it stand a qualifier (on,
  by, after, about) and a note.
- An empty cell means that no value is recorded. A text that a spreadsheet would run as a formula
  stands behind an apostrophe.
- The status of an agreement is not stored. It follows from its events.
- Withdrawn records are in it, with the reason. Drafts, accounts and letters are not.
- `sha256sum -c SHA256SUMS` tells whether every file is as it was written.
"""


def with_letters(exporter, newest_change):
    """(name, bytes) of the exporter's files and of the letters; the checksums of all come last."""
    sums = {}
    for name, content in chain(exporter.files(), letters(exporter, newest_change)):
        sums[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    lines = (f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    yield CHECKSUMS, "".join(lines).encode()


def letters(exporter, newest_change):
    """A generator: how many rows there are is known when the tables are written."""
    yield LICENCE_FILE, (settings.BASE_DIR / "LICENSE-CONTENT.md").read_bytes()
    yield README, readme(exporter.rows, newest_change).encode()


def readme(rows, newest_change):
    moment = "It is empty."
    if newest_change:
        told = date_format(newest_change, "j F Y, H:i")
        moment = f"The last public change that it knows is of {told} (UTC)."
    return "\n".join(
        [
            "# The Fusion Cooperation Register as data\n",
            f"{DESCRIPTION}\n",
            f"Kept by the {PUBLISHER} at {settings.SITE_URL}/. {moment}\n",
            "## What is in it\n",
            "| file | rows | what a row is |",
            "|---|---|---|",
            *(f"| {t.file} | {rows[t.name]} | {HOLDS[t.name]} |" for t in TABLES),
            "",
            "Pictures and documents that records name stand in `media/`.\n",
            HOW_TO_READ,
            "## Licence, and how to cite it\n",
            f"Our words are licensed under {LICENCE['title']} ({LICENCE['path']}); facts are free.",
            f"More stands in `{LICENCE_FILE}`. Name the register where you use it:\n",
            f"> {citation(newest_change)}\n",
        ]
    )


def citation(newest_change):
    """How the register as a whole is cited, up to its last change."""
    edition = ""
    if newest_change:
        edition = f" ({newest_change.year}). Data up to {date_format(newest_change, 'j F Y')}"
    return f"{PUBLISHER}, Fusion Cooperation Register{edition}. {settings.SITE_URL}/data/"
