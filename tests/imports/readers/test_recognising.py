"""A source is told from its content: its name may say anything, or nothing."""

import gzip
import io
import json
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.inputs import input_of_bytes
from imports.problems import Unreadable
from imports.readers import FORMATS, open_reader, recognise

DOCUMENT = {"schema_name": "news_article", "document_type": "press_release", "base_path": "/a"}
RECORD = {"id": "https://ror.org/000000101", "names": []}


def as_json(value):
    return json.dumps(value).encode()


def zipped(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "[]")
    return file.getvalue()


def workbook():
    file = io.BytesIO()
    made = openpyxl.Workbook()
    made.active.append(["name"])
    made.active.append(["Alpha"])
    made.save(file)
    return file.getvalue()


def always_the_same_zip():
    """A workbook holds the moment at which it was saved: its bytes differ each time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("xl/workbook.xml"), "<workbook/>")
    return file.getvalue()


SOURCES = [
    ("csv", b"name,place\nAlpha,Naka\n"),
    ("csv", "name;place\n".encode("utf-16-le")),
    ("csv", b"name\n"),
    ("xlsx", workbook()),
    ("json", b'[{"name": "Alpha"}]'),
    ("json", b'\xef\xbb\xbf {"name": "Alpha"}'),
    ("json", b"[]"),
    ("jsonl", b'{"name": "Alpha"}\n{"name": "Beta"}\n'),
    ("govuk", as_json(DOCUMENT)),
    ("govuk", as_json([DOCUMENT, DOCUMENT])),
    ("govuk", as_json(DOCUMENT) + b"\n" + as_json(DOCUMENT)),
    ("govuk", as_json({"schema_name": "gone", "document_type": "gone"})),
    ("ror", as_json(RECORD)),
    ("ror", as_json([7, RECORD])),
    ("ror", zipped("ror.json", "ror.csv")),
    ("package", zipped("datapackage.json", "agreements.csv")),
    ("feed", b'<?xml version="1.0"?>\n<!-- a --><rss version="2.0"><channel/></rss>'),
    ("feed", '<feed xmlns="http://www.w3.org/2005/Atom"/>'.encode("utf-16")),
    ("feed", b'<rdf:RDF xmlns:rdf="x"/>'),
    ("feed", b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'><title>&lt;html&gt;"),
    ("feed", as_json({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}]})),
]


@pytest.mark.parametrize(("format", "content"), SOURCES)
def test_the_format_is_told_from_the_content(format, content):
    assert recognise(input_of_bytes("anything.pdf", content)) == format
    assert format in FORMATS


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"<!DOCTYPE html><html><body>Not found", "It is a web page, not the data itself."),
        (b"\n<html lang='en'>", "It is a web page, not the data itself."),
        (b"<svg/>", "It is XML, but no feed."),
        (b"%PDF-1.7", "It is a PDF. Tables and records are read, not documents."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "It is a workbook of the old kind, or one with a password."),
        (b"\x89PNG\r\n", "It is a picture."),
        (gzip.compress(gzip.compress(b"name\n")), "It is packed with gzip more than once."),
        (zipped("word/document.xml"), "It is a zip, but no workbook and no registry."),
        (zipped("a.json")[:-9], "It is a zip, but broken or cut off."),
        (bytes(100), "It is no text, and no format that is read."),
        (b'[{"a": ', "Line 1, character 8: The file ends before the JSON does."),
    ],
    ids=range(12),
)
def test_what_no_reader_reads_is_refused_with_what_it_is(content, sentence):
    with pytest.raises(Unreadable) as refusal, input_of_bytes("rows.csv", content) as source:
        recognise(source)

    assert str(refusal.value).startswith(sentence)


def test_a_reader_says_what_it_is():
    reader = open_reader(input_of_bytes("rows", b"name,place\nAlpha,Naka\n"))

    assert (reader.format, reader.version, reader.columns) == ("csv", 1, ("name", "place"))
    assert list(reader.notes) == []


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (zipped("datapackage.json"), {}, "It is a data package: import_register reads it."),
        (b"name\n", {"sheet": "2"}, "It has no sheets: only a workbook has."),
        (b"name\n", {"format": "xlsx"}, "It is no workbook in XLSX."),
        (b"name\n", {"format": "ror"}, "Line 1, character 1: It is no JSON from here on."),
        (always_the_same_zip(), {"format": "csv"}, "Line 1 is not encoded in UTF-8."),
    ],
)
def test_a_source_that_is_not_as_was_said_is_refused(content, options, sentence):
    with pytest.raises(Unreadable) as refusal:
        list(open_reader(input_of_bytes("rows", content), **options).rows())

    assert str(refusal.value).startswith(sentence)


def test_a_document_that_is_none_of_gov_uk_is_told_and_the_rest_is_read():
    reader = open_reader(input_of_bytes("rows", as_json([DOCUMENT, {"title": "x"}])))

    assert [row.problem for row in reader.rows()] == ["", "It is no document of GOV.UK."]


@st.composite
def damaged(draw):
    """A source with some of its bytes replaced, taken out or doubled."""
    content = draw(st.sampled_from([content for format, content in SOURCES if format != "feed"]))
    for _time in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 8)))
        content = content[:start] + draw(st.binary(max_size=8)) + content[end:]
    return content


@pytest.mark.drill
@settings(max_examples=1000, deadline=None)
@given(
    st.one_of(damaged(), st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
    st.sampled_from([None, *(set(FORMATS) - {"feed", "package"})]),
)
def test_no_bytes_lead_to_anything_but_rows_or_a_sentence(content, format):
    with suppress(Unreadable), input_of_bytes("rows", content) as source:
        if (format or recognise(source)) != "feed":
            assert all(
                isinstance(r.problem, str) for r in open_reader(source, format=format).rows()
            )
