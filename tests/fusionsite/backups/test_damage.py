"""A backup that was damaged, cut or made by a stranger is refused, and nothing is changed by it."""

import io
import json
import random
import tarfile
from hashlib import sha256

import pytest
from django.db import connection

from fusionsite.backups.archive import BLOCK, DATABASES, MANIFEST, SUMS
from publishing.stored_files import default_storage

from .registers import all_files, all_rows, back_up, empty, fill, illustrated, refusal_of, restore

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]
FLIPS = 120
CUTS = 20

ELSEWHERE = [
    "../outside",
    "media/../../outside",
    "media/news/../../outside",
    "/etc/outside",
    "media//etc/outside",
    "media/news/.hidden",
    "media/news/deeper/a.png",
    "media/.kept/0123",
    "media/news\\a.png",
    "media/news/a\n.png",
    "media/NEWS/a.png",
    "./manifest.json",
    "another",
]
OTHER_KINDS = [
    tarfile.SYMTYPE,
    tarfile.LNKTYPE,
    tarfile.CHRTYPE,
    tarfile.BLKTYPE,
    tarfile.FIFOTYPE,
    tarfile.DIRTYPE,
    tarfile.CONTTYPE,
    tarfile.GNUTYPE_SPARSE,
]
SAYINGS = [
    ({"format": 2}, "a newer release made it"),
    ({"format": None}, "a newer release made it"),
    ({"files": 7}, "does not match"),
    ({"vendor": "oracle"}, "does not match"),
    ({"more": 1}, "does not match"),
    ({"database": {"rows": {"a; DROP TABLE b": 1}}}, "does not match"),
    ({"database": {"rows": []}}, "does not match"),
    ({"database": {"rows": {"news_article": "many"}}}, "does not match"),
    ({"database": {"migrations": ["news.9999_later"]}}, "does not know news.9999_later"),
]


@pytest.fixture
def backup(tmp_path):
    """Of another register than the one that is here."""
    fill()
    path = tmp_path / "backup.tar"
    back_up(path)
    illustrated("Since")
    return path


class Unchanged:
    """What is there before is there after, row for row and byte for byte."""

    def __enter__(self):
        self.before = all_rows(), all_files()

    def __exit__(self, kind, *_error):
        if kind is None:
            assert (all_rows(), all_files()) == self.before


def database_part():
    return DATABASES[connection.vendor]


def read_parts(path):
    with tarfile.open(path) as archive:
        return {each.name: archive.extractfile(each).read() for each in archive}


def write_parts(path, parts, *, sums=True, odd=()):
    """A tar of these parts with right sums, whatever is in them; `odd`: entries without content."""
    if sums:
        listed = [f"{sha256(parts[name]).hexdigest()}  {name}\n" for name in parts if name != SUMS]
        parts = {**parts, SUMS: "".join(listed).encode()}
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as archive:
        for entry in odd:
            archive.addfile(entry)
        for name, content in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def manifest_with(parts, **changes):
    said = json.loads(parts[MANIFEST])
    database = {**said["database"], **changes.pop("database", {})}
    return {**parts, MANIFEST: json.dumps({**said, "database": database, **changes}).encode()}


def refusal(path, code=1):
    return refusal_of("restore", path, code, overwrite=True)


def heads_and_contents(path):
    """Where bytes say something: not what only fills a block up."""
    with tarfile.open(path) as archive:
        return [range(each.offset, each.offset_data + each.size) for each in archive]


def test_whatever_byte_is_flipped_is_noticed(backup, tmp_path, counted):
    chance, content = random.Random(8), backup.read_bytes()  # noqa: S311 - repeatable on purpose
    spans, parts = heads_and_contents(backup), read_parts(backup)
    damaged, harmless = tmp_path / "damaged.tar", 0
    with Unchanged():
        for number in range(FLIPS):
            # Every part in turn, its head as often as its content.
            span = spans[number % len(spans)]
            head = range(span.start, span.start + BLOCK)
            place = chance.choice(head if number // len(spans) % 2 else span)
            flipped = bytearray(content)
            flipped[place] ^= 1 << chance.randrange(8)
            damaged.write_bytes(flipped)
            if read_whole(damaged) == parts:
                # What stands behind the last digit of a sum of a head, for example.
                harmless += 1
            else:
                refusal(damaged)
    assert harmless < FLIPS / 20
    counted("backups with a flipped bit, none of them restored as another", FLIPS)


def read_whole(path):
    try:
        return read_parts(path)
    except (tarfile.TarError, OSError):
        return None


def test_wherever_it_is_cut_is_noticed(backup, tmp_path, counted):
    chance, content = random.Random(9), backup.read_bytes()  # noqa: S311
    damaged = tmp_path / "damaged.tar"
    # The last two blocks only say that a tar ends.
    lengths = [0, 1, BLOCK, *(chance.randrange(len(content) - 2 * BLOCK - 1) for _ in range(CUTS))]
    with Unchanged():
        for length in lengths:
            damaged.write_bytes(content[:length])
            refusal(damaged)
    counted("backups that were cut, all refused", len(lengths))


def test_a_part_that_is_gone_is_missed(backup, tmp_path):
    parts, damaged = read_parts(backup), tmp_path / "damaged.tar"
    with Unchanged():
        for name in parts:
            others = {each: content for each, content in parts.items() if each != name}
            write_parts(damaged, others, sums=False)
            refusal(damaged)
            write_parts(damaged, others)
            if name != SUMS:
                refusal(damaged)


def test_no_part_leads_elsewhere(backup, tmp_path, counted):
    damaged = tmp_path / "damaged.tar"
    with Unchanged():
        for name in ELSEWHERE:
            write_parts(damaged, {**read_parts(backup), name: b"outside"})
            assert "no backup holds" in refusal(damaged), name
    assert not (tmp_path.parent / "outside").exists()
    counted("hostile backups, all refused", len(ELSEWHERE))


def test_nothing_but_plain_files_is_taken(backup, tmp_path, counted):
    damaged = tmp_path / "damaged.tar"
    with Unchanged():
        for kind in OTHER_KINDS:
            entry = tarfile.TarInfo("media/news/a.png")
            entry.type, entry.linkname = kind, "/etc/passwd"
            write_parts(damaged, read_parts(backup), odd=[entry])
            refusal(damaged)
    counted("hostile backups, all refused", len(OTHER_KINDS))


def test_a_part_that_is_there_twice_is_refused(backup, tmp_path):
    damaged = tmp_path / "damaged.tar"
    write_parts(damaged, read_parts(backup), odd=[tarfile.TarInfo(MANIFEST)])
    with Unchanged():
        assert "no backup holds 'manifest.json' as it does" in refusal(damaged)


def test_a_bomb_is_refused_before_it_is_unpacked(backup, tmp_path):
    """It says that it holds a thousand gigabytes; thousands of long names come one in another."""
    huge = tarfile.TarInfo("media/news/a.png")
    huge.size = 10**12
    (tmp_path / "huge.tar").write_bytes(huge.tobuf(tarfile.GNU_FORMAT) + bytes(10 * BLOCK))
    name = tarfile.TarInfo("././@LongLink")
    name.type = tarfile.GNUTYPE_LONGNAME
    (tmp_path / "names.tar").write_bytes(name.tobuf(tarfile.GNU_FORMAT) * 5000)
    large = {**read_parts(backup), MANIFEST: bytes(17 * 1024 * 1024)}
    write_parts(tmp_path / "large.tar", large)
    with Unchanged():
        for bomb in ("huge", "names", "large"):
            refusal(tmp_path / f"{bomb}.tar")


def test_what_it_says_of_itself_is_held_against_it(backup, tmp_path):
    damaged = tmp_path / "damaged.tar"
    with Unchanged():
        for changes, sentence in SAYINGS:
            write_parts(damaged, manifest_with(read_parts(backup), **changes))
            assert sentence in refusal(damaged), changes


def test_other_rows_than_it_says_are_refused_by_the_database(backup, tmp_path):
    damaged = tmp_path / "damaged.tar"
    parts = read_parts(backup)
    rows = {**json.loads(parts[MANIFEST])["database"]["rows"], "news_article": 7}
    write_parts(damaged, manifest_with(parts, database={"rows": rows}))
    with Unchanged():
        assert "other rows" in refusal_of(
            "restore", damaged, CODE[connection.vendor], overwrite=True
        )


CODE = {"sqlite": 1, "postgresql": 2}


def test_a_database_that_is_none_is_refused(backup, tmp_path):
    damaged = tmp_path / "damaged.tar"
    write_parts(damaged, {**read_parts(backup), database_part(): b"nothing"})
    with Unchanged():
        refusal(damaged, 2)


def test_another_kind_of_database_is_told_the_way(backup, tmp_path):
    vendor = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    parts = read_parts(backup)
    parts[DATABASES[vendor]] = parts.pop(database_part())
    damaged = tmp_path / "damaged.tar"
    write_parts(damaged, manifest_with(parts, vendor=vendor))
    with Unchanged():
        assert "use export_register there and import_register here" in refusal(damaged)


def test_what_is_no_backup_is_not_taken_for_one(tmp_path):
    with Unchanged():
        for content in (b"", b"nothing", bytes(4096)):
            (tmp_path / "a.tar").write_bytes(content)
            refusal(tmp_path / "a.tar")


def test_what_is_not_there_is_named(tmp_path):
    assert "There is nothing at" in refusal(tmp_path / "a.tar", 2)
    assert "There is no backup in" in refusal(tmp_path, 2)


def test_a_place_with_other_files_is_not_mixed(backup):
    other = "news/since-500x20.png"
    content = all_files()[other]
    empty()
    default_storage.put(other, content)
    said = refusal_of("restore", backup, 1)
    assert f"The place of uploaded files is not empty: {other}" in said
    restore(backup, overwrite=True)
    assert all_files()[other] == content
    assert "documents/0a1b.pdf" in all_files()
