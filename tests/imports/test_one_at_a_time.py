import os
import signal

import pytest
from django.db import connections

from imports.one_at_a_time import Busy, alone

pytestmark = pytest.mark.django_db(transaction=True)


def in_another_process(job):
    """The exit code of a forked process that runs the job with connections of its own."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            os._exit(job())
        except BaseException:
            os._exit(99)
    return child


def exit_code(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def try_it():
    try:
        with alone():
            return 0
    except Busy:
        return 5


def test_a_second_import_is_told_that_one_is_running():
    with alone():
        child = os.fork()
        if child == 0:
            for connection in connections.all(initialized_only=True):
                connection.connection = None
            os._exit(try_it())
        assert exit_code(child) == 5


def test_the_lock_is_free_again_afterwards():
    with alone():
        pass

    assert try_it() == 0


def test_the_lock_is_free_again_after_a_fault():
    with pytest.raises(RuntimeError), alone():
        raise RuntimeError

    assert try_it() == 0


def test_the_lock_dies_with_its_process():
    ready, tell = os.pipe()

    def hold():
        with alone():
            os.write(tell, b"x")
            signal.pause()
        return 0

    child = in_another_process(hold)
    os.read(ready, 1)
    held = try_it()
    os.kill(child, signal.SIGKILL)
    exit_code(child)

    with alone(wait=True):
        pass
    assert held == 5
