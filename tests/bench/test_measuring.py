"""What a command takes."""

import os

from bench.measuring import python

FILE_IN_MEMORY = """
import mmap, sys
with open(sys.argv[1], "rb") as file:
    mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    sum(mapped[:: mmap.PAGESIZE])
"""


def test_memory_is_that_of_the_process_without_files_that_it_maps(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(bytes(80_000_000))

    mapping = python("-c", f"{FILE_IN_MEMORY}\nimport time; time.sleep(0.3)", str(path),
                     environment=os.environ)  # fmt: skip
    holding = python("-c", "held = bytearray(80_000_000); import time; time.sleep(0.3)",
                     environment=os.environ)  # fmt: skip

    assert 2 < mapping.megabytes < 40
    assert 70 < holding.megabytes < 120
