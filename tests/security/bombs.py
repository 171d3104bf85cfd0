"""What would fill the memory or keep a process busy, measured in a process of its own.

    python -m tests.security.bombs

Prints a line of JSON for each bomb: what the register said of it, the seconds of a processor that
it took, and how many megabytes the process grew.
"""

import gzip
import io
import json
import os
import resource
import struct
import sys
import time
import zipfile
import zlib

MEGABYTE = 1024 * 1024
# Of a processor: whoever takes longer is ended.
MOST_SECONDS = 20
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
ROW = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>name</t></is></c></row>'


def zipped(**entries):
    """A zip of {name with _ for / and . : bytes, or (bytes, how often)}."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            part, times = content if isinstance(content, tuple) else (content, 1)
            with archive.open(name, "w", force_zip64=True) as entry:
                for _time in range(times):
                    entry.write(part)
    return file.getvalue()


def workbook(sheet=None, **others):
    """A workbook that openpyxl made, with another sheet or further parts."""
    import openpyxl

    file = io.BytesIO()
    made = openpyxl.Workbook()
    made.active.append(["name"])
    made.save(file)
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return zipped(**(entries | ({SHEET: sheet} if sheet else {}) | others))


def sheet(data):
    return b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (MAIN, data)


def noise(size):
    """What no packing makes small: its zip is no bomb by its ratio."""
    return os.urandom(size // 2).hex().encode()


def nested_zip():
    inner = zipped(**{"data.csv": (b"0" * MEGABYTE, 50)})
    return zipped(**{f"{number}.zip": inner for number in range(50)})


def entries(count):
    return zipped(**{f"{number}.json": b"" for number in range(count)})


def shared_strings():
    text = b"<sst %s><si><t>" % MAIN
    return workbook(**{"xl/sharedStrings.xml": (text + noise(MEGABYTE), 20)})


def cells_of_a_row(count):
    return sheet(b'<row r="1">' + b'<c t="inlineStr"><is><t>n</t></is></c>' * count + b"</row>")


def sparse_rows():
    return sheet(ROW % (1, 1) + ROW % (1_048_576, 1_048_576))


def laughs():
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(12)
    )
    return f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss>&l11;</rss>'.encode()


def external():
    entity = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return f"<?xml version='1.0'?>{entity}<rss><channel><title>&x;</title></channel></rss>".encode()


def png(width, height, *chunks):
    def chunk(name, body):
        check = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = [chunk(b"IHDR", head), *(chunk(*each) for each in chunks), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def flat(size):
    """The pixels of a picture of one colour, packed."""
    packer = zlib.compressobj(1)
    parts = [packer.compress(bytes(MEGABYTE)) for _time in range(size // MEGABYTE)]
    return b"".join([*parts, packer.flush()])


def profile():
    return b"icc\0\0" + flat(100 * MEGABYTE)


def jpeg(width, height):
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG")
    content = file.getvalue()
    place = content.index(b"\xff\xc0") + 5
    return content[:place] + struct.pack(">HH", height, width) + content[place + 4 :]


def webp(width, height):
    canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def large_exif():
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    text = b"Comment\0\0" + flat(100 * MEGABYTE)
    return file.getvalue()[:33] + png(1, 1, (b"zTXt", text))[33:-12] + file.getvalue()[33:]


def moving():
    from PIL import Image

    file = io.BytesIO()
    frames = [Image.new("L", (2000, 2000), number) for number in range(40)]
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    return file.getvalue()


IMPORTS = {
    "a zip of 100 MB of zeros": lambda: zipped(**{SHEET: (bytes(MEGABYTE), 100)}),
    "a zip of zips": nested_zip,
    "a zip of 100,000 entries": lambda: entries(100_000),
    "a workbook with 100 MB of blanks": lambda: workbook((b" " * MEGABYTE, 100)),
    "one shared text of 20 MB in noise": shared_strings,
    "a row of 100,000 cells": lambda: workbook(cells_of_a_row(100_000)),
    "rows at 1 and 1,048,576": lambda: workbook(sparse_rows()),
    "a sheet 100,000 elements deep": lambda: workbook(sheet(b"<row>" * 100_000)),
    "a sheet with entities": lambda: workbook(laughs()),
    "100,000 columns": lambda: ",".join(f"c{n}" for n in range(100_000)).encode(),
    "one line of 150 MB": lambda: b"name\n" + b"x" * (150 * MEGABYTE),
    "one line of 150 MB of quotation marks": lambda: b'name\n"' + b'""' * (75 * MEGABYTE),
    "100 MB of line ends": lambda: b"name\n" + b"\n" * (100 * MEGABYTE),
    "256 MB of zeros in gzip": lambda: gzip.compress(bytes(256 * MEGABYTE), 1),
    "lists 100,000 deep": lambda: b"[" * 100_000,
    "objects 100,000 deep": lambda: b'[{"a":' * 100_000,
    "a text of 150 MB in JSON": lambda: b'[{"a":"' + b"x" * (150 * MEGABYTE) + b'"}]',
    "a number of 10 million digits": lambda: b'[{"a":' + b"9" * 10_000_000 + b"}]",
    "a million keys": lambda: b"[{" + b",".join(b'"%d":1' % n for n in range(1_000_000)) + b"}]",
    "a billion laughs": laughs,
    "an entity of a file": external,
    "a feed 100,000 elements deep": lambda: b"<rss><channel>" + b"<item>" * 100_000,
    "a feed of a million elements": lambda: b"<rss><channel>" + b"<a/>" * 1_000_000,
    "a feed of 100,000 vocabularies": lambda: (
        b"<rss>" + b"".join(b'<a xmlns:n%d="u:%d"/>' % (n, n) for n in range(100_000))
    ),
}
PICTURES = {
    "a PNG of 60,000 by 60,000": lambda: png(60_000, 60_000, (b"IDAT", flat(64 * MEGABYTE))),
    "a JPEG of 60,000 by 60,000": lambda: jpeg(60_000, 60_000),
    "a WEBP of 16,000,000 by 16,000,000": lambda: webp(16_000_000, 16_000_000),
    "a profile of 100 MB": lambda: png(8, 8, (b"iCCP", profile()), (b"IDAT", flat(MEGABYTE))),
    "a comment of 100 MB": large_exif,
    "a picture that moves": moving,
    "a picture of 11 MB": lambda: b"\x89PNG\r\n\x1a\n" + bytes(11 * MEGABYTE),
}
DOCUMENTS = {
    "a PDF of 21 MB": lambda: b"%PDF-1.7" + bytes(21 * MEGABYTE),
    "a PDF of escapes": lambda: b"%PDF-1.7" + b"/Java#53cript" * 1_500_000,
    "a PDF with a script": lambda: b"%PDF-1.7\n<< /S /JavaScript /JS (app.alert(1)) >>",
    "a PDF with a file inside": lambda: b"%PDF-1.7\n<< /Type /Embedded#46ile >>",
}
ANSWERS = {"an answer of 64 MB in gzip": lambda: gzip.compress(bytes(64 * MEGABYTE), 1)}


def read_import(content):
    from imports.inputs import input_of_bytes
    from imports.problems import Unreadable
    from imports.readers import open_reader

    try:
        with input_of_bytes("bomb", content, most_bytes=200 * MEGABYTE) as opened:
            rows = list(open_reader(opened).rows())
    except Unreadable as refused:
        return str(refused)
    problems = [row.problem for row in rows if row.problem]
    return problems[0] if problems else f"Read: {len(rows)} rows."


def read_upload(clean_name, content):
    from django.core.exceptions import ValidationError
    from django.core.files.uploadedfile import SimpleUploadedFile

    from publishing import uploads

    try:
        getattr(uploads, clean_name)(SimpleUploadedFile("bomb.png", content))
    except ValidationError as refused:
        return refused.messages[0]
    return "Kept, without what hung on it."


def read_answer(content):
    from publishing.fetching import MOST_BYTES, unpacked
    from publishing.network import NotFetched

    try:
        unpacked(content, {"content-encoding": "gzip"}, MOST_BYTES)
    except NotFetched as refused:
        return str(refused.sentence)
    return "Read."


KINDS = [
    (IMPORTS, read_import),
    (PICTURES, lambda content: read_upload("clean_image", content)),
    (DOCUMENTS, lambda content: read_upload("clean_pdf", content)),
    (ANSWERS, read_answer),
]


def grown():
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measured(name, content, read):
    """In a child, whose memory begins with what it was given."""
    source, sink = os.pipe()
    if os.fork() == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + MOST_SECONDS,) * 2)
        before, began = grown(), time.process_time()
        try:
            said = read(content)
        except BaseException as error:
            said = f"FELL OVER: {error!r}"[:200]
        report = {"name": name, "said": said[:200], "grown": grown() - before}
        report["seconds"] = round(time.process_time() - began, 2)
        os.write(sink, json.dumps(report).encode())
        os._exit(0)
    os.close(sink)
    with os.fdopen(source, "rb") as reading:
        report = reading.read()
    os.wait()
    died = {"name": name, "said": "DIED", "grown": 0, "seconds": MOST_SECONDS}
    return json.loads(report) if report else died


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fusionsite.settings")
    import django

    import tests.environment  # noqa: F401

    django.setup()
    # What is loaded at the first use belongs to no bomb.
    read_import(b"name\nx\n")
    read_import(workbook())
    for bombs, read in KINDS:
        for name, make in bombs.items():
            print(json.dumps(measured(name, make(), read), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
