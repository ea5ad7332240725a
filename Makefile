# make demo   the samples converted and checked, step by step
# make test   style, types and tests
# Both set themselves up: .venv is made where it is missing, and brought up to date where
# pyproject.toml is newer.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
OUT := out/demo

.PHONY: test demo bench schemas clean

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

demo: $(READY)
	PATH="$(CURDIR)/$(BIN):$$PATH" sh samples/demo.sh $(OUT)

bench: $(READY)
	$(BIN)/python -m bench

schemas: $(READY)
	$(BIN)/focusconv schema --write schemas --force

clean:
	rm -rf .venv out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
