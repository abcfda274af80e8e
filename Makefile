# make demo serves a filled copy of the site, make test runs everything; both make .venv first. make help lists the rest.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check coverage pictures safety mutants lock clean FORCE

PORT ?= 8000
REFUGE_VAR ?= var
# The interpreter that makes .venv, where the first good one found is not the one you want.
PYTHON ?=

BIN := .venv/bin
PY := $(BIN)/python
# One at a time: long tests stand side by side in the list, and neither worker should wait for the other's.
PYTEST := $(PY) -m pytest -n 2 --maxschedchunk 1 --durations 15
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --require-hashes
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m piptools compile --quiet --generate-hashes --no-strip-extras \
	--allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(if $(UPGRADE),--upgrade)
# What a production machine would have set, so that Django's own deployment checks have something to check.
DEPLOYED := SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=example.org \
	REFUGE_PUBLIC_ADDRESS=https://example.org REFUGE_HTTPS=on REFUGE_DEMO=off DEBUG=off DATABASE_URL=

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 12

demo: .venv/runtime ## serve the site with its demonstration records on PORT (8000); its files go to REFUGE_VAR (var)
	@case "$$PORT" in *[!0-9]*|??????*|0*) port=0;; *) port="$$PORT";; esac; \
	test "$$port" -ge 1 -a "$$port" -le 65535 || { \
		echo "PORT is \"$$PORT\". Write a number from 1 to 65535, such as make demo PORT=8080." >&2; exit 2; }; \
	umask 077; unset DATABASE_URL DEBUG REFUGE_SURFACE REFUGE_ADDRESS; \
	mkdir -p "$$REFUGE_VAR/static" || exit 1; \
	key="$$REFUGE_VAR/secret-key"; \
	test -s "$$key" || $(PY) -c 'import secrets; print(secrets.token_urlsafe(64))' > "$$key" || exit 1; \
	SECRET_KEY="$$(cat "$$key")" REFUGE_HTTPS=off REFUGE_DEMO=on ALLOWED_HOSTS=localhost,127.0.0.1; \
	REFUGE_PUBLIC_ADDRESS="http://127.0.0.1:$$PORT"; \
	export SECRET_KEY REFUGE_HTTPS REFUGE_DEMO ALLOWED_HOSTS REFUGE_PUBLIC_ADDRESS; \
	$(PY) manage.py demo && exec $(PY) -m gunicorn --config python:refuge.server --bind "127.0.0.1:$$PORT" --workers 2 \
		--limit-request-line 0 --log-level warning refuge.wsgi
demo: export PORT := $(or $(strip $(PORT)),8000)
demo: export REFUGE_VAR := $(REFUGE_VAR)

test: check ## check, then all tests on SQLite and on PostgreSQL (DATABASE_URL, or a throw-away server), and ten planted leaks
	env -u DATABASE_URL $(PYTEST)
	$(PY) -m tests.postgres -- $(PYTEST)
	env -u DATABASE_URL $(PY) -m tests.mutants --sample 10

# Apart from make test, which it would slow down.
coverage: .venv/development ## which lines no test outside tests/safety runs
	env -u DATABASE_URL $(PYTEST) --ignore=tests/safety --cov --cov-report=
	$(PY) -m coverage report

safety: .venv/development ## the safety suites with TIMES (20) as many worlds and requests, on both databases; an hour or two
	env -u DATABASE_URL SAFETY_TIMES=$(TIMES) $(PYTEST) tests/safety
	SAFETY_TIMES=$(TIMES) $(PY) -m tests.postgres -- $(PYTEST) tests/safety
safety: TIMES ?= 20

pictures: .venv/development ## make the pictures of docs/pictures anew, from the demonstration site (needs Chromium)
	$(PY) -m tests.pictures

mutants: .venv/development ## plants every leak, with the guard on and off, on both databases, and demands that each is seen
	env -u DATABASE_URL $(PY) -m tests.mutants
	$(PY) -m tests.postgres -- $(PY) -m tests.mutants

check: .venv/development ## lint, format, types, imports, migrations, deployment checks
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(BIN)/lint-imports --no-logo
	env -u DATABASE_URL $(PY) manage.py makemigrations --check --dry-run
	$(DEPLOYED) REFUGE_SURFACE=all $(PY) manage.py check --deploy --fail-level WARNING
	$(DEPLOYED) REFUGE_SURFACE=public $(PY) manage.py check --deploy --fail-level WARNING
	$(DEPLOYED) REFUGE_SURFACE=office $(PY) manage.py check --deploy --fail-level WARNING

lock: ## write both locks anew from pyproject.toml (Python 3.11 only); UPGRADE=1 takes the newest versions
	@test -x $(PY) || { echo "make lock needs .venv: run make check first." >&2; exit 1; }
	@$(PY) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
		echo "The locks are made with Python 3.11, the oldest we support: make clean, make check PYTHON=python3.11." >&2; exit 1; }
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean: ## remove .venv and what tools leave behind; never REFUGE_VAR
	rm -rf .venv .coverage .coverage.* htmlcov .hypothesis .pytest_cache .ruff_cache .mypy_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/runtime: requirements.txt .venv/pyvenv.cfg
	$(PIP) -r requirements.txt
	@touch $@

# After the runtime lock, never beside it: two installers in one environment would race under make -j.
.venv/development: requirements-dev.txt .venv/runtime
	$(PIP) -r requirements-dev.txt
	@touch $@

# An environment whose interpreter has gone (a system upgrade) is made again.
.venv/pyvenv.cfg: $(if $(wildcard $(PY)),,FORCE)
	@rm -rf .venv; \
	for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
		if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Making .venv with $$($$python --version)"; $$python -m venv .venv && exit 0; rm -rf .venv; exit 1; \
		fi; \
	done; \
	echo "Refuge needs Python 3.11 or newer with its venv module (Debian: apt install python3 python3-venv)." >&2; \
	echo "Is it installed under another name? make PYTHON=/path/to/python demo" >&2; exit 1
FORCE:
