"""docs/deploying.md as what it tells to type: {heading: its blocks of shell, in order}."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "deploying.md"
PART = re.compile(r"^#+ (?P<heading>.+)$|^```sh\n(?P<block>(?:.*\n)*?)```$", re.MULTILINE)


def blocks_by_heading():
    found, heading = {}, ""
    for part in PART.finditer(PAGE.read_text(encoding="utf-8")):
        if part["heading"]:
            heading = part["heading"]
        else:
            found.setdefault(heading, []).append(part["block"])
    return found
