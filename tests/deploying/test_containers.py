"""The Containerfile and compose.yaml: what engines take, small in rights, and the same register."""

import json
import re

import pytest
import yaml
from compose_spec import PyCompose

from .containerfile import instructions
from .guide import ROOT
from .units import settings_of

SERVE = ["deploy/serve", "/run/register/register.sock"]


def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def services():
    return compose()["services"]


def test_the_timetable_of_the_containers_keeps_the_time_itself():
    command = services()["timetable"]["command"]

    assert command == [".venv/bin/python", "manage.py", "run_timetable"]


def test_systemd_and_containers_serve_by_the_same_command():
    unit = settings_of("register.service")
    final = [words for name, words in instructions("register") if name == "CMD"]

    assert unit["ExecStart"] == ["/srv/register/" + " ".join(SERVE)]
    assert [json.loads(words) for words in final] == [SERVE]
    assert "command" not in services()["register"]


def test_compose_is_what_engines_take():
    names = PyCompose.from_json(json.dumps(compose())).service_names()

    assert set(names) == {"database", "migrate", "register", "timetable", "proxy"}


def test_an_engine_would_refuse_a_word_that_does_not_exist():
    wrong = compose()
    wrong["services"]["register"]["read_onyl"] = True

    with pytest.raises(ValueError, match="read_onyl"):
        PyCompose.from_json(json.dumps(wrong))


@pytest.mark.parametrize("name", sorted(services()))
def test_no_container_may_write_gain_rights_or_take_all_memory(name):
    service = services()[name]

    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert "privileged" not in service
    assert name == "database" or service["cap_drop"] == ["ALL"]


def test_what_compose_builds_and_mounts_exists():
    stages = {words.split()[-1] for name, words in instructions() if name == "FROM"}
    volumes = set(compose()["volumes"])

    for service in services().values():
        assert service.get("build", {}).get("target", "register") in stages
        named = {mount.partition(":")[0] for mount in service.get("volumes", [])}
        assert {name for name in named if not name.startswith(".")} <= volumes


def test_the_image_runs_as_nobody_and_holds_no_secret():
    words = [words for name, words in instructions("register") if name == "USER"]
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()

    assert words == ["register"]
    assert {".git", ".env", "deploy/environment", "deploy/certificates", "var"} <= set(ignored)
    assert not [words for name, words in instructions() if re.search("SECRET|PASSWORD", words)]
