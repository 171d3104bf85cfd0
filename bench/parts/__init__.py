"""Each module measures one part: measure(bench) yields tables. MINUTES: on two idle processors."""

from . import cached, downloads, imports, largest, mixed, restores, uncached

# The most important first.
PARTS = {
    "cached": cached,
    "uncached": uncached,
    "largest": largest,
    "mixed": mixed,
    "imports": imports,
    "downloads": downloads,
    "restores": restores,
}
