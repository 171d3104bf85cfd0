"""What the rehearsal does, in order: the blocks of the guide, literally, and looks in between."""

from .guide import ROOT, blocks_by_heading

LOOKS = ROOT / "tests" / "deploying" / "looks"
UP_TO_SETTINGS = ["What Debian brings", "The register's user and places", "The code"]
SERVE = ["Serving", "The certificate and nginx", "Look"]


def steps():
    """[(what is said on the screen, shell)]"""
    restore, overwrite = told("Restoring")
    return [
        look("helpers"),
        *told(*UP_TO_SETTINGS, "The database", "The settings", "Tables and first records"),
        *told(*SERVE, "The first account"),
        look("site"),
        look("publish"),
        look("begin_reading"),
        *told("Updating"),
        look("new_version"),
        look("end_reading"),
        *told("Going back to the version before"),
        look("version_before"),
        look("timed"),
        *told("Backups"),
        look("keep"),
        look("destroy"),
        *told(*UP_TO_SETTINGS, "The database"),
        look("old_settings"),
        restore,
        *told(*SERVE),
        look("compare"),
        overwrite,
        look("compare"),
    ]


def told(*headings):
    guide = blocks_by_heading()
    return [(heading, block) for heading in headings for block in guide[heading]]


def look(name):
    return f"look: {name.replace('_', ' ')}", (LOOKS / f"{name}.sh").read_text(encoding="utf-8")
