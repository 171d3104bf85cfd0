"""Every variable of the environment that the project's code reads, with what stands in for it."""

import ast
import re

from tests.test_repository import ROOT, files

READERS = {"flag", "number", "required", "get", "getenv", "pop"}
ROW = re.compile(r"^\| `([A-Z_0-9]+)`( ●)? \| .+ \| (.+) \|$", re.MULTILINE)
UNKNOWN = object()


def sources():
    for path in files(".py"):
        if path.relative_to(ROOT).parts[0] not in ("tests", "bench"):
            yield path.read_text(encoding="utf-8")


def settings_read():
    """{name: its default as the table writes it, or UNKNOWN where the code works it out}"""
    found = {}
    for source in sources():
        found |= read_by(source)
    serve = (ROOT / "deploy" / "serve").read_text(encoding="utf-8")
    return found | {name: f"`{value}`" for name, value in re.findall(r"\{(\w+):-(\w*)\}", serve)}


def read_by(source):
    tree = ast.parse(source)
    alternatives = {
        id(name): choice.values[-1]
        for choice in ast.walk(tree)
        if isinstance(choice, ast.BoolOp)
        for name in ast.walk(choice.values[0])
    }
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and is_environ(node.value):
            found.setdefault(constant(node.slice), UNKNOWN)
        elif isinstance(node, ast.Call) and is_reader(node.func) and constant(node.args[:1]):
            found[constant(node.args[:1])] = default_of(node, alternatives)
    return found


def is_environ(node):
    return isinstance(node, ast.Attribute) and node.attr == "environ"


def is_reader(function):
    name = getattr(function, "attr", None) or getattr(function, "id", None)
    if name == "get" or name == "pop":
        return is_environ(function.value)
    return name in READERS


def constant(node):
    node = node[0] if isinstance(node, list) and node else node
    value = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) and re.fullmatch(r"[A-Z][A-Z_0-9]+", value) else None


def default_of(call, alternatives):
    """As production sees it."""
    name = getattr(call.func, "attr", None) or call.func.id
    given = next((word.value for word in call.keywords if word.arg == "default"), None)
    if isinstance(given, ast.IfExp):
        given = given.orelse
    if name == "required":
        return "none"
    if name == "flag":
        return "`1`" if given is not None and given.value else "`0`"
    if name == "number":
        return f"`{given.value}`"
    return folder(alternatives.get(id(call)))


def folder(node):
    """DATA_DIR / "media" is written `var/media`."""
    if isinstance(node, ast.BinOp) and getattr(node.left, "id", None) == "DATA_DIR":
        return f"`var/{node.right.value}`"
    return UNKNOWN


def settings_described():
    """{name: (whether production must set it, default)}"""
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    table = page[page.index("\n## Settings\n") :].partition("\n## What runs")[0]
    return {name: (bool(mark), default) for name, mark, default in ROW.findall(table)}
