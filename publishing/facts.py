"""Which source says what: the numbered marks beside facts, and where sources differ."""

from dataclasses import dataclass, field


@dataclass
class CitedSource:
    """A source in the order of its first mark on the page."""

    number: int
    source: object
    citations: list = field(default_factory=list)

    @property
    def last_checked(self):
        return max((c.checked_on for c in self.citations if c.checked_on), default=None)


class Facts:
    """The citations of one record, read once.

    `sources`: those that support facts, numbered from 1. `coverage`: pages that cover the record
    as a whole and support no single fact.
    """

    def __init__(self, citations):
        self.by_fact = {}
        cited = {}
        citations = list(citations)
        for citation in citations:
            if not citation.fact:
                continue
            self.by_fact.setdefault(citation.fact, []).append(citation)
            if citation.source_id not in cited:
                cited[citation.source_id] = CitedSource(len(cited) + 1, citation.source)
            cited[citation.source_id].citations.append(citation)
        self.cited = cited
        self.sources = list(cited.values())
        whole = {c.source_id: c for c in citations if not c.fact and c.source_id not in cited}
        self.coverage = list(whole.values())

    def marks(self, fact):
        """The sources that support what the record prints."""
        return [self.cited[c.source_id] for c in self.by_fact.get(fact, []) if not c.value]

    def differing(self, fact):
        """(value, source) of the citations that give something else."""
        return [
            (c.value, self.cited[c.source_id], c) for c in self.by_fact.get(fact, []) if c.value
        ]

    @property
    def last_checked(self):
        return max((s.last_checked for s in self.sources if s.last_checked), default=None)


def of_shown_rows(citations, shown):
    """Without those of rows that are not shown: {name of the rows: keys of those that are}."""
    for citation in citations:
        rows, _slash, rest = citation.fact.partition("/")
        if rows not in shown or rest.partition("/")[0] in shown[rows]:
            yield citation


def fact_path(*parts):
    """The path of a fact, such as "signatories/<id>/name"."""
    return "/".join(str(part) for part in parts)
