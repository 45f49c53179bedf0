# What one does with the project; `make help` lists it. Everything may be run again at any time.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first Python that really starts and is new enough; 3.11 is the oldest that works.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
export PYTHON
export DATA_DIR ?= ./var
export PORT ?= 8000
PIP = .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes
NPM = cd pwa && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 ../scripts/npm
CLIENT_SOURCES = $(shell find pwa -path pwa/node_modules -prune -o -path pwa/dist -prune -o -type f -print)

.PHONY: help run test bench bench-phone lighthouse soak pictures types lock format install install-dev client-tools client \
	system system-test system-bench clean

help: ## List what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

# Setting up is done under a lock on this folder, so that two runs at once do not install into each other.
ALONE = @exec flock --no-fork . $(MAKE)

run: ## Set up what is missing, load the demonstration, serve on 127.0.0.1:PORT
	$(ALONE) client
	@exec scripts/run

test: ## Run every check and every test
	$(ALONE) client-tools system-test
	@exec .venv/bin/python scripts/check.py

# Durable, as in earnest: every commit is on disk before the answer.
BENCH_POSTGRES = -c shared_buffers=512MB -c shared_preload_libraries=auto_explain -c auto_explain.log_format=json \
	-c logging_collector=on -c log_destination=jsonlog

bench: ## Measure on PostGIS at three sizes of city and on SpatiaLite; writes bench/results.json
	$(ALONE) install-dev system-bench
	@exec env POSTGRES_OPTIONS="$(BENCH_POSTGRES)" scripts/with_postgis .venv/bin/python bench/run.py

bench-phone: ## Measure cold starts without a network; writes bench/phone/start.json
	$(ALONE) client system-test
	@exec scripts/browser_tests --config ../bench/phone

lighthouse: ## Run Lighthouse on every phone screen; writes bench/lighthouse/results.json
	$(ALONE) client system-test bench/lighthouse/node_modules/.install-stamp
	@exec scripts/node bench/lighthouse/run.js

# Its seed is printed and stands in the file; OFFLINE_SEED=… walks the same way again.
THOUSAND_REPORTS = SUITE=offline OFFLINE_REPORTS=1000 OFFLINE_PHONES=5 OFFLINE_RESULT="$(CURDIR)/bench/soak.json"

soak: ## Tests too long for `make test`
	$(ALONE) install-dev client system-test
	@.venv/bin/python -m pytest tests/soak tests/webkit -m soak
	@$(THOUSAND_REPORTS) scripts/with_postgis scripts/browser_tests whole
	@exec scripts/with_postgis .venv/bin/python -m pytest tests/soak -m soak --database=postgis

pictures: ## Take the pictures in docs/images anew
	$(ALONE) client system-test
	@exec scripts/browser_tests --project=pictures

types: ## Write docs/openapi.json and the client's types anew
	$(ALONE) client-tools
	.venv/bin/flask spec --quiet --output docs/openapi.json
	$(NPM) run types

lock: ## Pin the dependencies anew
	@exec scripts/lock

format: ## Format the Python code
	$(ALONE) install-dev
	.venv/bin/ruff check --fix-only . && .venv/bin/ruff format .

install: .venv/.install-stamp

install-dev: .venv/.install-stamp-dev

client-tools: install-dev pwa/node_modules/.install-stamp

client: install pwa/node_modules/.build-stamp

system:
	@scripts/system-packages run '$(PYTHON)'

system-test:
	@scripts/system-packages test '$(PYTHON)'

system-bench:
	@scripts/system-packages bench '$(PYTHON)'

clean: ## Remove what was built or installed here; the data in DATA_DIR stays
	rm -rf .venv .node pwa/node_modules pwa/dist bench/lighthouse/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# Stamps, so that a second run does nothing twice.
.venv/.install-stamp: requirements.txt | system
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
	@echo "Installing the Python packages"
	@[ -x .venv/bin/pip ] || $(PYTHON) -m venv .venv
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.install-stamp-dev: requirements-dev.txt | .venv/.install-stamp
	@echo "Installing the packages that checks and tests need"
	@$(PIP) -r requirements-dev.txt
	@touch $@

pwa/node_modules/.install-stamp: pwa/package-lock.json
	@echo "Installing the client's packages"
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

bench/lighthouse/node_modules/.install-stamp: bench/lighthouse/package-lock.json
	@echo "Installing Lighthouse"
	@cd bench/lighthouse && ../../scripts/npm ci --no-audit --no-fund --loglevel=error
	@touch $@

pwa/node_modules/.build-stamp: pwa/node_modules/.install-stamp $(CLIENT_SOURCES)
	@echo "Building the client"
	@$(NPM) run --silent build -- --logLevel error
	@touch $@
