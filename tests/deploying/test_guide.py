"""docs/deploying.md names what exists, and nothing that is not rehearsed."""

import re

from django.core.management import get_commands

from .guide import ROOT, blocks_by_heading
from .plan import steps


def test_the_rehearsal_follows_every_block_of_the_guide():
    rehearsed = [block for _heading, block in steps()]
    written = [block for blocks in blocks_by_heading().values() for block in blocks]

    assert len(written) > 12
    assert [block for block in written if block not in rehearsed] == []


def test_every_command_that_the_guide_gives_to_the_register_exists():
    text = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    used = set(re.findall(r"(?:^register|manage\.py) ([a-z_]+)", text, re.MULTILINE))

    assert len(used) > 5
    assert used <= set(get_commands())
