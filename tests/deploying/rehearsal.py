"""Follows docs/deploying.md literally, on an empty Debian that it makes, boots and removes.

    make rehearse

It needs root, debootstrap and systemd-nspawn; the machine inside has a network of its own, which
leads to Debian's and Python's registries alone. Two things stand in for what it cannot have: a
repository of this checkout for the address that the page names, and a certificate that the machine
itself has signed for certbot's.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .guide import ROOT
from .plan import steps
from .registries import open_at

RELEASE = "bookworm"
MINUTES = 30
NEEDED = {
    "debootstrap": "debootstrap",
    "systemd-nspawn": "systemd-container",
    "git": "git",
    "openssl": "openssl",
}
OWN_AUTHORITIES = Path("/usr/local/share/ca-certificates")

UNIT = """
[Unit]
After=multi-user.target rehearsal-network.socket
[Service]
ExecStart=/bin/bash /rehearsal/steps
ExecStopPost=/bin/systemctl --no-block poweroff
StandardOutput=append:/rehearsal/log
StandardError=append:/rehearsal/log
[Install]
WantedBy=multi-user.target
"""
# What listens inside hands everything to the proxy outside.
NETWORK_SOCKET = """
[Socket]
ListenStream=127.0.0.1:3128
[Install]
WantedBy=sockets.target
"""
NETWORK_SERVICE = """
[Service]
ExecStart=/lib/systemd/systemd-socket-proxyd /rehearsal/registries
"""
BEGIN = """
set -eo pipefail
export HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
export http_proxy=http://127.0.0.1:3128 https_proxy=http://127.0.0.1:3128
export no_proxy=register.example,other.example,127.0.0.1
export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
export PIP_CERT=$SSL_CERT_FILE CURL_CA_BUNDLE=$SSL_CERT_FILE
begun=$SECONDS
tell() {
    test -e /rehearsal/done && return
    journalctl --no-pager --lines 60 --unit 'register*'
    tail --lines 20 /var/log/nginx/error.log
    ls -la /run/register
}
trap tell EXIT
"""
CERTBOT = """#!/bin/sh
set -eu
live=/etc/letsencrypt/live/register.example
mkdir -p "$live"
cp /rehearsal/certificate.pem "$live/fullchain.pem"
cp /rehearsal/key.pem "$live/privkey.pem"
"""

GIT = """[url "/rehearsal/register.git"]
insteadOf = https://git.example/register.git
[safe]
directory = *
[user]
name = Operator
email = operator@register.example
"""


def main():
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--debian", type=Path, help="an empty Debian to copy, not make")
    options = arguments.parse_args()
    if missing := why_not():
        sys.exit(missing)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rehearsal-", ignore_cleanup_errors=True) as folder:
        machine, shared = Path(folder, "machine"), Path(folder, "shared")
        make_debian(machine, options.debian)
        prepare(machine, shared)
        with open_at(shared / "registries"):
            done = follow(machine, shared)
        print((shared / "found").read_text() if (shared / "found").exists() else "", end="")
    if not done:
        sys.exit("The rehearsal failed: see above where.")
    print(f"docs/deploying.md holds what it says ({time.monotonic() - begin:.0f} s).")


def why_not():
    """A sentence when this machine cannot do it, or an empty one."""
    if os.geteuid() != 0:
        return "A machine can be made by root alone: sudo make rehearse"
    packages = [NEEDED[name] for name in NEEDED if shutil.which(name) is None]
    return packages and f"Some programs are missing: apt-get install -y {' '.join(packages)}"


def run(*command, **options):
    subprocess.run([str(word) for word in command], check=True, **options)


def make_debian(machine, ready):
    print("An empty Debian …", flush=True)
    if ready:
        run("cp", "--archive", ready, machine)
    else:
        included = "--include=ca-certificates,dbus,systemd-sysv"
        command = ("debootstrap", "--variant=minbase", included, RELEASE, machine)
        run(*command, stdout=subprocess.DEVNULL)
        sources = machine / "etc/apt/sources.list"
        places = [(RELEASE, ""), (f"{RELEASE}-security", "-security")]
        lines = [f"deb http://deb.debian.org/debian{end} {suite} main" for suite, end in places]
        sources.write_text("\n".join(lines) + "\n")


def prepare(machine, shared):
    """What the page cannot bring: the way out, the repository, a host name, and the steps."""
    shared.mkdir()
    write(machine / "etc/systemd/system/rehearsal.service", UNIT)
    write(machine / "etc/systemd/system/rehearsal-network.socket", NETWORK_SOCKET)
    write(machine / "etc/systemd/system/rehearsal-network.service", NETWORK_SERVICE)
    units = ("rehearsal.service", "rehearsal-network.socket")
    run("systemctl", f"--root={machine}", "--quiet", "enable", *units)
    write(machine / "etc/hosts", "127.0.0.1 localhost register.example other.example\n")
    write(machine / "etc/hostname", "rehearsal\n")
    write(machine / "usr/local/bin/certbot", CERTBOT, mode=0o755)
    write(machine / "etc/gitconfig", GIT)
    make_repository(shared)
    make_certificate(machine, shared)
    write(shared / "steps", script())


def write(path, text, mode=0o644):
    path.write_text(text)
    path.chmod(mode)


def make_repository(shared):
    """What is committed here, and a clone to make a next version in."""
    run("git", "clone", "--quiet", "--bare", ROOT, shared / "register.git")
    command = ("git", f"--git-dir={shared / 'register.git'}")
    head = subprocess.check_output(["git", "-C", ROOT, "rev-parse", "HEAD"], text=True).strip()
    run(*command, "update-ref", "refs/heads/released", head)
    run(*command, "symbolic-ref", "HEAD", "refs/heads/released")
    run("git", "clone", "--quiet", shared / "register.git", shared / "new")
    origin = ("remote", "set-url", "origin", "/rehearsal/register.git")
    run("git", "-C", shared / "new", *origin)


def make_certificate(machine, shared):
    """Signed by itself, and trusted inside, as are the authorities that this machine trusts."""
    key, certificate = shared / "key.pem", shared / "certificate.pem"
    subject = ("-subj", "/CN=register.example", "-addext", "subjectAltName=DNS:register.example")
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
    run(*made, *subject, "-keyout", key, "-out", certificate, stderr=subprocess.DEVNULL)
    inside = machine / OWN_AUTHORITIES.relative_to("/")
    inside.mkdir(parents=True, exist_ok=True)
    shutil.copy(certificate, inside / "rehearsal.crt")
    for authority in OWN_AUTHORITIES.glob("*.crt"):
        shutil.copy(authority, inside)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run("chroot", machine, "update-ca-certificates", **quiet)


def script():
    parts = [BEGIN]
    for heading, block in steps():
        parts += [f'echo "== {heading} ($((SECONDS - begun)) s)"', block]
    return "\n".join([*parts, "touch /rehearsal/done\n"])


def follow(machine, shared):
    """Boot it, let it do the steps, and tell how far it is; True when all were done."""
    command = ["systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit"]
    command += ["--private-network", f"--directory={machine}", f"--bind={shared}:/rehearsal"]
    with (shared / "console").open("wb") as console:
        booted = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=console, stderr=console)
        try:
            tell(booted, shared / "log")
        finally:
            if booted.poll() is None:
                booted.terminate()
                booted.wait(60)
    return (shared / "done").exists()


def tell(booted, log):
    """The headings as they come; all of the last step when it failed."""
    until, told = time.monotonic() + MINUTES * 60, 0
    while booted.poll() is None and time.monotonic() < until:
        time.sleep(1)
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        for line in lines[told:]:
            if line.startswith("== "):
                print(line, flush=True)
        told = len(lines)
    if log.exists() and not (log.parent / "done").exists():
        print(log.read_text(errors="replace").rpartition("\n== ")[2][-6000:])


if __name__ == "__main__":
    main()
