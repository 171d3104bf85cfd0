"""No version with a known hole is locked, and the check that says so can fail."""

import copy
import subprocess
import sys

import pytest

from .floors import HERE, ROOT, below_floor, problems, read

LOCK, FLOORS, PROJECT = (
    read(path) for path in (ROOT / "uv.lock", HERE / "floors.toml", ROOT / "pyproject.toml")
)


def planted(name, version):
    """The lock with one more version of a package, as for another system."""
    lock = copy.deepcopy(LOCK)
    lock["package"].append({"name": name, "version": version})
    return lock


def test_nothing_that_is_locked_has_a_known_hole():
    assert problems(LOCK, FLOORS, PROJECT) == []


@pytest.mark.parametrize(
    ("name", "version"), [("django", "5.2.18"), ("Pillow", "9.0"), ("nh3", "0.3.7")]
)
def test_a_bad_version_is_found_beside_a_good_one(name, version):
    (sentence,) = problems(planted(name, version), FLOORS, PROJECT)
    assert sentence.startswith(f"{name} {version} is below ")
    assert "https://" in sentence


def test_a_version_just_below_each_floor_is_found():
    for name, floor in FLOORS["floors"].items():
        assert below_floor(planted(name, f"{floor['version']}.dev0"), FLOORS["floors"])
        assert not below_floor(planted(name, floor["version"]), FLOORS["floors"])


def test_a_dependency_that_nobody_looked_at_is_named():
    project = copy.deepcopy(PROJECT)
    project["project"]["dependencies"].append("New_Thing>=1")
    assert problems(LOCK, FLOORS, project) == ["new-thing has no floor: look for its advisories."]


def test_a_floor_for_nothing_is_named():
    floors = copy.deepcopy(FLOORS)
    floors["floors"]["gone"] = {"version": "1", "reason": "", "advisory": ""}
    assert problems(LOCK, floors, PROJECT) == ["uv.lock has no gone: take its floor away."]


def test_each_floor_gives_its_reason_and_where_it_is_written():
    for floor in FLOORS["floors"].values():
        assert set(floor) == {"version", "reason", "advisory"}
        assert floor["reason"].endswith(".")
        assert floor["advisory"].startswith("https://")


def test_the_floors_are_part_of_the_check():
    assert "-m tests.security.floors" in (ROOT / "Makefile").read_text(encoding="utf-8")
    command = [sys.executable, "-m", "tests.security.floors"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0
