"""How long a backup of a large register and its restore into an empty place take."""

from bench.figures import Figure, Table
from bench.measuring import manage

TITLE, MINUTES = "Backup and restore", 4
MOST_SECONDS = 15 * 60


def measure(bench):
    """Of the first database: the file is the same for both."""
    name, size = bench.options.databases[0], bench.options.large
    registers, path = bench.registers(name), bench.folder / "backup.tar"
    try:
        found = list(figures(registers, size, path))
    finally:
        path.unlink(missing_ok=True)
    yield Table(f"{name}, {size:,} agreements and organisations with their versions", found)


def figures(registers, size, path):
    """Each command in a process of its own, its start included."""
    full = registers.of(size).environment
    made = manage("backup", str(path), environment=full)
    yield Figure("seconds to back up", made.seconds)
    yield Figure("MB of the backup", path.stat().st_size / 1024 / 1024)
    with registers.empty(themes=False) as empty:
        restored = manage("restore", str(path), environment=empty)
    yield Figure("seconds to restore", restored.seconds, most=MOST_SECONDS)
    yield Figure("MB of memory at most", max(made.megabytes, restored.megabytes))
