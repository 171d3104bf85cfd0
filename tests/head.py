"""What the head of a page tells machines, read as they read it."""

import json
import re
from html import unescape

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
META = re.compile(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">')


def structured_in(response):
    """{type: facts} of the blocks of data."""
    blocks = [json.loads(block) for block in BLOCK.findall(response.content.decode())]
    return {block["@type"]: block for block in blocks}


def meta_in(response):
    found = META.findall(response.content.decode())
    return {name: unescape(content) for name, content in found}


def title_in(response):
    return unescape(re.search(r"<title>(.*?)</title>", response.content.decode())[1])


def canonical_in(response):
    found = re.search(r'<link rel="canonical" href="([^"]*)">', response.content.decode())
    return unescape(found[1]) if found else None
