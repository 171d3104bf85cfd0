"""The Containerfile as its instructions: [(name, words)], those of one stage or all."""

import re

from .guide import ROOT

COMMENT = re.compile(r"^#.*\n", re.MULTILINE)


def instructions(stage=None):
    text = COMMENT.sub("", (ROOT / "Containerfile").read_text(encoding="utf-8"))
    lines = [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    found, current = [], None
    for line in lines:
        name, _, words = line.partition(" ")
        current = words.split()[-1] if name == "FROM" else current
        if stage in (None, current):
            found.append((name, " ".join(words.split())))
    return found
