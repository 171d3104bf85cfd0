"""Every command of the Containerfile, compose.yaml and the units, run without an engine.

In a clone of its own, on loopback, as this user. Packages of Debian are looked up, not installed.
"""

import json
import os
import re
import shlex
import shutil
import subprocess

import pytest
import yaml

from .containerfile import instructions
from .guide import ROOT
from .site import HOST, Site, wait_until
from .units import settings_of

pytestmark = pytest.mark.drill

APT = re.compile(r"apt-get install (.+?)(?: && |$)")
# What is done to the machine itself, and looked at in another way here.
OF_THE_MACHINE = ("apt-get", "rm -rf", "ln -sf", "useradd", "install -d")


def commands_of_the_image():
    """Those of RUN that work in the folder of the register."""
    for name, words in instructions():
        if name == "RUN":
            for command in words.split(" && "):
                if not command.startswith(OF_THE_MACHINE):
                    yield command


def packages():
    for _name, words in instructions():
        for found in APT.findall(words):
            yield from (word for word in shlex.split(found) if not word.startswith("-"))


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The checkout as an image has it: what is committed, and what `make` made of it."""
    folder = tmp_path_factory.mktemp("clone") / "register"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    return folder


@pytest.fixture(scope="module")
def built(clone):
    """Each command that builds the image, in order."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "HOST": HOST}
    done = []
    for command in commands_of_the_image():
        here = command.replace("/srv/register", str(clone)).replace(
            "/etc/nginx/sites-enabled/register", str(clone / "var" / "register.conf")
        )
        subprocess.run(["sh", "-euc", here], cwd=clone, env=environment, check=True)
        done.append(command)
    return clone, done


def test_the_commands_that_build_the_image_do(built):
    clone, done = built

    assert [command.split()[0] for command in done] == ["make", "make", "sed"]
    assert (clone / ".venv" / "bin" / "granian").exists()
    assert not (clone / ".venv" / "bin" / "pytest").exists()
    assert (clone / "var" / "static" / "staticfiles.json").exists()
    assert "register.example" in (clone / "var" / "register.conf").read_text()


def test_debian_has_the_packages():
    if shutil.which("apt-cache") is None:
        pytest.skip("There is no apt here.")
    names = sorted(set(packages()))

    said = subprocess.run(["apt-cache", "show", *names], capture_output=True, text=True)

    assert len(names) > 6
    assert said.returncode == 0, said.stderr


def test_the_commands_of_the_containers_serve_and_keep_the_time(built, tmp_path):
    """What compose starts, and what its engine asks whether it lives."""
    clone, _done = built
    site = Site(tmp_path)
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    run = {"cwd": clone, "env": site.environment}

    subprocess.run(services["migrate"]["command"], check=True, capture_output=True, **run)
    serving = [json.loads(words) for name, words in instructions("register") if name == "CMD"]
    [alive] = [words for name, words in instructions("register") if name == "HEALTHCHECK"]
    asking = json.loads(alive.partition("CMD ")[2])
    server = subprocess.Popen([*serving[0][:1], site.socket], **run)
    try:
        subprocess.run([asking[0], site.socket, "60"], check=True, **run)
        timetable = subprocess.Popen(services["timetable"]["command"], **run)
        wait_until((tmp_path / "package").exists, seconds=60)
        timetable.terminate()
        assert timetable.wait(30) == 0
    finally:
        server.terminate()
        assert server.wait(90) == 0


@pytest.mark.parametrize("name", ["register.service", "register-timetable@.service"])
def test_the_commands_of_the_units_exist_and_may_be_run(built, name):
    clone, _done = built
    unit = settings_of(name)

    for setting in ("ExecStartPre", "ExecStart", "ExecStartPost", "ExecReload"):
        for command in unit.get(setting, []):
            program = shlex.split(command.lstrip("+"))[0]
            assert os.access(program.replace("/srv/register", str(clone)), os.X_OK), program


@pytest.mark.parametrize("entry", ["publishing", "letters", "night"])
def test_the_command_of_the_timers_runs(built, tmp_path, entry):
    clone, _done = built
    site = Site(tmp_path)
    run = {"cwd": clone, "env": site.environment, "capture_output": True, "text": True}
    python, *words = settings_of("register-timetable@.service")["ExecStart"][0].split()
    command = [python.replace("/srv/register", str(clone)), *words]

    subprocess.run([command[0], "manage.py", "migrate", "--verbosity", "0"], check=True, **run)
    done = subprocess.run([word.replace("%i", entry) for word in command], **run)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("database", "megabytes"),
    [({"DATABASE_URL": "postgres:///register"}, "1024"), ({}, "3072"),
     ({"DATABASE_URL": "sqlite:////var/register.sqlite3"}, "3072")],
)  # fmt: skip
def test_a_worker_may_map_a_file_of_sqlite_before_it_is_replaced(database, megabytes, tmp_path):
    granian = tmp_path / ".venv" / "bin" / "granian"
    granian.parent.mkdir(parents=True)
    granian.write_text('#!/bin/sh\necho "$@"\n')
    granian.chmod(0o755)
    serve = tmp_path / "deploy" / "serve"
    serve.parent.mkdir()
    shutil.copy(ROOT / "deploy" / "serve", serve)

    said = subprocess.check_output(
        [serve, "127.0.0.1:8000"], env={"PATH": os.environ["PATH"], **database}, text=True
    )

    assert f"--workers-max-rss {megabytes} " in said
