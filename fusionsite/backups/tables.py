"""Which tables there are, and what of them is nobody's to bring back."""

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

# Filled by `migrate`: a database with no other row is empty.
FILLED_BY_MIGRATE = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
}
# SQLite keeps its full-text index in tables that are never without rows.
FULL_TEXT = "search_entry_fts"


def left_out():
    """A session that ended since must not begin again; tries at the door are soon forgotten."""
    models = [Session, *apps.get_app_config("axes").get_models()]
    return sorted(model._meta.db_table for model in models)


def all_tables():
    """Those of the models, and that of the migrations."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted({*tables, MigrationRecorder.Migration._meta.db_table})


def tables_in_use():
    """Tables with rows that were not there after `migrate`; in the end they would be replaced."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return [
            name
            for name in sorted(set(names) - FILLED_BY_MIGRATE)
            if not name.startswith(FULL_TEXT) and has_rows(cursor, name)
        ]


def has_rows(cursor, table):
    quoted = connection.ops.quote_name(table)
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {quoted})")  # noqa: S608 - its own name
    return cursor.fetchone()[0]


def counting(tables, schema=""):
    """A query for (table, rows) of each."""
    quoted = {name: connection.ops.quote_name(name) for name in tables}
    start = f"{connection.ops.quote_name(schema)}." if schema else ""
    return " UNION ALL ".join(
        f"SELECT '{name}', count(*) FROM {start}{quoted[name]}"  # noqa: S608 - names of tables
        for name in tables
    )


def migrations_named(rows):
    return sorted(f"{app}.{name}" for app, name in rows)


APPLIED = "SELECT app, name FROM django_migrations"
