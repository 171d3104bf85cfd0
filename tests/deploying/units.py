"""The units of systemd as what they set."""

import re

from .guide import ROOT

UNITS = ROOT / "deploy" / "systemd"


def unit_names():
    return sorted(path.name for path in UNITS.iterdir())


def unit_text(name):
    return (UNITS / name).read_text(encoding="utf-8")


def settings_of(name):
    """{name: what it is set to, in order}"""
    found = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", unit_text(name), re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


def hardening(name):
    """The lines after the blank one that ends what the unit does."""
    text = unit_text(name)
    return text[text.index("NoNewPrivileges=") :].partition("\n\n")[0].splitlines()
