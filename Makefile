# make demo   the samples converted, checked and validated; results in out/demo
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
	rm -rf $(OUT)
	$(BIN)/focusconv convert 'samples/*/document.txt' --to json,xml --out-dir $(OUT)
	$(BIN)/focusconv check 'samples/*/document.txt'
	$(BIN)/focusconv validate --thorough $(OUT)

bench: $(READY)
	$(BIN)/python -m bench.speed
	$(BIN)/python -m bench.loading
	$(BIN)/python -m bench.accuracy
	$(BIN)/python -m bench.faults

schemas: $(READY)
	$(BIN)/focusconv schema --write schemas

clean:
	rm -rf .venv out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
