# make app opens the web app, make test runs every check; both set up what is missing first.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: app test check setup lint format constraints clean help

app: setup ## open the web app
	$(BIN)/papers web

test: .venv/.ready-for-tests lint ## lint, type-check and run all tests
	$(BIN)/pytest -n 2 --dist worksteal

check: .venv/.ready-for-tests lint ## the fast part, for every commit: lint, types, and the tests that need no process, browser or model
	$(BIN)/pytest -n 2 --dist worksteal -m "not browser and not model and not data and not slow"

setup: .venv/.ready ## prepare .venv, so that .venv/bin/papers is the command line

lint: .venv/.ready-for-tests ## formatting, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/.ready-for-tests ## format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.venv/.ready: pyproject.toml constraints.txt bundled.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up .venv (about a minute, once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --constraint constraints.txt --editable .
	@$(PIP) --no-deps --requirement bundled.txt
	@touch $@

.venv/.ready-for-tests: .venv/.ready
	@$(PIP) --constraint constraints.txt --editable '.[dev]'
	@touch $@

constraints: .venv/.ready-for-tests ## write the versions now installed to constraints.txt
	@$(BIN)/python -m pip list --format=freeze --disable-pip-version-check 2>/dev/null \
	  | grep -viE '^(pip|setuptools|wheel|papers-assistant)==' > constraints.txt

clean: ## remove .venv and caches (never the library)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort
