"""What of a PDF can be told from its bytes without reading it."""

import re

from django.core.files.storage import default_storage

HEAD = 1024
PAGES_IN_HEAD = re.compile(rb"/N\s{0,9}(\d{1,6})\b")
PAGE_TREE = re.compile(rb"/Type\s{0,9}/Pages\b")
COUNT = re.compile(rb"/Count\s{0,9}(\d{1,6})\b")


def pages_of(name):
    """How many pages the stored PDF has, or None where that would have to be guessed."""
    with default_storage.open(name) as file:
        return count_pages(file.read())


def count_pages(content):
    """Only of a PDF that was saved once: a later save may have added pages, or taken some away."""
    saves, head = content.count(b"%%EOF"), content[:HEAD]
    if saves == 2 and b"/Linearized" in head:
        counts = PAGES_IN_HEAD.findall(head)
    elif saves == 1:
        counts = [count for tree in roots_of_pages(content) for count in COUNT.findall(tree)]
    else:
        counts = []
    return int(counts[0]) or None if len(counts) == 1 else None


def roots_of_pages(content):
    """The objects that hold a tree of pages and stand in no other one."""
    for match in PAGE_TREE.finditer(content):
        begin = content.rfind(b" obj", 0, match.start())
        end = content.find(b"endobj", match.end())
        if begin >= 0 and end >= 0 and b"/Parent" not in content[begin:end]:
            yield content[begin:end]
