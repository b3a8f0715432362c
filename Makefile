# make demo    set everything up, score seeds/, leave an HTML report in out/report
# make test    set everything up, run the tests
# make help    the other targets
#
# Needs Python 3.10 or newer and make. PYTHON=python3.12 chooses another interpreter, VENV=path
# another environment.

PYTHON ?= python3
VENV ?= .venv
REPORT ?= out/report
PYTEST_ARGS ?=

BIN := $(VENV)/bin
# -qq: errors only.
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip -qq
TOOLS_READY := $(VENV)/.ready-dev
RUN_READY := $(VENV)/.ready-run
AXE := node_modules/axe-core/axe.min.js

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test setup setup-dev lint format types docs docs-check browser-setup browser wheel ci clean

help:
	@echo "make demo           score seeds/ and leave an HTML report in $(REPORT)"
	@echo "make test           run the tests (all but those in a browser)"
	@echo "make lint           ruff format --check, ruff check"
	@echo "make format         rewrite the files as ruff wants them"
	@echo "make types          mypy --strict"
	@echo "make docs           write the generated pages of docs/"
	@echo "make docs-check     fail where a generated page is stale"
	@echo "make browser        install Chromium and axe-core where missing, run the browser tests"
	@echo "make wheel          build dist/*.whl"
	@echo "make ci             what CI runs"

demo: $(RUN_READY)
	$(BIN)/mtqa score seeds/human seeds/mt --format html --output $(REPORT)
	@echo
	@echo "The report: $(abspath $(REPORT))/index.html"

test: $(TOOLS_READY)
	$(BIN)/python -m pytest -m "not browser" $(PYTEST_ARGS)

setup: $(RUN_READY)

setup-dev: $(TOOLS_READY)

lint: $(TOOLS_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

format: $(TOOLS_READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(TOOLS_READY)
	$(BIN)/mypy --strict

docs: $(RUN_READY)
	$(BIN)/mtqa detectors --markdown > docs/detectors.md.new
	mv docs/detectors.md.new docs/detectors.md

docs-check: $(RUN_READY)
	@mkdir -p out
	$(BIN)/mtqa detectors --markdown > out/detectors.md
	@diff -u docs/detectors.md out/detectors.md || { \
	  echo "docs/detectors.md is stale: run 'make docs' and commit it" >&2; exit 1; }

browser-setup: $(TOOLS_READY) $(AXE)
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y chromium; \
	  else \
	    echo "Chromium is missing: sudo apt-get install chromium" >&2; exit 1; \
	  fi; }

$(AXE):
	@command -v npm >/dev/null || { echo "npm is missing: sudo apt-get install npm" >&2; exit 1; }
	npm install --prefix . --no-save --no-package-lock --no-audit --no-fund axe-core@4

browser: browser-setup
	@if grep -rqs --include='test_*.py' 'mark\.browser' tests; then \
	  $(BIN)/python -m pytest -m browser $(PYTEST_ARGS); \
	else echo "No test under tests/ is marked browser."; fi

wheel: | $(BIN)/python
	rm -rf dist
	$(PIP) wheel . --no-deps --wheel-dir dist
	@ls -l dist

ci:
	bash .ci/run

clean:
	rm -rf $(VENV) out dist node_modules

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "$(PYTHON) is missing: install Python 3.10 or newer, or name one: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "$(PYTHON) is $$($(PYTHON) -V 2>&1), and mtqa needs 3.10 or newer: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv module: sudo apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# PyTorch first and by itself: a Python without that very build still gets a working one.
$(RUN_READY): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing mtqa into $(VENV) (some minutes the first time)"
	$(PIP) install -c constraints.txt torch || \
	  echo "NOTICE: the PyTorch of constraints.txt cannot be had here;" \
	    "pip now takes another one that mtqa accepts (it may be large)" >&2
	$(PIP) install -e .
	@touch $@

$(TOOLS_READY): $(RUN_READY)
	$(PIP) install -e '.[dev]'
	@touch $@
