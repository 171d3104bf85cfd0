import pytest

from page_cache.answers import KeptAnswer
from page_cache.store import MOST_SPELLINGS, Store

KILOBYTES = b"x" * 8192
ROOM = 1_000_000


def answer(token=b"t", body=KILOBYTES, headers=()):
    return KeptAnswer("200 OK", headers, body, token=token, begun=0, ends=1)


@pytest.fixture
def store():
    return Store(ROOM)


def test_what_is_kept_stays_within_its_room(store):
    for number in range(500):
        store.keep(number, answer())
        if number % 3:
            store.find(number)
        assert store.bytes <= ROOM
    assert 80 < len(store) < 110
    assert store.bytes == sum(
        each.size for part in (store.trial, store.protected) for each in part.values()
    )


def test_the_forms_that_are_asked_for_take_their_room(store):
    for number in range(100):
        store.keep(number, answer(headers=[("Content-Type", "text/html")]))
        if number % 3:
            store.find(number)
    assert len(store) == 100
    for number in range(100):
        for encoding in ("br", "gzip", ""):
            if found := store.find(number):
                store.add_form(number, found, encoding)
            assert store.bytes <= ROOM
    assert 60 < len(store) < 90
    assert store.bytes == sum(
        each.size for part in (store.trial, store.protected) for each in part.values()
    )


def test_the_least_recently_used_goes_first(store):
    for number in range(60):
        store.keep(number, answer())
        store.find(number)
    store.find(0)
    for number in range(60, 200):
        store.keep(number, answer())
        store.find(number)
        store.find(0)
    assert store.find(0)
    assert not store.find(1)


def test_a_flood_of_addresses_drives_out_none_that_is_read(store):
    for number in range(50):
        store.keep(f"/read/{number}", answer())
        store.find(f"/read/{number}")
    for number in range(5000):
        store.keep(f"/search/?q={number}", answer())
    assert all(store.find(f"/read/{number}") for number in range(50))


def test_another_token_empties_it(store):
    for number in range(10):
        store.keep(number, answer())
    store.keep("new", answer(token=b"u"))
    assert len(store) == 1
    assert store.bytes == store.find("new").size


def test_an_answer_takes_the_place_of_the_one_before(store):
    for _time in range(3):
        store.keep("a", answer())
        store.find("a")
    assert len(store) == 1
    assert store.bytes == answer().size


def test_spellings_are_bounded(store):
    for number in range(MOST_SPELLINGS + 50):
        store.spell(("host", f"/{number}"), number)
    assert len(store.spellings) == MOST_SPELLINGS
