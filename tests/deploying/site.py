"""The register behind nginx as deploy/ sets them up, on loopback, in a folder of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from tests.fusionsite.test_environment import PRODUCTION

from .guide import ROOT

HOST = "register.example"
BROTLI = "modules-enabled/50-mod-http-brotli-static.conf"
MAIN = """
user {user};
pid {folder}/nginx.pid;
error_log {folder}/nginx.log crit;
worker_processes 2;
{modules}
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    {temporary}
    include {folder}/register.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Site:
    """`environment`: of its processes. `plain`, `secure`: the ports of nginx."""

    def __init__(self, folder):
        self.folder = folder
        self.plain, self.secure = free_port(), free_port()
        self.socket = folder / "register.sock"
        self.environment = {
            "PATH": os.environ["PATH"],
            **PRODUCTION,
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "PACKAGE_ROOT": f"{folder}/package",
            "BACKUP_ROOT": f"{folder}/backups",
            "PAGE_CACHE_ROOT": f"{folder}/page-cache",
            "CACHE_URL": f"file://{folder}/cache",
            "BEHIND_PROXY": "1",
        }

    def manage(self, *words):
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def collect(self):
        """Static files as production serves them, in the folder of this site."""
        settings = (
            f"from fusionsite.settings import *; STATIC_ROOT = {str(self.folder / 'static')!r}"
        )
        (self.folder / "settings_here.py").write_text(settings.replace("; ", "\n") + "\n")
        self.environment["PYTHONPATH"] = str(self.folder)
        self.environment["DJANGO_SETTINGS_MODULE"] = "settings_here"
        self.manage("collectstatic", "--no-input", "--verbosity", "0")

    def write_configuration(self, text=None):
        """register.conf with the places, ports and certificate of this machine."""
        text = text or (ROOT / "deploy" / "nginx" / "register.conf").read_text(encoding="utf-8")
        modules = os.path.exists(f"/etc/nginx/{BROTLI}")
        if not modules:
            text = text.replace("brotli_static on;", "")
        text = re.sub(r"listen \[::\].*;\n", "\n", text)
        text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{self.plain}", text)
        text = re.sub(r"listen 443\b", f"listen 127.0.0.1:{self.secure}", text)
        text = re.sub(r"/etc/letsencrypt/live/[^/]+", str(self.folder), text)
        text = text.replace("/run/register/register.sock", str(self.socket))
        text = text.replace("/srv/register/var/static", str(self.folder / "static"))
        text = text.replace("/srv/register", str(ROOT))
        (self.folder / "register.conf").write_text(text)
        lines = [f"{name}_temp_path {self.folder}/{name};" for name in TEMPORARY]
        main = MAIN.format(
            user="root" if os.geteuid() == 0 else "nobody",
            folder=self.folder,
            modules=f"include /etc/nginx/{BROTLI};" if modules else "",
            temporary="\n    ".join(lines),
        )
        (self.folder / "nginx.conf").write_text(main)

    def make_certificate(self):
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
        places = ["-keyout", self.folder / "privkey.pem", "-out", self.folder / "fullchain.pem"]
        subprocess.run([*made, *subject, *places], check=True, capture_output=True)

    def nginx(self, *words):
        command = ["nginx", "-c", self.folder / "nginx.conf", *words]
        return subprocess.run(command, capture_output=True, text=True)

    @contextmanager
    def proxied(self):
        started = self.nginx("-e", self.folder / "start.log")
        assert started.returncode == 0, started.stderr
        try:
            yield
        finally:
            self.nginx("-s", "quit")

    @contextmanager
    def served(self):
        """The register, from its first answer on."""
        with (self.folder / "register.log").open("wb") as log:
            server = subprocess.Popen(
                [ROOT / "deploy" / "serve", self.socket],
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        try:
            wait_until(self.lives, seconds=60)
            yield server
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(90)

    def lives(self):
        command = [sys.executable, ROOT / "deploy" / "healthy", self.socket]
        return subprocess.run(command, capture_output=True).returncode == 0

    def configure(self):
        self.make_certificate()
        self.write_configuration()
        return self


def missing():
    """What has to be installed, or nothing."""
    return [name for name in ("nginx", "openssl") if shutil.which(name) is None]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(holds, seconds):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"It did not come true within {seconds} s."
        time.sleep(0.1)
