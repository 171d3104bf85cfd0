from django.db import migrations

# https://sqlite.org/fts5.html#external_content_tables
SQLITE = [
    """
    CREATE VIRTUAL TABLE search_entry_fts USING fts5(
        words, rest, content='search_entry', content_rowid='id', tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_entry_fts(rowid, words, rest) VALUES (new.id, new.words, new.rest);
    END
    """,
    """
    CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_entry_fts(search_entry_fts, rowid, words, rest)
        VALUES ('delete', old.id, old.words, old.rest);
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_entry_fts(search_entry_fts, rowid, words, rest)
        VALUES ('delete', old.id, old.words, old.rest);
        INSERT INTO search_entry_fts(rowid, words, rest) VALUES (new.id, new.words, new.rest);
    END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER search_entry_added",
    "DROP TRIGGER search_entry_removed",
    "DROP TRIGGER search_entry_changed",
    "DROP TABLE search_entry_fts",
]
# The words of the query have to be the same: search.models.Matches.
POSTGRESQL = [
    """
    CREATE INDEX search_entry_full_text ON search_entry
    USING gin (to_tsvector('simple'::regconfig, words || ' ' || rest))
    """
]
POSTGRESQL_BACK = ["DROP INDEX search_entry_full_text"]


def run(schema_editor, **statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def make(apps, schema_editor):
    run(schema_editor, sqlite=SQLITE, postgresql=POSTGRESQL)


def drop(apps, schema_editor):
    run(schema_editor, sqlite=SQLITE_BACK, postgresql=POSTGRESQL_BACK)


class Migration(migrations.Migration):

    dependencies = [("search", "0001_entries")]

    operations = [migrations.RunPython(make, drop)]
