"""References as programs of others read them."""

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

# What LaTeX prints for them; the reader knows them not, or as other characters.
OF_LATEX = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textasciitilde": "~",
}


def in_plain_text():
    known = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=printed) for name, printed in OF_LATEX.items()]
    known.add_context_category("of LaTeX", macros=macros, prepend=True)
    return LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=known))


def bibtex_in(text):
    """{key: {field: value}} of a file."""
    found = bibtexparser.parse_string(text, append_middleware=[in_plain_text()])
    assert found.failed_blocks == []
    return {entry.key: {f.key: f.value for f in entry.fields} for entry in found.entries}
