"""Whether what readers saw was so at some moment between their request and its answer."""

from collections import defaultdict

from .reader import LISTS


class History:
    """Of each record the states with when their commits began and were done."""

    def __init__(self, lines, slugs):
        self.begun = {slug: {0: 0.0} for slug in slugs}
        self.done = {slug: {0: 0.0} for slug in slugs}
        for line in lines:
            for moment in ("begun", "done"):
                if moment in line:
                    getattr(self, moment)[line["slug"]][line["state"]] = line[moment]

    def possible(self, slug, begun, ended):
        """The states that a page may show which was asked for and answered then."""
        oldest = max(s for s, moment in self.done[slug].items() if moment <= begun)
        return {s for s, moment in self.begun[slug].items() if s >= oldest and moment <= ended}


def judge(seen, history):
    """Counts of what readers saw, and the answers that were not so."""
    counts, wrong = defaultdict(int), []
    for line in seen:
        if "failed" in line:
            wrong.append(line)
            continue
        counts["answers"] += 1
        counts["kept"] += line["kept"]
        for slug, state in line["seen"].items():
            possible = history.possible(slug, line["begun"], line["ended"])
            if line["address"] in LISTS:
                possible = {None if each % 2 else each for each in possible}
            if line["status"] != 200 or state not in possible:
                counts["stale"] += 1
                wrong.append(line | {"slug": slug, "possible": sorted(possible, key=str)})
    return counts, wrong
