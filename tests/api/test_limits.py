import logging

from django.core.cache import caches

from api.limits import WINDOW_SECONDS, Allowance, count


def test_each_name_is_counted_by_itself():
    assert [count("one"), count("one"), count("other")] == [1, 2, 1]


def test_a_cache_out_of_reach_locks_nobody_out(monkeypatch, caplog):
    def out_of_reach(*args, **options):
        raise ConnectionError("The cache is gone.")

    monkeypatch.setattr(type(caches["visits"]), "add", out_of_reach)

    with caplog.at_level(logging.ERROR):
        assert count("anybody") == 1
    assert "could not be counted" in caplog.text


def test_the_last_request_is_allowed_and_the_next_is_not():
    assert not Allowance(most=5, used=5, seconds=9).is_exceeded
    assert Allowance(most=5, used=6, seconds=9).is_exceeded
    assert WINDOW_SECONDS == 60
