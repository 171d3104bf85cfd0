# Run, test, drill, bench, check, fix, clean: docs/developing.md says more about each.

PORT ?= 8000
# Any Python from 3.11 on; only used to make the environment.
PYTHON3 ?= python3
UV := $(or $(shell command -v uv 2>/dev/null || true),.venv/uv/bin/uv)

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
CORE := not browser and not drill
DRILL := drill and not browser
PYTEST_CORE := $(PYTEST) --numprocesses logical --dist loadfile
PYTEST_DRILL := $(PYTEST) --numprocesses logical --dist worksteal

IGNORED := -name .git -o -name .venv -o -name var
TEMPLATES = find . \( $(IGNORED) \) -prune -o -path '*/templates/*' -name '*.html' -print
SOURCES = find . \( $(IGNORED) -o -name migrations \) -prune -o -name '*.py' -print

# The local trial and the tests take nothing from a shell that is set up for another site.
unexport DATABASE_URL SECRET_KEY ALLOWED_HOSTS CACHE_URL MEDIA_ROOT MEDIA_URL SITE_URL
unexport EMAIL_URL DEFAULT_FROM_EMAIL SENTRY_DSN SECURE_SSL_REDIRECT BEHIND_PROXY
unexport DJANGO_SETTINGS_MODULE PYTHONHOME PYTHONPATH VIRTUAL_ENV UV_PROJECT_ENVIRONMENT
# The suite starts a dozen processes: what one has compiled the others read.
unexport PYTHONDONTWRITEBYTECODE
export DEBUG := 1

# Prints what a command said only when it failed.
QUIETLY := sh -c 'said=$$("$$@" 2>&1) || { printf "%s\n" "$$said"; exit 1; }' --

# Some systems refuse to install for everybody and leave ensurepip out; this needs neither.
define make_environment
@test -x $(UV) || { echo "Installing uv into .venv …" >&2; \
	$(PYTHON3) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "The register needs Python 3.11 or newer, such as: make PYTHON3=python3.11 …")' \
	&& { .venv/bin/python -c '' 2>/dev/null || $(PYTHON3) -m venv --clear --without-pip .venv; } \
	&& $(PYTHON3) -m pip install --quiet --root-user-action ignore --disable-pip-version-check --target .venv/uv 'uv>=0.13,<1'; }
@echo "Installing what uv.lock names into .venv …" >&2
@$(UV) sync --quiet --locked
endef

# One process for the three commands: each start of Django costs a second.
define prepare_trial
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("create_trial_editors")
call_command("import_register", "data/starter", "--if-empty", "--quiet")
call_command("rebuild_search", "--if-missing", "--quiet")
endef
export prepare_trial

# Settings that production must have, for commands that serve nobody and keep nothing.
define as_production
DEBUG=0 SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	ALLOWED_HOSTS=register.example SITE_URL=https://register.example BEHIND_PROXY=1 \
	EMAIL_URL=smtp://mail.register.example DEFAULT_FROM_EMAIL=editors@register.example
endef

.PHONY: run test drill rehearse bench bench-check check fix clean environment static

run: .venv/served
	@mkdir -p var
	@$(PYTHON) manage.py shell --no-imports --command "$$prepare_trial"
	@echo
	@echo "Look:     http://127.0.0.1:$(PORT)/"
	@echo "Sign in:  http://127.0.0.1:$(PORT)/admin/ as author, reviewer or admin."
	@echo "          The passwords were printed once; for new ones:"
	@echo "          DEBUG=1 .venv/bin/python manage.py create_trial_editors --reset"
	@echo "Stop:     Ctrl-C"
	@echo
	@SITE_URL=http://127.0.0.1:$(PORT) exec $(PYTHON) manage.py runserver 127.0.0.1:$(PORT)

test: .venv/tested
	@echo "The suite on SQLite"
	@$(PYTEST_CORE) -m "$(CORE)"
	@echo "The suite on PostgreSQL"
	@$(PYTHON) tests/postgres.py $(PYTEST_CORE) -m "$(CORE) and not no_database and not one_database"
	@echo "The core of the browser suite"
	@$(PYTEST) tests/browser --numprocesses logical -m "not drill" -rs
	@echo "The suite passed on both databases, SQLite and PostgreSQL."

# Every combination, every payload, every journey: what takes too long for each change.
drill: .venv/tested
	@echo "The drill on SQLite"
	@$(PYTEST_DRILL) -m "$(DRILL)"
	@echo "The drill on PostgreSQL"
	@$(PYTHON) tests/postgres.py $(PYTEST_DRILL) -m "(drill or one_database) and not browser and not no_database"
	@echo "The drill in the browser"
	@$(PYTEST) tests/browser --numprocesses logical --dist loadfile -m "drill" -rs
	@echo "The drill passed on both databases, SQLite and PostgreSQL."

# What was promised of speed, part by part: bench/README.md. QUICK=1 for small registers, WRITE=1 to
# keep the tables, KEEP=folder for registers that stay, ONLY="cached mixed" for some parts.
BENCH_OPTIONS = $(if $(QUICK),--quick) $(if $(INSTALL),--install) $(addprefix --keep ,$(KEEP)) \
	$(addprefix --only ,$(ONLY))
bench: .venv/tested
	@$(PYTHON) -m bench $(BENCH_OPTIONS) $(if $(HOUR),--hour) $(if $(WRITE),--write)

# Whether a ratio of bench/baseline.json has fallen by more than a fifth; no time is compared.
bench-check: .venv/tested
	@$(PYTHON) -m bench.checking $(BENCH_OPTIONS)

# docs/deploying.md, step by step, on an empty Debian: as root, with debootstrap and systemd-nspawn.
rehearse: .venv/tested
	@$(PYTHON) -m tests.deploying.rehearsal

check: .venv/tested
	@$(QUIETLY) .venv/bin/ruff check .
	@$(QUIETLY) .venv/bin/ruff format --check .
	@$(TEMPLATES) | $(QUIETLY) xargs .venv/bin/djade --check
	@$(SOURCES) | $(QUIETLY) xargs .venv/bin/django-upgrade --check
	@$(QUIETLY) $(PYTHON) -m tests.security.floors
	@$(QUIETLY) $(PYTHON) manage.py makemigrations --check --dry-run
	@$(QUIETLY) $(PYTHON) tests/lint_migrations.py
	@$(as_production) $(QUIETLY) $(PYTHON) manage.py check --deploy --fail-level WARNING
	@$(QUIETLY) .venv/bin/hadolint Containerfile

fix: .venv/tested
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .
	@$(TEMPLATES) | xargs .venv/bin/djade || true
	@$(SOURCES) | xargs .venv/bin/django-upgrade --exit-zero-even-if-changed

# The register's own data in var/ stays.
clean:
	@rm -rf .venv .hypothesis .pytest_cache .ruff_cache var/static test-results
	@find . -name __pycache__ -prune -exec rm -rf {} +

# The environment of production alone, exactly; EXTRAS="s3 sentry" for those two groups as well.
environment:
	$(make_environment) --no-default-groups --compile-bytecode $(EXTRAS:%=--group %)
	@rm -f .venv/tested
	@touch .venv/served

# Static files as production serves them, and everything compiled. Older files stay: pages that are
# in somebody's browser still name them.
static:
	@$(PYTHON) -m compileall -q -x '/(\.venv|var|tests|bench)/' .
	@$(as_production) $(PYTHON) manage.py collectstatic --no-input --verbosity 0

.venv/served: pyproject.toml uv.lock
	$(make_environment) --no-default-groups --inexact
	@touch $@

.venv/tested: pyproject.toml uv.lock
	$(make_environment)
	@touch $@ .venv/served
