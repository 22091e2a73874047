# Needs make and Python 3.11 to 3.14 with pip; everything else comes from
# requirements.lock into .venv. `make help` lists the targets.

SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
# The Python to make the environment with; empty = the first fitting one on the path.
PYTHON ?=

export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run build check-input quality reports brief school-brief publish \
	analysis-file docs test lint bench evaluate chaos lock clean

help: ## what the targets do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.installed ## environment, data if there is none, build, reports, publish
	@$(BIN)/python -m reporting.run

build: $(VENV)/.installed ## dbt build
	@$(BIN)/python -m reporting.run build

check-input: $(VENV)/.installed ## say what would become of the raw files; writes nothing
	@PYTHONPATH=python_models $(BIN)/python -m reporting.check_input

quality: $(VENV)/.installed ## build what the quality reports stand on, and the reports
	@$(BIN)/python -m reporting.run quality

reports: $(VENV)/.installed ## render reports/ from the built warehouse
	@$(BIN)/python -m reporting.run reports

brief: $(VENV)/.installed ## the leadership brief and the analysis tables
	@$(BIN)/python -m reporting.run brief

school-brief: $(VENV)/.installed ## the brief of one school, SCHOOL="name or id"
	@$(BIN)/python -m reporting.run school-brief

publish: $(VENV)/.installed ## put the built warehouse into out/ beside it
	@$(BIN)/python -m reporting.run publish

analysis-file: $(VENV)/.installed ## de-identified file for a research office, with codebook
	@$(BIN)/python -m reporting.run analysis-file

docs: $(VENV)/.installed ## one offline page, target/static_index.html
	@$(BIN)/dbt docs generate --static

test: $(VENV)/.installed lint ## everything that CI runs
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.installed ## ruff, yamllint, sqlfluff
	@echo "ruff" && $(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@echo "yamllint" && $(BIN)/yamllint --strict .
	@echo "sqlfluff" && PYTHONWARNINGS=ignore::UserWarning \
		$(BIN)/sqlfluff lint --disable-progress-bar --processes 2 .

bench: $(VENV)/.installed ## measurements, as ratios taken side by side
	@$(BIN)/python -m pytest -m bench -s

evaluate: $(VENV)/.installed ## findings and estimates against the answer keys
	@OPENBLAS_NUM_THREADS=1 PYTHONPATH=python_models \
		$(BIN)/python -m reporting.evaluate_programs
	@$(BIN)/python -m reporting.evaluate

chaos: $(VENV)/.installed ## kill dbt build ten times; prints a table
	@$(BIN)/python -m pytest -m chaos -s

lock: $(VENV)/.installed ## make requirements.lock from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--group dev pyproject.toml -o requirements.lock

clean: ## remove what was built; data/raw, out/ and .venv stay
	rm -rf target logs reports warehouse/schoolhouse.duckdb*

$(VENV)/.installed: requirements.lock
	@python=$$(.ci/find-python "$(PYTHON)") && \
	echo "Installing the locked packages into $(VENV) (once; one to three minutes)" && \
	"$$python" -m venv $(VENV) && \
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	@touch $@
