import os
import signal
import threading

import pytest

from page_cache.token import CLOSED, Token


@pytest.fixture
def token(tmp_path):
    token = Token(tmp_path / "made" / "here")
    token.change()
    return token


@pytest.fixture
def other(token):
    """As another process of the host has it."""
    return Token(token.folder)


def test_a_new_folder_is_closed_until_somebody_looks(tmp_path):
    token = Token(tmp_path)
    assert token.read() == CLOSED
    token.revive(token.dead_closings())
    assert token.read() != CLOSED


def test_each_change_makes_another_token_that_all_processes_read(token, other):
    seen = set()
    for each in (token, other, token, other):
        each.change()
        assert token.read() == other.read() != CLOSED
        seen.add(token.read())
    assert len(seen) == 4


def test_two_publishers_do_not_open_each_others_window(token, other):
    first, second = token.close(), other.close()
    assert token.read() == CLOSED
    other.renew(second)
    assert token.read() == CLOSED
    assert token.dead_closings() is None
    token.renew(first)
    assert token.read() != CLOSED


def killed_while_it_holds(token):
    child = os.fork()
    if child == 0:
        token.close()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


def test_a_killed_publisher_leaves_it_closed_until_it_is_revived(token, other):
    killed_while_it_holds(other)
    # One that lives opens nothing for the dead.
    token.change()
    assert token.read() == CLOSED
    token.revive(token.dead_closings())
    assert other.read() != CLOSED


def test_nothing_is_revived_when_somebody_has_closed_it_since(token, other):
    killed_while_it_holds(other)
    found = token.dead_closings()
    publisher = other.close()
    token.revive(found)
    assert token.read() == CLOSED
    other.abandon(publisher)
    token.revive(found)
    assert token.read() == CLOSED
    token.revive(token.dead_closings())
    assert token.read() != CLOSED


def test_a_file_that_was_removed_is_found_again(token, other):
    token.read()
    other.read()
    token.path.unlink()
    assert token.is_replaced()
    token.change()
    # Who has the one that was removed is told by who had it, too.
    assert other.read() == CLOSED
    assert other.is_replaced()
    other.open()
    assert other.read() == token.read() != CLOSED


def test_many_publishers_at_once_leave_it_open(token):
    def publish():
        for _time in range(50):
            Token(token.folder).change()

    threads = [threading.Thread(target=publish) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert token.read() != CLOSED


def test_a_folder_that_cannot_be_used_is_named_with_advice(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="Set PAGE_CACHE_ROOT to a folder"):
        Token(tmp_path / "file").change()
