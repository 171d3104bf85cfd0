"""Work in a process of its own that is killed at any moment, as by kill -9."""

import os
import random
import signal
import time
from contextlib import suppress

from django.core.management import CommandError
from django.db import connection, connections

FAULT = 99
MOST_OF_A_KIND = 16


def in_another_process(job):
    """Begin the job in a process with connections of its own; its number."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            job()
        except CommandError as error:
            os._exit(error.returncode)
        except BaseException:
            os._exit(FAULT)
        os._exit(0)
    return child


def ended(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill(child):
    """Whether it was at work until it was killed."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return ended(child) == -signal.SIGKILL


def killed_after(job, seconds):
    child = in_another_process(job)
    time.sleep(seconds)
    return kill(child)


class Statements:
    """Counts what is said to the database; the process dies before or after the given one."""

    def __init__(self, last=None, *, carried_out=False):
        self.count, self.last, self.carried_out = 0, last, carried_out

    def __call__(self, execute, *said):
        self.count += 1
        if self.count == self.last and not self.carried_out:
            die()
        answer = execute(*said)
        if self.count == self.last:
            die()
        return answer


def die():
    os.kill(os.getpid(), signal.SIGKILL)
    signal.pause()


def statements_of(job):
    """How many statements the job takes when nothing disturbs it. It is done afterwards."""
    ear, mouth = os.pipe()

    def counted():
        with connection.execute_wrapper(counting := Statements()):
            job()
        os.write(mouth, str(counting.count).encode())

    child = in_another_process(counted)
    os.close(mouth)
    with os.fdopen(ear) as said:
        count = said.read()
    assert ended(child) == 0
    return int(count)


def moments_in(job, most=MOST_OF_A_KIND):
    """(number of a statement, whether it is carried out) pairs over the length of the job."""
    chance = random.Random(8)  # noqa: S311 - repeatable on purpose
    moments = [
        (number, carried_out)
        for number in range(1, statements_of(job) + 1)
        for carried_out in (False, True)
    ]
    return sorted(chance.sample(moments, min(most, len(moments))))


def killed_at_statement(job, number, carried_out):
    """Whether the job was killed there: it may have needed fewer statements this time."""

    def until_then():
        with connection.execute_wrapper(Statements(number, carried_out=carried_out)):
            job()

    code = ended(in_another_process(until_then))
    assert code in (0, -signal.SIGKILL), f"The job ended with {code} by itself."
    return code == -signal.SIGKILL
