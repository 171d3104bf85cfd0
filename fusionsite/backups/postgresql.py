"""PostgreSQL: dumped by its own tools as of one moment, and loaded in one transaction.

https://www.postgresql.org/docs/current/app-pgdump.html
"""

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from fusionsite.register.one_moment import one_moment

from .archive import DATABASES
from .clients import clients_for
from .manifest import DatabaseCopy
from .places import work_folder
from .problems import Failed, Refused
from .tables import APPLIED, all_tables, counting, left_out, migrations_named

PART = DATABASES["postgresql"]
# Servers before this one do not know a setting that newer tools write into their scripts.
KNOWS_TRANSACTION_TIMEOUT = 17
NEW_SETTING = b"SET transaction_timeout"
PREAMBLE_ENDS = b"SELECT pg_catalog.set_config"
# So long the tables may be in use before that is an error.
LOCK_SECONDS = 60
MOST_SAID = 2000


def server_version():
    connection.ensure_connection()
    return connection.pg_version // 10000


def save(archive, _folder):
    """Add the database to the archive; what is counted is what is dumped."""
    clients = clients_for(server_version())
    with one_moment(), connection.cursor() as cursor:
        for timeout in ("statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SET LOCAL {timeout} = 0")
        cursor.execute("SELECT pg_export_snapshot(), current_schema()")
        snapshot, schema = cursor.fetchone()
        tables = all_tables()
        dump(archive, clients, snapshot, schema)
        cursor.execute(counting(tables))
        rows = dict(cursor.fetchall()) | dict.fromkeys(set(left_out()) & set(tables), 0)
        cursor.execute(APPLIED)
        migrations = migrations_named(cursor.fetchall())
    return DatabaseCopy(migrations, rows, server_version(), clients.version, schema)


def dump(archive, clients, snapshot, schema):
    arguments, environment = clients.command(
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--schema={schema}",
        f"--snapshot={snapshot}",
        *(f"--exclude-table-data={schema}.{table}" for table in left_out()),
    )
    with archive.part(PART) as part, tempfile.TemporaryFile() as said:
        with started(arguments, env=environment, stdout=subprocess.PIPE, stderr=said) as process:
            shutil.copyfileobj(process.stdout, part)
        if process.returncode:
            raise Failed(f"The database could not be dumped: {end_of(said)}")


def check_place(manifest):
    """Raises Refused or Failed where the dump cannot be loaded here."""
    here, there = server_version(), manifest.database.version
    if here < there:
        raise Refused(
            f"The backup is of PostgreSQL {there}, and the server here is {here}, which is older. "
            "Restore it into one that is not. Nothing was changed."
        )
    clients_for(max(here, manifest.database.tool_version))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = cursor.fetchone()[0]
    if schema != manifest.database.schema:
        raise Refused(
            f"The tables of the backup are in the schema {manifest.database.schema}; here they "
            f"would be looked for in {schema}. Nothing was changed."
        )


def load(backup, manifest):
    """All or nothing: whatever breaks it off before its last line leaves the database as it was."""
    clients = clients_for(max(server_version(), manifest.database.tool_version))
    newer_settings = server_version() >= KNOWS_TRANSACTION_TIMEOUT
    connection.close()
    with work_folder(Path(tempfile.gettempdir())) as folder, tempfile.TemporaryFile() as said:
        backup.extract(PART, folder / PART)
        arguments, environment = clients.command(
            "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"
        )
        try:
            with (
                started(
                    arguments,
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=said,
                ) as session,
                # Without its end the session would wait for more.
                session.stdin as lines,
            ):
                lines.write(beginning(manifest.database.schema))
                write_script(
                    lines, clients, folder / PART, manifest.database.schema, newer_settings
                )
                lines.write(ending(manifest.database))
        except BrokenPipeError:
            session.wait()
        if session.returncode:
            raise Failed(
                f"The database could not be loaded, and is what it was before: {end_of(said)}"
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def write_script(lines, clients, dump_path, schema, newer_settings):
    arguments = clients.local_command(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        f"--schema={schema}",
        "--file=-",
        str(dump_path),
    )
    with tempfile.TemporaryFile() as said:
        with started(arguments, stdout=subprocess.PIPE, stderr=said) as process:
            for line in process.stdout:
                if newer_settings or not line.startswith(NEW_SETTING):
                    lines.write(line)
                if line.startswith(PREAMBLE_ENDS):
                    break
            shutil.copyfileobj(process.stdout, lines)
        if process.returncode:
            raise Failed(f"The dump in the backup could not be read: {end_of(said)}")


def beginning(schema):
    """Every table of the schema goes: the database is the register's own."""
    return f"""
BEGIN;
SET LOCAL lock_timeout = '{LOCK_SECONDS}s';
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' LOOP
        EXECUTE format('DROP TABLE IF EXISTS %I.%I CASCADE', '{schema}', name);
    END LOOP;
END $$;
""".encode()  # noqa: S608 - the schema is the one that the server named


def ending(database):
    """Without this a script that breaks off is rolled back."""
    checks = "\n".join(
        f"    IF EXISTS (SELECT FROM ({counting([table], database.schema)}) AS found (name, rows)"
        f" WHERE rows <> {int(rows)}) THEN RAISE EXCEPTION 'other rows in {table}'; END IF;"
        for table, rows in database.rows.items()
    )
    return f"DO $$\nBEGIN\n{checks}\nEND $$;\nCOMMIT;\n".encode()


@contextmanager
def started(arguments, **options):
    """The process; it does not outlive an error here."""
    with subprocess.Popen(arguments, **options) as process:  # noqa: S603 - our own arguments
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def end_of(said):
    """What a program complained of."""
    said.seek(0)
    return said.read().decode(errors="replace").strip()[-MOST_SAID:] or "it was broken off."
