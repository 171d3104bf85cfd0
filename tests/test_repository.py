"""What the repository promises about itself."""

import ast
import os
import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent

# Each may import only from those after it.
ORDER = [
    "fusionsite",
    "alerts",
    "news",
    "agreements",
    "organisations",
    "themes",
    "api",
    "exports",
    "imports",
    "search",
    "page_cache",
    "publishing",
    "accounts",
    "dates",
]
NOT_OURS = {".git", ".venv", "var", "__pycache__", ".hypothesis", ".pytest_cache", ".ruff_cache"}
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".yaml", ".yml", ".json", ".csv", ".txt", ""}


def files(*suffixes):
    """Every file of the repository with one of these suffixes."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(set(folders) - NOT_OURS)
        yield from (
            path for path in map(Path(folder).joinpath, sorted(names)) if path.suffix in suffixes
        )


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def documentation():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def places(pattern, paths):
    """`file:line` of each match, for a message that says where to look."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


def imported_modules(path):
    """The absolute names of the modules that a file imports, wherever in it."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*above, *filter(None, [node.module])])


def own_commands():
    return {name for name, app in get_commands().items() if app in ORDER}


def makefile_targets():
    return set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))


def test_every_app_has_a_place_in_the_order():
    apps = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}

    assert apps == set(ORDER)


@pytest.mark.parametrize("app", ORDER)
def test_imports_flow_one_way(app):
    forbidden = set(ORDER[: ORDER.index(app)])

    wrong = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files(".py")
        if path.relative_to(ROOT).parts[0] == app
        for module in imported_modules(path)
        if module.partition(".")[0] in forbidden
    }

    assert wrong == set()


def test_an_import_against_the_order_is_seen(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / "dates" / "deep").mkdir(parents=True)
    module = tmp_path / "dates" / "deep" / "late.py"
    module.write_text(
        "def f():\n    from news.models import Article\n    from ..fields import Day\n"
    )

    assert list(imported_modules(module)) == ["news.models", "dates.fields"]


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True)


def test_every_target_that_the_documents_name_exists():
    named = set(re.findall(r"`make ([a-z]+)", documentation()))

    assert named
    assert named <= makefile_targets()


def test_the_documents_name_every_target():
    assert set(re.findall(r"`make ([a-z]+)", read("docs/developing.md"))) == makefile_targets()


def test_every_file_that_the_documents_link_to_exists():
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]

    missing = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert missing == []


def test_the_documents_name_every_command():
    described = set(re.findall(r"^\| `(\w+)", read("docs/operating.md"), re.MULTILINE))

    assert own_commands()
    assert own_commands() <= described


def test_every_command_that_the_documents_use_exists():
    used = set(re.findall(r"manage\.py ([a-z_]+)", documentation()))

    assert used <= set(get_commands())


def test_the_lock_is_in_step_with_the_project():
    project = tomllib.loads(read("pyproject.toml"))
    lock = tomllib.loads(read("uv.lock"))
    metadata = next(p for p in lock["package"] if p["name"] == "fusionsite")["metadata"]
    wanted = {"": project["project"]["dependencies"], **project["dependency-groups"]}
    locked = {"": metadata["requires-dist"], **metadata["requires-dev"]}

    assert lock["requires-python"] == project["project"]["requires-python"]
    assert {g: {as_wanted(line) for line in lines} for g, lines in wanted.items()} == {
        g: {as_locked(entry) for entry in entries} for g, entries in locked.items()
    }


def as_wanted(line):
    requirement = Requirement(line)
    extras = tuple(sorted(requirement.extras))
    return requirement.name, extras, frozenset(map(str, requirement.specifier))


def as_locked(entry):
    specifiers = frozenset(part.strip() for part in entry["specifier"].split(","))
    return entry["name"], tuple(sorted(entry.get("extras", ()))), specifiers


def test_every_dependency_says_why_it_is_here():
    lines = [line.strip() for line in read("pyproject.toml").splitlines()]
    dependencies = [n for n, line in enumerate(lines) if re.match(r'"[a-z0-9-]+[^"]*[<>=~]=', line)]

    assert len(dependencies) > 10
    assert [lines[n] for n in dependencies if not lines[n - 1].startswith("# ")] == []


def test_nothing_names_a_folder_of_somebodys_machine():
    pattern = r"(?<![\w.:/>*-])/(?:home|root|Users|work|tmp|mnt)/\w"

    assert places(pattern, files(*TEXT)) == []


def test_templates_hold_no_inline_style_script_or_handler():
    pattern = r"(?i)<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:"
    templates = [path for path in files(".html") if "templates" in path.parts]

    assert templates
    assert places(pattern, templates) == []


def test_only_the_rich_text_module_declares_text_safe():
    pattern = r"\bmark_safe\b|SafeString\b|\|\s*safe\b|{%\s*autoescape off"
    sources = [p for p in files(".py", ".html") if p.relative_to(ROOT).parts[0] != "tests"]
    allowed = str(Path("publishing", "richtext.py"))

    assert [place for place in places(pattern, sources) if not place.startswith(allowed)] == []


def test_the_list_of_decisions_names_each():
    listed = re.findall(r"\(decisions/([^)]+)\)", read("docs/README.md"))

    assert listed == sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
