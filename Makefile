# `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# By name first: a system's own python3 may be older than the one that was put beside it.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
ADDRESS ?= 127.0.0.1:8000
# The role and the server that test-postgres and CI use; pytest-django makes databases of its own beside this one.
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres
# All cores; `make test PYTEST_ARGS='-n 0 -x tests/documents'` for a part.
PYTEST_ARGS ?= -n auto

# Tests and checks must not depend on a person's .env, so they name their whole environment.
DESK := env -u ALLOWED_HOSTS -u API_FORM -u API_TIME_ZONE -u CACHE_URL -u CDN_SECONDS -u CSRF_TRUSTED_ORIGINS -u DATABASE_POOL -u DATABASE_POOL_SIZE \
	-u DATABASE_URL -u LOG_LEVEL -u MEDIA_ROOT \
	-u MEDIA_S3_ACCESS_KEY -u MEDIA_S3_BUCKET -u MEDIA_S3_ENDPOINT -u MEDIA_S3_REGION -u MEDIA_S3_SECRET_KEY -u MEDIA_S3_URL -u ORIGIN_URL -u PAGE_CACHE_SECONDS -u SECRET_KEY_FALLBACKS -u SECURE_HSTS_INCLUDE_SUBDOMAINS \
	-u SECURE_HSTS_PRELOAD -u SECURE_HSTS_SECONDS -u SECURE_PROXY_SSL_HEADER -u SECURE_SSL_REDIRECT \
	-u SITE_LANGUAGE -u SITE_NAME -u SITE_TEMPLATES -u SITE_URL -u STATIC_ROOT -u UPLOADS_ROOT -u UPLOAD_LIMIT_MB ENV_FILE= DEBUG=true SECRET_KEY=only-for-tests
DESK_POSTGRES := $(DESK) DATABASE_URL=$(POSTGRES_URL)

.PHONY: help setup run test test-postgres format format-check lint types migrations-check tests messages pictures bench figures lock

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: .venv/installed .env  ## Make .venv from the hash-pinned lock, and .env with a key of its own

.venv/installed: requirements-dev.lock
	@echo "Installing into .venv what requirements-dev.lock names (first time: about a minute) ..."
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is needed, and here is $$("$(or $(PYTHON),false)" --version 2>/dev/null || echo none);" \
			"name one with: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(BIN)/pip || "$(PYTHON)" -m venv --clear .venv \
		|| { echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@all=$$(grep -c '^[a-zA-Z0-9].*==' requirements-dev.lock); \
	$(BIN)/python -m pip --disable-pip-version-check install --progress-bar off --require-hashes -r requirements-dev.lock \
		| { count=0; while read -r word package _; do case "$$word" in \
			Collecting) count=$$((count + 1)); echo "  $$count of $$all: $$package" ;; \
			Installing) echo "  All are here; unpacking them ..." ;; \
		esac; done; }
	@touch $@

# What opens a laptop: production sets these itself and never runs this.
.env:
	@echo "Writing .env: debug on, this machine only, a new secret key ..."
	@umask 077 && "$(PYTHON)" -c 'import secrets; print("DEBUG=true\nALLOWED_HOSTS=127.0.0.1,localhost\nSECRET_KEY=" + secrets.token_urlsafe(50))' > .env.part
	@mv .env.part .env

run: setup  ## Set up, fill with the sample site, serve on 127.0.0.1:8000
	@echo "Bringing the database up to date ..."
	@mkdir -p var
	@$(MANAGE) migrate --verbosity 0
	@echo "Importing the sample site, if there is no other ..."
	@$(MANAGE) import_articles --if-empty fixtures/site
	@$(MANAGE) create_editor --site http://$(ADDRESS)
	@echo "Serving on http://$(ADDRESS)/ (stop with Ctrl-C) ..."
	@$(MANAGE) runserver $(ADDRESS)

test: format-check lint types migrations-check tests  ## Everything that must be green before a commit, on SQLite

format: setup  ## Lay the code out as the house does
	@echo "Formatting ..."
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --select I --fix .
	@$(BIN)/djhtml --tabwidth 2 templates/admin

format-check: setup
	@echo "Checking the layout of the code ..."
	@$(BIN)/ruff format --check .
	@$(BIN)/djhtml --check --tabwidth 2 templates/admin

lint: setup  ## Look for mistakes that ruff knows
	@echo "Looking for mistakes ..."
	@$(BIN)/ruff check .

types: setup  ## Check the types
	@echo "Checking types ..."
	@$(DESK) $(BIN)/mypy

migrations-check: setup
	@echo "Checking that models and migrations agree ..."
	@$(DESK) $(MANAGE) makemigrations --check --dry-run

tests: setup
	@echo "Running the tests on SQLite ..."
	@$(DESK) $(BIN)/pytest $(PYTEST_ARGS)

# Those that reach a database; without those in a browser, which would take CI beyond its time if they ran twice.
test-postgres: setup  ## The tests that reach a database on PostgreSQL (POSTGRES_URL says which), but for the browser's
	@echo "Running the tests on PostgreSQL ..."
	@$(DESK_POSTGRES) $(BIN)/pytest $(PYTEST_ARGS) -m "database and not browser"

pictures: setup  ## Take the pictures in docs/ anew, from the sample site
	@echo "Taking pictures ..."
	@$(DESK) $(BIN)/pytest -q -n 0 -p no:randomly tests/support/pictures.py

# Needs gettext (Debian: apt-get install gettext). Both files are kept in git: a server compiles nothing.
messages: setup  ## Collect the texts for translation, and compile what is translated
	@for domain in django djangojs; do \
		$(DESK) $(MANAGE) makemessages --domain $$domain --locale de --no-location --no-obsolete \
			--ignore .venv --ignore var --ignore tests --ignore bench --ignore fixtures || exit 1; \
	done
	@$(DESK) $(MANAGE) compilemessages --locale de --ignore .venv

bench: setup  ## Measure what is promised about speed and memory; prints tables, judges nothing
	@found=; for script in bench/*.py; do \
		test -e "$$script" || continue; \
		found=yes; echo "Measuring: $$script ..."; $(DESK) $(BIN)/python "$$script"; \
	done; test -n "$$found" || echo "Nothing to measure yet: bench/ has no script."

figures: setup  ## Count the figures of the code: sizes, tests, docstrings
	@$(DESK) $(BIN)/python -m tests.support.figures

# Compiled on 3.11, any of them: what only 3.11.0 to 3.11.2 need is named in pyproject.toml. From the default index and nothing else: no local folder, no address in the files. Extras
# stay: where a lock lacks one that a package asks for, pip 23 looks for the newest, and refuses it.
COMPILE := env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --no-strip-extras --allow-unsafe
# LOCK_ARGS=--upgrade takes the newest that the ranges allow; without it, only what pyproject.toml asks for changes.
lock: setup  ## Write the locks anew after a change of pyproject.toml
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Locks are compiled on Python 3.11." >&2; exit 1; }
	@echo "Choosing versions for requirements.lock ..."
	@$(COMPILE) $(LOCK_ARGS) --output-file requirements.lock pyproject.toml
	@echo "Choosing versions for requirements-s3.lock ..."
	@$(COMPILE) $(LOCK_ARGS) --extra s3 --constraint requirements.lock --output-file requirements-s3.lock pyproject.toml
	@echo "Choosing versions for requirements-dev.lock ..."
	@$(COMPILE) $(LOCK_ARGS) --extra dev --constraint requirements.lock --constraint requirements-s3.lock --output-file requirements-dev.lock pyproject.toml
	@if grep -nE '(https?|file)://|--(extra-)?index-url|--find-links' requirements*.lock; then \
		echo "A lock names an address: it must not." >&2; exit 1; fi
