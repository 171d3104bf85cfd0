"""Whoever keeps something beside the records (an index, a cache) is told of public changes."""

from typing import NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, transaction

_listeners = []
_listeners_to_many = []
_listeners_to_unseen = []


class Announced(NamedTuple):
    """Which record a public change is about; until the commit of an import thousands wait."""

    content_type_id: int
    object_id: UUID


def on_public_change(listener):
    """Register `listener(change)`, called once after the commit of each public change."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def on_public_changes(listener):
    """Register `listener(changes)`, called after a commit with what was announced together.

    For those that do better with many at once: an import publishes thousands.
    """
    if listener not in _listeners_to_many:
        _listeners_to_many.append(listener)
    return listener


def on_unseen_write(listener):
    """Register `listener(table, using)`, called within the transaction by unseen_write()."""
    if listener not in _listeners_to_unseen:
        _listeners_to_unseen.append(listener)
    return listener


def unseen_write(table, using=DEFAULT_DB_ALIAS):
    """Say that public pages may change where the statements of the transaction do not show it.

    `table`: whose rows are written; "" where it is about when something is due.
    """
    for listener in _listeners_to_unseen:
        listener(table, using)


class Together:
    """Changes of one transaction that stand or fall together, told when it is committed."""

    def __init__(self, change):
        self.changes = [change]

    def __call__(self):
        for change in self.changes:
            for listener in _listeners:
                listener(change)
        for listener in _listeners_to_many:
            listener(self.changes)


def announce(change):
    announced = Announced(change.content_type_id, change.object_id)
    waiting = last_waiting()
    if waiting:
        waiting.changes.append(announced)
    else:
        transaction.on_commit(Together(announced))


def last_waiting():
    """What waits for the commit, where it was announced under the same savepoints as now."""
    connection = transaction.get_connection()
    for savepoints, told, *_robust in connection.run_on_commit[-1:]:
        if isinstance(told, Together) and savepoints == set(connection.savepoint_ids):
            return told
    return None
