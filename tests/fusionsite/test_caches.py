"""A cache that is away keeps nothing, and nobody's request breaks on it."""

import time

import pytest

from fusionsite import environment
from fusionsite.caches import FileCache, RedisCache

# Nothing listens there.
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(params=["redis", "file"])
def away(request, tmp_path):
    if request.param == "redis":
        return RedisCache(NOWHERE, {})
    (tmp_path / "cache").write_text("A file where the folder should be.")
    return FileCache(str(tmp_path / "cache"), {})


def test_nothing_is_kept_and_nothing_breaks(away):
    began = time.monotonic()
    away.set("a", 1)
    away.set_many({"a": 1})
    assert away.add("a", 1) is True
    assert away.get("a") is None
    assert away.get("a", default=2) == 2
    assert away.get_many(["a"]) == {}
    assert away.has_key("a") is False
    assert away.touch("a") is False
    assert not away.delete("a")
    away.delete_many(["a"])
    away.clear()
    assert time.monotonic() - began < 2


def test_a_counter_is_as_one_that_was_forgotten(away):
    with pytest.raises(ValueError, match="not"):
        away.incr("a")
    assert away.get_or_set("a", 3) == 3


def test_the_cache_in_a_folder_keeps_what_it_is_given(tmp_path):
    cache = FileCache(str(tmp_path), {})
    cache.set("a", 1)
    assert cache.incr("a") == 2


@pytest.mark.parametrize("url", [NOWHERE, "file:///tmp/cache"])
def test_the_caches_of_processes_together_may_be_away(url, monkeypatch):
    monkeypatch.setenv("CACHE_URL", url)
    assert environment.cache()["BACKEND"].startswith("fusionsite.caches.")
