# Needs Python >= 3.11 and nothing else; everything goes into .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test check lock migration clean bench soak

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make run [PORT=8000]   start the demo on http://127.0.0.1:PORT
run: $(VENV)/run.done
	@COURSEAPP_DATA_DIR=$${COURSEAPP_DATA_DIR:-data} COURSEAPP_ENVIRONMENT=demo $(BIN)/courseapp init --demo
	@COURSEAPP_DATA_DIR=$${COURSEAPP_DATA_DIR:-data} COURSEAPP_ENVIRONMENT=demo COURSEAPP_LOG_FORMAT=$${COURSEAPP_LOG_FORMAT:-console} \
	  $(BIN)/courseapp serve --port $(PORT) --watch content

## make test              set up all that the tests need and run everything
test: $(VENV)/dev.done browser
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(PYTEST_ARGS)

## make check             types, style, security lint, import directions
check: $(VENV)/dev.done
	@$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/bandit -q -c pyproject.toml -r courseapp wsgi.py
	@$(BIN)/lint-imports --no-cache | tail -n 4

## make soak              kill -9, double submits, exports under load, in full size (about a quarter of an hour)
soak: $(VENV)/dev.done
	@$(BIN)/python -m tests.faults.soak $(SOAK_ARGS)

## make bench [QUICK=1]   measure beside references (ten minutes; quick: two or three)
bench: $(VENV)/dev.done browser
	@$(BIN)/python -m benchmarks $(if $(QUICK),--quick)

## make profile           where the CPU of a lesson page and of an answer goes, beside the references
.PHONY: profile
profile: $(VENV)/dev.done
	@$(BIN)/python -m benchmarks.profile

## make requirements-map  renew the page that maps requirements to tests
.PHONY: requirements-map
requirements-map: $(VENV)/dev.done
	@$(BIN)/python -m tests.requirements_map > docs/requirements-map.new
	@mv docs/requirements-map.new docs/requirements-map.md

## make lock              renew the lock files (needs the tool uv)
lock:
	uv pip compile setup.cfg --extra postgresql --universal --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-header -o requirements/run.lock
	uv pip compile setup.cfg requirements/dev.in --extra postgresql -c requirements/run.lock --universal --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-header -o requirements/dev.lock

## make clean             remove what make made (never data/)
clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Naklank needs Python 3.11 or newer; found $$($(PYTHON) --version). Install it, or: make run PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing. On Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/run.done: requirements/run.lock | $(BIN)/python
	@echo "Installing (once) into $(VENV) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/run.lock
	@sh tools/link-package $(VENV)
	@touch $@

$(VENV)/dev.done: requirements/dev.lock $(VENV)/run.done
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

.PHONY: browser
browser:
	@sh tools/require-browser
