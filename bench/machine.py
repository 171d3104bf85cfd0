"""What was measured on."""

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

import django


def work_of_others():
    """Processes that wanted a processor, for each; where it is much, other figures say little."""
    return os.getloadavg()[0] / (os.cpu_count() or 1)


def described(versions=None):
    """Lines for a reader. `versions`: {name of a database: its version}"""
    databases = [f"{name} {version}" for name, version in (versions or {}).items()]
    lines = [
        f"- {processor()}, {os.cpu_count()} processors, {memory_gb():.0f} GB of memory",
        f"- {platform.system()} {platform.release()}, Python {platform.python_version()}",
        f"- Django {django.__version__}, granian {version('granian')}, nginx {nginx_version()}",
    ]
    return [*lines, f"- {', '.join(databases)}"] if databases else lines


def processor():
    found = re.search(r"^model name\s*: (.+)$", contents("/proc/cpuinfo"), re.MULTILINE)
    return found[1] if found else platform.machine()


def memory_gb():
    found = re.search(r"^MemTotal:\s+(\d+) kB", contents("/proc/meminfo"), re.MULTILINE)
    return int(found[1]) / 1024**2 if found else 0


def contents(path):
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def nginx_version():
    if (path := shutil.which("nginx")) is None:
        return "not installed"
    said = subprocess.run([path, "-v"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    return said.strip().rpartition("/")[2]
