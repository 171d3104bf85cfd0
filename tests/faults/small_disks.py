"""A disk of a few megabytes that can be filled to the last byte, and emptied again."""

import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

BALLAST = "ballast"


class Disk:
    def __init__(self, path):
        self.path = path

    @property
    def free(self):
        state = os.statvfs(self.path)
        return state.f_bavail * state.f_frsize

    def fill(self, leave=0):
        """Until so many bytes are left."""
        size = self.free - leave
        if size > 0:
            with (self.path / BALLAST).open("ab") as file:
                os.posix_fallocate(file.fileno(), file.tell(), size)

    def empty(self):
        (self.path / BALLAST).unlink(missing_ok=True)


@contextmanager
def small_disk(megabytes):
    """In memory, mounted for the test alone; that takes root."""
    if os.geteuid() != 0:
        pytest.skip("Only root may mount a small disk.")
    with tempfile.TemporaryDirectory(prefix="disk-") as folder:
        options = f"size={megabytes}m,mode=755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
        try:
            yield Disk(Path(folder))
        finally:
            # Lazily: a process of a test that failed may still be at work there.
            subprocess.run(["umount", "--lazy", folder], check=True)
