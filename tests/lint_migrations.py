"""Looks through migrations for what would lock readers and editors out while it runs.

    python tests/lint_migrations.py [APP.NAME ...]

Without names: every migration that is not from before the register was in use. What PostgreSQL
would be told is read by squawk, as .squawk.toml asks; its advice on each rule stands at
https://squawkhq.com/docs/rules. A statement is let through knowingly by `ACCEPTED`.
"""

import os
import subprocess
import sys
import tomllib
from io import StringIO
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.postgres import temporary_server

ROOT = Path(__file__).resolve().parent.parent
# The last of each app that was there before anybody's register had to be kept running.
BEFORE_USE = {
    "accounts": "0001_initial",
    "agreements": "0004_feature_headline",
    "alerts": "0001_initial",
    "imports": "0001_imports",
    "news": "0002_language_codes",
    "organisations": "0005_numbers_by_value",
    "page_cache": "0001_initial",
    "publishing": "0009_merged_records",
    "search": "0002_full_text",
    "themes": "0001_initial",
}
# {"app.name": {"rule-of-squawk": "why that does no harm here"}}
ACCEPTED = {}


def to_be_looked_at():
    """(app, name) of each migration of ours that is new, in the order of their names."""
    return [
        (folder.parent.name, path.stem)
        for folder in sorted(ROOT.glob("*/migrations"))
        for path in sorted(folder.glob("[0-9]*.py"))
        if path.stem > BEFORE_USE.get(folder.parent.name, "")
    ]


def statements_of(migrations):
    """{(app, name): SQL}, as PostgreSQL would be told; nothing is carried out."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fusionsite.settings")
    django.setup()
    found = {}
    for app, name in migrations:
        with StringIO() as told:
            call_command("sqlmigrate", app, name, no_color=True, stdout=told, stderr=told)
            found[app, name] = told.getvalue()
    return found


def complaints(app, name, sql):
    """What squawk says of it; empty when there is nothing to say."""
    squawk = Path(sys.executable).parent / "squawk"
    # What the command line leaves out takes the place of what the file does.
    left_out = tomllib.loads((ROOT / ".squawk.toml").read_text())["excluded_rules"]
    left_out += ACCEPTED.get(f"{app}.{name}", {})
    command = [squawk, "--stdin-filepath", f"{app}.{name}.sql", "--reporter", "gcc"]
    command += [f"--exclude={rule}" for rule in left_out]
    run = subprocess.run(command, cwd=ROOT, input=sql, capture_output=True, text=True)
    return f"{run.stdout}{run.stderr}" if run.returncode else ""


def main(names):
    migrations = [tuple(name.split(".")) for name in names] or to_be_looked_at()
    if not migrations:
        return ""
    with temporary_server() as os.environ["DATABASE_URL"]:
        statements = statements_of(migrations)
    return "\n".join(filter(None, (complaints(*key, sql) for key, sql in statements.items())))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or 0)
