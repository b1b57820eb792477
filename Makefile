# The two that a newcomer needs: make serve, make test. What each does is said in README.md.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
HOST ?= $(or $(REPORTQA_HOST),127.0.0.1)
PORT ?= $(or $(REPORTQA_PORT),8000)
CORPUS ?= $(or $(REPORTQA_CORPUS_DIR),corpus)
INDEX ?= $(or $(REPORTQA_INDEX_DIR),index)
SET ?= eval/sets/dev.jsonl
FIT_SETS := eval/sets/dev.jsonl eval/sets/own.jsonl eval/sets/not_told.jsonl eval/sets/near_miss.jsonl

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
export HF_HUB_OFFLINE ?= 1

.PHONY: serve index ask test lint eval gate fit crossval ablate bench lock clean

serve: index
	$(BIN)/python -m service --index "$(INDEX)" --host "$(HOST)" --port "$(PORT)"

# Exit 3 means that some files could not be read: they are named, and the others can be asked.
index: .venv/installed
	$(BIN)/python -m indexer build --corpus "$(CORPUS)" --index "$(INDEX)" || [ $$? -eq 3 ]

# Q is handed over by the environment, so that quotation marks in it are no business of the shell's.
ask: override export Q := $(value Q)
ask: index
	@$(BIN)/python -m service.ask --index "$(INDEX)" -- "$$Q"

test: .venv/installed-dev
	$(BIN)/python -m pytest

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: .venv/installed-eval index
	$(BIN)/python -m eval run "$(SET)" --index "$(INDEX)" $(if $(OUT),--out "$(OUT)")

# Fails where a part of the development set is answered worse than eval/results/gate.json has it.
gate: .venv/installed-eval index
	$(BIN)/python -m eval gate --index "$(INDEX)"

fit: .venv/installed-dev index
	$(BIN)/python -m eval fit $(FIT_SETS) --index "$(INDEX)" --reranker signals --keep service/data/ranker.json
	$(BIN)/python -m eval fit $(FIT_SETS) --index "$(INDEX)" --reranker cross-encoder --keep service/data/ranker_with_reader.json

# The same without keeping: the honest figures, each question answered with numbers fitted without it.
crossval: .venv/installed-dev index
	$(BIN)/python -m eval fit $(FIT_SETS) --index "$(INDEX)"

# What each part gives, and the baselines: every named configuration, cross-validated. Takes some ten minutes.
ablate: .venv/installed-dev index
	$(BIN)/python -m eval ablate $(FIT_SETS) --index "$(INDEX)" --corpus "$(CORPUS)" --out "$(or $(OUT),build/ablation)"

bench: .venv/installed-dev index
	$(BIN)/python -m eval bench --index "$(INDEX)" --corpus "$(CORPUS)"

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

.venv/installed-eval: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --editable ".[eval]"
	@touch $@ .venv/installed

.venv/installed-dev: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --editable ".[dev]"
	@touch $@ .venv/installed .venv/installed-eval

# Writes the exact set of packages that the pins of pyproject.toml lead to today.
lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	build/lock/bin/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' > constraints.txt
	rm -rf build/lock

clean:
	rm -rf build index .venv .mypy_cache .pytest_cache .ruff_cache
