"""RESULTS.md, with a section for each part, and baseline.json, the ratios of the kept run."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parent
RESULTS, BASELINE = "RESULTS.md", "baseline.json"
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


class Results:
    """What the parts of one run found, by their titles.

    `failed`, `loads`: a sentence on what went wrong, and on what else the machine had to do.
    """

    def __init__(self):
        self.tables, self.failed, self.loads, self.machine = {}, {}, {}, []

    def begin(self, title, load):
        self.loads[title], self.tables[title] = load, []

    def add(self, title, table):
        self.tables[title].append(table)

    def fail(self, title, words):
        self.failed[title] = words

    def promised(self):
        """(title, table, figure) of each promise."""
        for title, tables in self.tables.items():
            for table in tables:
                for figure in table.figures:
                    if figure.is_promised:
                        yield title, table, figure

    @property
    def are_kept(self):
        return not self.failed and all(figure.is_kept for _, _, figure in self.promised())

    def ratios(self):
        """{name: figure}"""
        found = {}
        for title, tables in self.tables.items():
            for table in tables:
                found |= {f"{title}, {name}": figure for name, figure in table.ratios().items()}
        return found

    def summary(self):
        """How many promises are kept, and each that is not."""
        promised = list(self.promised())
        kept = sum(figure.is_kept for _, _, figure in promised)
        lines = [f"{kept} of {len(promised)} promises are kept."]
        lines += [
            f"- ✗ {title}, {table.heading}: {figure.what}: {figure.said}"
            for title, table, figure in promised
            if not figure.is_kept
        ]
        lines += [f"- ✗ {title} failed: {words}" for title, words in self.failed.items()]
        return "\n".join(lines) + "\n"

    def sections(self):
        """{title: what stands below it}"""
        found = {}
        for title, tables in self.tables.items():
            parts = [f"{self.loads[title]}\n", *map(str, tables)]
            if title in self.failed:
                parts.append(f"This part failed: {self.failed[title]}\n")
            found[title] = "\n".join(parts)
        return found


def write(results, folder, titles):
    """Sections of parts that were not measured stay, and what people have written below them."""
    path = Path(folder) / RESULTS
    now = sections_in(path.read_text(encoding="utf-8") if path.exists() else "")
    now |= results.sections()
    ordered = [*(t for t in titles if t in now), *(t for t in now if t not in titles)]
    sections = "\n".join(f"## {title}\n\n{now[title].strip()}\n" for title in ordered)
    path.write_text(heading(results.machine, sections) + sections, encoding="utf-8")
    write_baseline(results.ratios(), folder)


def heading(machine, sections):
    kept, broken = sections.count("| ✓ |"), sections.count("| ✗ |")
    lines = [
        f"# Results\n\nMeasured on {datetime.now(UTC).date()} by `make bench`:\n",
        *machine,
        f"\n{kept} of {kept + broken} promises are kept.\n\n",
    ]
    return "\n".join(lines)


def sections_in(text):
    """{title: what stands below it}"""
    _before, *rest = SECTION.split(text)
    return dict(zip(rest[::2], rest[1::2], strict=True))


def write_baseline(ratios, folder):
    """Ratios that were not measured stay."""
    now = {name: {"value": round(f.value, 3), "better": f.better} for name, f in ratios.items()}
    text = json.dumps(baseline(folder) | now, indent=1, ensure_ascii=False, sort_keys=True)
    (Path(folder) / BASELINE).write_text(text + "\n", encoding="utf-8")


def baseline(folder):
    """{name: {"value": …, "better": …}}"""
    path = Path(folder) / BASELINE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
