"""What processes of Linux cost, by what the kernel counts of them.

https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+ *(.*)$")


@dataclass(frozen=True)
class Process:
    pid: int

    def processor_ms(self):
        """Its own and its system's, and those of its children that ended."""
        return sum(map(int, self.fields()[11:15])) * 1000 / TICKS_A_SECOND

    def parent(self):
        return Process(int(self.fields()[1]))

    def children(self):
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [Process(int(each)) for each in children.split()]

    def fields(self):
        """Those after the name, which may hold anything."""
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()

    def resident_mb(self):
        return kilobytes(Path(f"/proc/{self.pid}/smaps_rollup").read_text(), "Rss") / 1024

    def own_mb(self):
        """What it holds beside files; 0 when it has ended."""
        try:
            status = Path(f"/proc/{self.pid}/status").read_text()
        except OSError:
            return 0
        return kilobytes(status, "RssAnon") / 1024 if "RssAnon" in status else 0

    def megabytes(self, without=None):
        """With its share of what several processes hold, and without the pages of a file.

        SQLite maps its file into memory: those pages go when the machine needs their place.
        """
        total, path = 0, ""
        for line in Path(f"/proc/{self.pid}/smaps").read_text().splitlines():
            if found := MAPPING.match(line):
                path = found[1]
            elif line.startswith("Pss:") and (without is None or not path.startswith(without)):
                total += int(line.split()[1])
        return total / 1024


def kilobytes(text, name):
    return int(re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)[1])
