"""Compares uv.lock with the floors: the lowest version of each package without a known hole.

    python -m tests.security.floors

A scanner that asks a database says “clean” when it cannot reach it; this one asks nobody.
"""

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def below_floor(lock, floors):
    """A sentence for each locked version below its floor; a package may be there twice."""
    return [
        f"{package['name']} {package['version']} is below {floor['version']}: {floor['reason']} "
        f"{floor['advisory']}"
        for package in lock["package"]
        if (floor := floors.get(canonicalize_name(package["name"])))
        and Version(package["version"]) < Version(floor["version"])
    ]


def unlocked(lock, floors):
    """A sentence for each floor under nothing: it would be met by whatever comes."""
    names = {canonicalize_name(package["name"]) for package in lock["package"]}
    return [f"uv.lock has no {name}: take its floor away." for name in sorted(set(floors) - names)]


def unspoken_of(project, floors, unknown):
    """A sentence for each direct dependency of which nobody has said whether it has holes."""
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    named = {canonicalize_name(Requirement(line).name) for group in groups for line in group}
    said = set(floors) | set(unknown)
    missing = [f"{name} has no floor: look for its advisories." for name in sorted(named - said)]
    return missing + [
        f"{name} is no dependency, or has a floor: take it from the list."
        for name in sorted(set(unknown) - (named - set(floors)))
    ]


def problems(lock, floors_file, project):
    floors, unknown = floors_file["floors"], floors_file["no_known_advisory"]["of"]
    return [
        *below_floor(lock, floors),
        *unlocked(lock, floors),
        *unspoken_of(project, floors, unknown),
    ]


def main():
    found = problems(
        read(ROOT / "uv.lock"), read(HERE / "floors.toml"), read(ROOT / "pyproject.toml")
    )
    sys.exit("\n".join(found) or None)


if __name__ == "__main__":
    main()
