# Everything starts here. `make demo` on a machine with only Python 3.11+ and make shows the neighbourhood at work.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEVELOPING := $(VENV)/.developing
STATIC := $(VENV)/.static
MESSAGES := werkplaats/locale/nl/LC_MESSAGES/django.mo
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
# Tools that only read the code start no database.
READING := DATABASE_URL=postgresql://nobody@localhost/none WERKPLAATS_HOME=$(CURDIR)/.var/reading SECRET_KEY=reading
# Both cores, unless ARGS says how many; what must stay together is marked in the tests.
AT_ONCE := $(if $(filter -n%,$(ARGS)),,-n auto --dist loadgroup)
# What is compiled once is kept. Where Python was told not to, each start would compile 600 files again: a second.
unexport PYTHONDONTWRITEBYTECODE
FRONTEND := $(shell find frontend -path '*/node_modules' -prune -o -type f -print 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help install develop static messages demo serve test unit lint bench bench-triage bench-planning bench-fleet bench-settlement bench-insight metrics check-invoices screenshots lock clean

help:  ## What can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

install: $(INSTALLED) $(MESSAGES)  ## .venv with the werkplaats command in it

develop: $(DEVELOPING) $(MESSAGES)  ## the same, with the tools to test and check

static: $(STATIC)  ## style and script, bundled

messages: $(MESSAGES)  ## the Dutch translations, compiled

demo: install static  ## a neighbourhood at work on 127.0.0.1:8000
	@exec $(BIN)/werkplaats demo $(ARGS)

serve: install static  ## this installation's own pages, with its worker
	@exec $(BIN)/werkplaats serve --with-worker $(ARGS)

lint: develop  ## style, types and the direction of the street
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(READING) $(BIN)/mypy
	$(BIN)/lint-imports

test: lint static  ## everything: checks, unit, database, browser
	$(BIN)/python -m pytest $(AT_ONCE) $(ARGS)

unit: develop  ## all tests but those in the browser
	$(BIN)/python -m pytest $(AT_ONCE) -m "not browser" $(ARGS)

bench: develop static  ## speed, as a table and as JSON
	$(BIN)/python -m bench $(ARGS)

bench-triage: develop  ## how well and how fast reports find their item
	$(BIN)/python -m bench.triage $(ARGS)

bench-planning: develop  ## how good the planner is on public instances, beside OR-Tools (an hour; --quick: 5 minutes)
	$(BIN)/python -m bench.planning $(ARGS)

bench-fleet: develop  ## the weeks of 200 cooperatives by 1, 2 and 4 worker processes (10 minutes)
	$(BIN)/python -m bench.fleet $(ARGS)

bench-settlement: develop  ## a month of 1,000 cooperatives settled and paid, beside COPY (a quarter of an hour; --quick: 2 minutes)
	$(BIN)/python -m bench.settlement $(ARGS)

bench-insight: develop  ## how fast figures come on a million requests, and how fast a year is simulated
	$(BIN)/python -m bench.insight $(ARGS)

metrics: develop  ## docs/metrics.md, from the catalogue of figures
	$(BIN)/python -m werkplaats.insight.metrics_page > docs/metrics.md

check-invoices: develop  ## e-invoices against the official rules in the folder PEPPOL_RULES (see docs/invoices.md)
	$(BIN)/python -m checks.invoices $(ARGS)

screenshots: develop static  ## the pictures of the README
	$(BIN)/python -m screenshots $(ARGS)

lock: develop  ## the exact versions, anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-annotate \
	  --custom-compile-command "make lock" --extra build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-annotate \
	  --custom-compile-command "make lock" --extra build --extra dev -c requirements.lock \
	  -o requirements-dev.lock pyproject.toml

clean:  ## away with all that was built (not with data)
	rm -rf $(VENV) .var build *.egg-info frontend/node_modules werkplaats/static/build $(MESSAGES)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Werkplaats needs Python 3.11 or later; $(PYTHON) is older or missing. Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python's venv is not complete here. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }

$(INSTALLED): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing (a minute or two the first time) …"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e . 2>/dev/null || $(PIP) install --no-deps -e .
	@touch $@

$(DEVELOPING): requirements-dev.lock $(INSTALLED)
	@echo "Installing the tools to test and check …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(MESSAGES): $(INSTALLED) $(wildcard werkplaats/locale/fragments/*.po) werkplaats/locale/nl/LC_MESSAGES/django.po.header
	@$(BIN)/python -m werkplaats.ground.messages

$(STATIC): $(INSTALLED) $(FRONTEND)
	@echo "Bundling style and script …"
	@$(BIN)/python frontend/build.py
	@touch $@
