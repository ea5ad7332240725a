# make demo   the samples converted, checked, validated, loaded and drawn; results in out/demo
# make test   style, types and tests
# Both set themselves up: .venv is made where it is missing, and brought up to date where
# pyproject.toml is newer. The tests of pages want a Chromium; on Debian it is installed where
# that is allowed, and without one they are skipped, saying so.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
OUT := out/demo

.PHONY: test browser demo bench schemas clean

test: $(READY) browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile

browser:
	@command -v chromium >/dev/null || ! command -v apt-get >/dev/null || test "$$(id -u)" != 0 \
	|| { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; }

demo: $(READY)
	rm -rf $(OUT)
	$(BIN)/focusconv convert 'samples/*/document.txt' --to json,xml --out-dir $(OUT)
	$(BIN)/focusconv check 'samples/*/document.txt'
	$(BIN)/focusconv validate --thorough $(OUT)
	$(BIN)/focusconv load $(OUT) --db $(OUT)/archive.db
	$(BIN)/focusconv tables $(OUT)/archive.db -o $(OUT)/filings.xlsx
	$(BIN)/focusconv report 'samples/*/document.txt' -o $(OUT)/review.html
	$(BIN)/focusconv report --series $(OUT)/archive.db -o $(OUT)/series.html
	$(BIN)/focusconv render $(OUT)/focus-2020-07-31/document.json -o $(OUT)/form.pdf
	@echo "Look at: $(OUT)/review.html, $(OUT)/series.html, $(OUT)/form.pdf, $(OUT)/filings.xlsx"

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
