"""Whoever keeps something beside the records (an index, a cache) is told of public changes."""

from django.db import transaction

_listeners = []


def on_public_change(listener):
    """Register `listener(change)`, called once after the commit of each public change."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def announce(change):
    for listener in _listeners:
        transaction.on_commit(lambda listener=listener: listener(change))
