"""Each module measures one part: measure(bench) yields tables. MINUTES: on two idle processors."""

from . import cached, downloads, imports, restores

# The most important first.
PARTS = {
    "cached": cached,
    "imports": imports,
    "downloads": downloads,
    "restores": restores,
}
