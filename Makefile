# Two commands matter: `make run` and `make test`. `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
MANAGE := $(VENV)/bin/python manage.py
PIP := $(VENV)/bin/pip --disable-pip-version-check -qq install --constraint constraints.txt
ADDRESS := http://localhost:$(PORT)

.DEFAULT_GOAL := help
.PHONY: help run dev serve migrate seed admin test test-sqlite test-postgresql clients check check-all \
	accessibility bench bench-desk bench-phone bench-search format messages screenshots constraints clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 18

## Running

run: migrate seed staticfiles/staticfiles.json ## set up everything and serve on http://localhost:8000 (PORT=…)
	@printf '\n  Tableronde:  %s\n  Admin:       %s/admin/  (make yourself a login with: make admin)\n\n' \
		$(ADDRESS) $(ADDRESS)
	@SITE_URL=$(ADDRESS) $(VENV)/bin/granian --interface wsgi config.wsgi:application --port $(PORT) \
		--workers 2 --runtime-mode mt --blocking-threads 4 --respawn-failed-workers --workers-kill-timeout 10 --log-level warning

dev: migrate seed ## the same with DEBUG and reloading
	DEBUG=1 SITE_URL=$(ADDRESS) $(MANAGE) runserver $(PORT)

migrate: $(VENV)/installed .env
	@$(MANAGE) migrate --noinput --verbosity 0

staticfiles/staticfiles.json: $(VENV)/installed $(shell find static */static -type f 2>/dev/null)
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

seed: migrate ## load the articles' programmes (fixtures/); again changes nothing
	@$(MANAGE) seed

# With DJANGO_SUPERUSER_USERNAME and DJANGO_SUPERUSER_PASSWORD set, asks nothing.
admin: export DJANGO_SUPERUSER_EMAIL ?= organiser@example.org
admin: migrate ## make an organiser's login
	@$(MANAGE) createsuperuser $(if $(DJANGO_SUPERUSER_PASSWORD),--noinput)

.env:
	@umask 077 && $(PYTHON) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))' > $@
	@echo "Wrote .env with a SECRET_KEY of your own; git ignores it."

## Checking

# On every core; tests of one group on the same (tests/conftest.py).
SPREAD := --numprocesses auto --dist loadgroup

test: test-sqlite test-postgresql ## the tests, with SQLite and, where it is installed, PostgreSQL

test-sqlite: $(VENV)/installed-test
	$(VENV)/bin/pytest $(SPREAD)

test-postgresql: $(VENV)/installed-test
	tests/with-postgresql $(VENV)/bin/pytest $(SPREAD)

# Never in the database one works with.
bench-search: export DATABASE_URL ?= sqlite:///bench.sqlite3
bench-search: $(VENV)/installed staticfiles/staticfiles.json ## how long a keystroke takes with 50,000 people
	SITE_URL=$(ADDRESS) $(VENV)/bin/python -m bench.search

# On databases of its own, in a temporary folder.
bench: $(VENV)/installed staticfiles/staticfiles.json ## how fast pages are, beside nginx (SCHEDULE=file or SESSIONS=1100)
	$(VENV)/bin/python -m bench.serve

bench-desk: export DATABASE_URL ?= sqlite:///bench-desk.sqlite3
bench-desk: $(VENV)/installed staticfiles/staticfiles.json ## how long the admin's pages take with 12,000 sessions
	SITE_URL=$(ADDRESS) $(VENV)/bin/python -m bench.desk

TEMPLATES := find templates -name '*.html'

check: $(VENV)/installed-test ## format, lint, migrations, settings for production
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/ruff check
	@$(TEMPLATES) | xargs $(VENV)/bin/djade --target-version 5.2 --check
	@$(TEMPLATES) | xargs $(VENV)/bin/djlint --quiet --lint
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(PRODUCTION) $(MANAGE) makemigrations --check --dry-run

# As on a server, whatever this machine's .env says.
PRODUCTION = DEBUG=0 SITE_URL=https://example.org DATABASE_URL=sqlite://:memory: \
	SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')

# Also at the widths that `make test` leaves out (tests/browser/accessibility/).
check-all: export WHOLE = 1
check-all: check test ## check and test everything

# One process: what it writes is of one run.
accessibility: $(VENV)/installed-test ## look at every page with axe, and keep what /accessibilite/ tells of it
	WHOLE=1 KEEP_RESULTS=events/accessibility.json $(VENV)/bin/pytest -q \
		tests/browser/accessibility/test_axe.py

format: $(VENV)/installed-test ## put Python and templates into the format that check wants
	$(VENV)/bin/ruff check --fix-only
	$(VENV)/bin/ruff format
	$(TEMPLATES) | xargs $(VENV)/bin/djade --target-version 5.2

messages: $(VENV)/installed-test ## bring locale/ up to date with the texts, and compile it
	$(VENV)/bin/python -m tests.catalogues

screenshots: $(VENV)/installed-test ## each kind of page into screenshots/, and the README's pictures
	$(VENV)/bin/python -m tests.screenshots

bench-phone: $(VENV)/installed-test ## how soon a day is there on a slow telephone (SCHEDULE=file: a long one too)
	$(VENV)/bin/python -m tests.phone

## Installing

$(VENV)/bin/pip:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing what Tableronde needs into $(VENV) …"
	@$(PIP) --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing what Tableronde and its tests need into $(VENV) …"
	@$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/installed

# Left out where they are missing; they also want Debian's gir1.2-ical-3.0, python3-gi, nodejs, npm.
NODE_MODULES := tests/clients/node_modules tests/browser/accessibility/node_modules
clients: $(VENV)/installed-clients $(NODE_MODULES:=/.package-lock.json) ## install the calendar clients and axe, for tests

$(VENV)/installed-clients: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing what Tableronde, its tests and their calendar clients need into $(VENV) …"
	@$(PIP) --editable '.[test,clients]'
	@touch $@ $(VENV)/installed-test $(VENV)/installed

$(NODE_MODULES:=/.package-lock.json): %/node_modules/.package-lock.json: %/package-lock.json
	@cd $* && npm ci --silent
	@touch $@

constraints: ## pin the newest versions that pyproject.toml allows
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip --disable-pip-version-check -qq install --editable '.[test,clients]'
	$(VENV)/bin/pip freeze --exclude-editable > constraints.txt
	touch $(VENV)/installed $(VENV)/installed-test $(VENV)/installed-clients

clean: ## remove what make made, but not your data and .env
	rm -rf $(VENV) staticfiles screenshots *.egg-info build test-results .pytest_cache .ruff_cache \
		$(NODE_MODULES)
