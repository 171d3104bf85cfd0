"""Where the text of an agreement, or the best account of it, stands."""

from dataclasses import dataclass

from .vocabulary import DocumentKind


@dataclass
class Original:
    """`is_text`: the agreement itself rather than an announcement of it."""

    title: str
    url: str
    is_text: bool


def original_of(agreement, facts):
    """The first document with the text, else the source that supports most; None without either."""
    for document in agreement.documents.all():
        if document.kind == DocumentKind.TEXT:
            return Original(document.title, document.address, is_text=True)
    cited = [cited for cited in facts.sources if cited.source.url]
    if not cited:
        return None
    best = max(cited, key=lambda cited: (len(cited.citations), -cited.number))
    return Original(best.source.title, best.source.url, is_text=False)
