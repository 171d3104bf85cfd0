"""The two programs that the register itself does not need: Debian's wrk and nginx."""

import os
import shutil
import subprocess
import sys

PROGRAMS = ("wrk", "nginx")


def look(is_permitted):
    """Say what is missing, or install it where that is permitted and possible."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing and is_permitted and os.geteuid() == 0 and (apt := shutil.which("apt-get")):
        subprocess.run([apt, "install", "--yes", *missing], check=False)  # noqa: S603
        missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        command = f"apt-get install {' '.join(missing)}"
        sys.stderr.write(f"Missing: {' and '.join(missing)}. Install: {command}\n")
    return missing
