"""RESULTS.md, with a section for each part, and baseline.json, the ratios of the kept run."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
BASELINE = Path(__file__).parent / "baseline.json"
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


class Results:
    """What the parts of one run found, by their titles.

    `failed`, `loads`: a sentence on what went wrong, and on what else the machine had to do.
    """

    def __init__(self):
        self.tables, self.failed, self.loads = {}, {}, {}

    def add(self, title, table):
        self.tables.setdefault(title, []).append(table)

    @property
    def promised(self):
        tables = [table for tables in self.tables.values() for table in tables]
        return [figure for table in tables for figure in table.figures if figure.is_promised]

    @property
    def are_kept(self):
        return not self.failed and all(figure.is_kept for figure in self.promised)

    def ratios(self):
        """{name: figure}"""
        found = {}
        for title, tables in self.tables.items():
            for table in tables:
                found |= {f"{title}, {name}": figure for name, figure in table.ratios().items()}
        return found

    def summary(self):
        """Every promise that is not kept, and how many are."""
        kept = sum(figure.is_kept for figure in self.promised)
        lines = [f"{kept} of {len(self.promised)} promises are kept."]
        for title, tables in self.tables.items():
            for table in tables:
                lines += [
                    f"- ✗ {title}, {table.heading}: {each.what}: {each.said}"
                    for each in table.figures
                    if not each.is_kept
                ]
        lines += [f"- ✗ {title} failed: {words}" for title, words in self.failed.items()]
        return "\n".join(lines) + "\n"

    def sections(self):
        found = {
            title: "\n".join([f"{self.loads.get(title, '')}\n", *map(str, tables)])
            for title, tables in self.tables.items()
        }
        for title, words in self.failed.items():
            found[title] = f"{found.get(title, '')}\nThis part failed: {words}\n".lstrip()
        return found


def write(results, described_as, titles):
    """Sections of parts that were not measured stay, and what people have written below them."""
    before = sections_in(RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "")
    now = before | results.sections()
    ordered = [*(t for t in titles if t in now), *(t for t in now if t not in titles)]
    sections = "\n".join(f"## {title}\n\n{now[title].strip()}\n" for title in ordered)
    kept, broken = sections.count("| ✓ |"), sections.count("| ✗ |")
    count = f"{kept} of {kept + broken} promises are kept.\n"
    text = "\n".join([heading(described_as), count, sections])
    RESULTS.write_text(text, encoding="utf-8")
    ratios = {name: {"value": f.value, "better": f.better} for name, f in results.ratios().items()}
    known = baseline() | ratios
    BASELINE.write_text(json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def heading(described_as):
    today = datetime.now(UTC).date()
    return f"# Results\n\nMeasured on {today} by `make bench`:\n\n" + "\n".join(described_as) + "\n"


def sections_in(text):
    """{title: what stands below it}"""
    _before, *rest = SECTION.split(text)
    return dict(zip(rest[::2], rest[1::2], strict=True))


def baseline():
    return json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
