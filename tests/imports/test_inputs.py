"""A source is opened once, read as often as an import needs, and never without a bound."""

import gzip
import hashlib
import io
import os
import threading

import pytest

from imports.inputs import MEGABYTE, content_api_address, input_of_bytes, open_input
from imports.problems import Unreadable
from tests.publishing.canary import answer, redirect


def refusal_of(source, **options):
    with pytest.raises(Unreadable) as refusal:
        open_input(source, **options)
    return str(refusal.value)


def refusal_of_bytes(content, **options):
    with pytest.raises(Unreadable) as refusal:
        input_of_bytes("rows.csv", content, **options)
    return str(refusal.value)


def test_a_file_is_read_from_its_beginning_as_often_as_wanted(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"name\nAlpha\n")

    with open_input(path) as source:
        first, second = source.open(), source.open()
        assert (first.read(4), second.read(), first.read()) == (
            b"name",
            b"name\nAlpha\n",
            b"\nAlpha\n",
        )
        assert (source.name, source.address, source.size) == ("rows.csv", "", 11)
        assert source.sha256 == hashlib.sha256(b"name\nAlpha\n").hexdigest()


def test_a_file_that_is_replaced_meanwhile_stays_the_one_that_was_opened(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"old")

    with open_input(path) as source:
        newer = tmp_path / "newer"
        newer.write_bytes(b"new")
        os.replace(newer, path)
        assert source.open().read() == b"old"


def test_standard_input_is_kept_so_that_it_can_be_read_twice():
    with open_input("-", stdin=io.BytesIO(b"name\n")) as source:
        assert [source.open().read(), source.open().read()] == [b"name\n"] * 2
        assert source.name == "standard input"


def test_a_pipe_is_kept_so_that_it_can_be_read_twice(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_bytes(b"name\n"))
    writer.start()

    with open_input(path) as source:
        writer.join()
        assert [source.open().read(), source.open().read()] == [b"name\n"] * 2


def test_gzip_is_unpacked_and_the_digest_is_that_of_the_bytes_as_they_came():
    packed = gzip.compress(b"name\n") + gzip.compress(b"Alpha\n")

    with input_of_bytes("rows.csv.gz", packed) as source:
        assert source.open().read() == b"name\nAlpha\n"
        assert source.size == len(packed)
        assert source.sha256 == hashlib.sha256(packed).hexdigest()


@pytest.mark.parametrize("damage", [lambda b: b[:-6], lambda b: b[:12] + b"!" * 9 + b[21:]])
def test_broken_gzip_is_refused(damage):
    packed = damage(gzip.compress(b"name,place\n" * 9))

    assert refusal_of_bytes(packed) == "It is packed with gzip, but broken or cut off."


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused():
    packed = gzip.compress(bytes(3 * MEGABYTE))

    assert "more than 2 MB" in refusal_of_bytes(packed, most_bytes=2 * MEGABYTE)


@pytest.mark.parametrize("source", ["file", "-"])
def test_what_is_larger_than_the_bound_is_refused(tmp_path, source):
    path = tmp_path / "file"
    path.write_bytes(bytes(2000))
    stdin = io.BytesIO(bytes(2000))

    refused = refusal_of(path if source == "file" else "-", stdin=stdin, most_bytes=1000)

    assert "It holds more than" in refused


def test_a_stream_without_end_is_refused():
    assert "more than 2 MB" in refusal_of("/dev/zero", most_bytes=2 * MEGABYTE)


def test_a_folder_is_refused(tmp_path):
    assert refusal_of(tmp_path) == "It is a folder. Name a file in it."


def test_a_folder_with_a_data_package_leads_to_the_command_that_reads_it(tmp_path):
    (tmp_path / "datapackage.json").write_text("{}")

    assert refusal_of(tmp_path) == "It is a data package: import_register reads it."


@pytest.mark.parametrize("name", ["absent.csv", "x" * 5000, "a\0b"])
def test_a_path_that_leads_nowhere_is_refused_with_a_sentence(tmp_path, name):
    assert refusal_of(tmp_path / name).endswith(".")


@pytest.fixture
def site(network, settings):
    """What notices.example answers, by path."""
    settings.FETCH_HTTP = True
    return network.canary.answers


def test_an_address_is_fetched_and_kept(site, network):
    site["/rows.csv"] = answer(b"name\n")

    with open_input("http://notices.example/rows.csv") as source:
        assert [source.open().read(), source.open().read()] == [b"name\n"] * 2
        assert source.name == source.address == "http://notices.example/rows.csv"
    assert "Accept: application/json" in network.canary.requests[0]


def test_an_answer_that_is_none_is_refused_with_the_status(site):
    refused = refusal_of("http://notices.example/gone.csv")

    assert refused == "The site answers 404 Not Found."


def test_an_address_that_leads_inside_is_refused(site):
    site["/rows.csv"] = redirect("http://127.0.0.1/secret")

    refused = refusal_of("http://notices.example/rows.csv")

    assert "The address does not lead to the public internet." in refused


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://notices.example/a", "https://[::1", "x://"]
)
def test_other_sorts_of_address_are_refused(address, network):
    assert "This is not the address of a public web page" in refusal_of(address)
    assert network.connected == []


def test_plain_http_is_refused_in_production(network):
    assert "over https:// alone" in refusal_of("http://notices.example/rows.csv")


@pytest.mark.parametrize(
    ("page", "document"),
    [
        ("https://www.gov.uk/government/news/a", "/government/news/a"),
        ("https://www.gov.uk/government/news/a.cy?x=1#y", "/government/news/a.cy"),
        ("https://gov.uk/a/", "/a"),
    ],
)
def test_a_page_of_gov_uk_is_read_as_data(page, document):
    assert content_api_address(page) == f"https://www.gov.uk/api/content{document}"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.gov.uk/api/content/government/news/a",
        "https://www.gov.uk/government/organisations/a.atom",
        "https://www.gov.uk/",
        "https://www.gov.uk.example/government/news/a",
        "https://notices.example/a",
        "https://[",
    ],
)
def test_other_addresses_stay_as_they_are(address):
    assert content_api_address(address) == address
