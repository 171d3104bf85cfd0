"""What writes to public pages closes the token before its commit and renews it after.

Every statement of every connection is looked at, so that no road of writing has to remember it:
bulk_create(), update(), raw SQL, commands and timers. COPY alone shows no statement to Django;
whoever uses it says so (publishing.hooks).
"""

from django.conf import settings
from django.core.signals import request_finished
from django.db import connections, transaction
from django.db.backends.signals import connection_created

from publishing.hooks import on_unseen_write

from . import purging
from .models import Renewal
from .tables import SAVEPOINT, UNKNOWN, is_watched, written_table
from .token import token_in


def watch_every_connection():
    connection_created.connect(watch_connection)
    request_finished.connect(finish_statements)
    on_unseen_write(notice)


def watch_connection(sender, connection, **kwargs):
    """A connection is made anew after a failure: what the one before began is rolled back."""
    watch = watch_of(connection)
    if watch is None:
        connection.execute_wrappers.append(watch := Watch(connection))
        connection._commit, connection._rollback = watch.commit, watch.rollback
    watch.begin_anew()


def watch_of(connection):
    return next((w for w in connection.execute_wrappers if isinstance(w, Watch)), None)


def notice(table, using):
    """A transaction writes to public pages in a way that no statement shows."""
    watch = watch_of(connections[using])
    if watch and is_watched(table):
        watch.is_dirty = True


def finish_statements(**kwargs):
    for connection in connections.all(initialized_only=True):
        if (watch := watch_of(connection)) and watch.unfinished is not None:
            watch.finish()


class Watch:
    """Of one connection: whether its transaction has written to public pages so far."""

    def __init__(self, connection):
        self.connection = connection
        self.database_commit, self.database_rollback = connection._commit, connection._rollback
        self.unfinished, self.is_migrated = None, False
        self.begin_anew()

    def begin_anew(self):
        self.is_dirty, self.savepoints = False, []

    def __call__(self, execute, sql, params, many, context):
        if self.unfinished is not None:
            self.finish()
        # Nearly all that visitors ask.
        if sql.__class__ is str and sql[:7] == "SELECT ":
            return execute(sql, params, many, context)
        table = written_table(sql)
        if table is None:
            result = execute(sql, params, many, context)
            if found := SAVEPOINT.match(sql):
                self.at_savepoint(*found.groups())
            return result
        if not is_watched(table):
            return execute(sql, params, many, context)
        if not self.connection.autocommit:
            self.is_dirty = True
            return execute(sql, params, many, context)
        return self.alone(table, execute, sql, params, many, context)

    def at_savepoint(self, verb, name):
        """What was written since a savepoint is nothing when it is rolled back: a preview is that.

        https://www.postgresql.org/docs/current/sql-rollback-to.html
        """
        names = [each for each, _dirty in self.savepoints]
        if verb.upper() == "SAVEPOINT":
            self.savepoints.append((name, self.is_dirty))
        elif name in names:
            index = len(names) - 1 - names[::-1].index(name)
            if verb.upper().startswith("ROLLBACK"):
                self.is_dirty = self.savepoints[index][1]
                index += 1
            del self.savepoints[index:]

    def alone(self, table, execute, *statement):
        """A statement outside of a transaction."""
        if self.connection.vendor == "postgresql" and table != UNKNOWN:
            # In one: the server has done the statement before the token is closed, so that it is
            # in flight for all to see if this process dies.
            with transaction.atomic(using=self.connection.alias):
                self.is_dirty = True
                return execute(*statement)
        publisher = the_token().close()
        try:
            result = execute(*statement)
            self.tell_other_hosts()
        except BaseException:
            the_token().abandon(publisher)
            raise
        if "RETURNING" in statement[0].upper():
            # SQLite commits when the last row is fetched: nobody reads on after the next statement.
            self.unfinished = publisher
        else:
            self.renew(publisher)
        return result

    def finish(self):
        publisher, self.unfinished = self.unfinished, None
        self.renew(publisher)

    def commit(self):
        if not self.is_dirty:
            self.begin_anew()
            return self.database_commit()
        self.tell_other_hosts()
        self.begin_anew()
        publisher = the_token().close()
        try:
            self.database_commit()
        except BaseException:
            the_token().abandon(publisher)
            raise
        return self.renew(publisher)

    def rollback(self):
        self.begin_anew()
        return self.database_rollback()

    def renew(self, publisher):
        the_token().renew(publisher)
        purging.purge()

    def tell_other_hosts(self):
        if settings.SEVERAL_HOSTS and self.has_renewals():
            Renewal.tell(self.connection.alias)

    def has_renewals(self):
        """Before the first migration nobody serves."""
        if not self.is_migrated:
            tables = self.connection.introspection.table_names()
            self.is_migrated = Renewal._meta.db_table in tables
        return self.is_migrated


def the_token():
    return token_in(settings.PAGE_CACHE_ROOT)
