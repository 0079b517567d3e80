# zhaibian: make demo · make test · make conformance. Needs Python 3.11 or later and make; nothing else for the first two.
# Python can be chosen: make demo PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SEED := $(wildcard seeds/*.txt)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test conformance lock clean

demo: $(VENV)/.installed
	$(BIN)/zhaibian $(SEED) --to pdf,docx,epub --edition zh-Hans,zh-Hant-TW,zh-Hant-HK -o editions --verbose

test: $(VENV)/.tested
	$(BIN)/python -m pytest

# The heavy validators (Java, Node, LibreOffice, Chromium): the script installs what it needs, or says what is missing.
conformance: $(VENV)/.tested
	$(BIN)/python tests/conformance/run.py

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "zhaibian needs Python 3.11 or later; choose one: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	$(PIP) install --no-deps --editable .
	$(BIN)/python -m compileall -q convert
	@touch $@

$(VENV)/.tested: $(VENV)/.installed tests/requirements.lock
	$(PIP) install --require-hashes --only-binary :all: -r tests/requirements.lock
	@touch $@

# Pin anew what pyproject.toml and tests/requirements.in ask for: versions and hashes, for every platform, no index named.
lock: $(VENV)/.tested
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 -c requirements.lock tests/requirements.in -o tests/requirements.lock

clean:
	rm -rf $(VENV) editions
