"""The pages of a PDF are counted where nothing has to be guessed."""

import pytest

from publishing.pdfs import count_pages

ROOT = b"2 0 obj << /Type /Pages /Kids [3 0 R 4 0 R] /Count 12 >> endobj\n"
BRANCH = b"3 0 obj << /Type /Pages /Parent 2 0 R /Kids [] /Count 7 >> endobj\n"
END = b"%%EOF"
FOR_THE_WEB = b"%PDF-1.7\n1 0 obj << /Linearized 1 /L 9 /O 4 /N 31 /T 8 >> endobj\n"


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (b"%PDF-1.4\n" + ROOT + BRANCH + END, 12),
        (FOR_THE_WEB + END + ROOT + END, 31),
        (b"%PDF-1.4\n" + ROOT + END + ROOT + END, None),
        (b"%PDF-1.4\n" + ROOT + ROOT + END, None),
        (b"%PDF-1.7\n" + END, None),
        (b"%PDF-1.7\n/Type /Pages /Count 3" + END, None),
        (b"%PDF-1.4\n" + ROOT.replace(b"12", b"0") + END, None),
        (b"%PDF-1.4\n" + ROOT.replace(b"12", b"1" * 40) + END, None),
        (b"", None),
    ],
)
def test_pages_are_counted_where_they_are_sure(content, pages):
    assert count_pages(content) == pages
