"""What the register is compared with: files of the same bytes, served by nginx.

Where there is no nginx: the same bytes by a bare view of Django, served as the register is.
"""

import os
import shutil
import subprocess
from contextlib import contextmanager

from .measuring import Failed
from .served import free_port, served, wait_for_port

CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr crit;
user {user};
worker_processes 2;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    default_type "text/html; charset=utf-8";
    client_body_temp_path {folder}/client_body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        root {folder}/files;
        location /br/ {{ add_header Content-Encoding br; }}
    }}
}}
"""


def is_here():
    return shutil.which("nginx") is not None


@contextmanager
def nginx(folder):
    """Serves folder/files; yields its port. Raises Failed."""
    port = free_port()
    user = "root" if os.geteuid() == 0 else "nobody"
    path = folder / "nginx.conf"
    path.write_text(CONFIGURATION.format(folder=folder, port=port, user=user))
    process = subprocess.Popen(  # noqa: S603 - the file was written here
        [shutil.which("nginx"), "-c", str(path), "-e", "stderr"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        if not wait_for_port(port, process):
            raise Failed(f"nginx did not start: {process.stderr.read()}")
        yield port
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def yardstick(folder):
    """Yields (port, what it is) of the best that there is."""
    if is_here():
        with nginx(folder) as port:
            yield port, "nginx"
    else:
        environment = {**os.environ, "BENCH_FILES": str(folder / "files")}
        with served(environment, "bench.bare:application") as server:
            yield server.port, "a bare view of Django"
