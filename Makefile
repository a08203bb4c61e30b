# The whole of the housekeeping; `make` alone lists the words.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
DOCUMENTS ?= 10000 100000
KIND ?= sqlite
GOLD ?= tests/gold
BIN := $(VENV)/bin
SERVANDA := $(BIN)/servanda
INSTALLED := $(VENV)/.installed
DEMO := build/demo
LEDGER := $(DEMO)/demo.db
EXAMPLES := src/servanda/examples

.PHONY: help setup demo check test eval bench bench-ledger bench-desk docs serve

help:
	@echo "make setup   install into $(VENV)"
	@echo "make demo    read the shipped examples, print the undertakings and a note; offline"
	@echo "make test    run the tests"
	@echo "make check   format, lint, types, layout, languages, drift of the reference"
	@echo "make eval    measure the reading against known records (GOLD=folder)"
	@echo "make bench   measure the speed; make bench-ledger that of ledgers of DOCUMENTS='10000 100000' (KIND=postgresql), make bench-desk readers and writers at the desk"
	@echo "make docs    regenerate the reference and the guide's output, check the links"
	@echo "make serve   open the desk on the demo's ledger in a browser (PORT=8000)"

setup: $(INSTALLED)

$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@
	@echo "Installed into $(VENV). Next: make demo"

demo: $(INSTALLED)
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(SERVANDA) add $(EXAMPLES) --ledger $(LEDGER)
	@echo
	$(SERVANDA) undertakings --pair VN-CN --ledger $(LEDGER)
	@echo
	$(SERVANDA) brief VN CN --lang en --ledger $(LEDGER)
	@echo
	@echo "This ledger is $(LEDGER). How to go on:"
	@echo "  $(SERVANDA) undertakings --ledger $(LEDGER)                 every pair of countries"
	@echo "  $(SERVANDA) figures --pair VN-CN --ledger $(LEDGER)         the numbers, and who says so"
	@echo "  $(SERVANDA) brief VN CN --lang fr --format docx --out note.docx --ledger $(LEDGER)"
	@echo "  $(SERVANDA) add YOUR_FOLDER --ledger your.db                your own dispatches"
	@echo "  make serve                                                 the desk: the same in a browser"
	@echo "  docs/guide/README.md                                       the guide"

check: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python docs/generate.py --check
	$(BIN)/pytest -q tests/test_layout.py tests/test_languages.py

test: $(INSTALLED)
	$(BIN)/pytest -q

eval: $(INSTALLED)
	$(BIN)/python bench/eval_gate.py $(GOLD)

bench: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python bench/speed.py

bench-ledger: $(INSTALLED)
	@mkdir -p build
	$(BIN)/python bench/desk_questions.py --documents $(DOCUMENTS) --kind $(KIND) --json build/ledger.json --svg build/ledger.svg

bench-desk: $(INSTALLED)
	$(BIN)/python bench/desk_load.py

docs: $(INSTALLED)
	$(BIN)/python docs/generate.py

serve: $(INSTALLED)
	@test -f $(LEDGER) || $(MAKE) --no-print-directory demo > /dev/null
	$(SERVANDA) serve --ledger $(LEDGER) --port $(PORT)
