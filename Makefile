# Everything a person does with this tree. Needs make, Python 3.11+ and a package registry; uses uv where it is found.

VENV := .venv
BIN := $(VENV)/bin
DONE := $(VENV)/done
UV := $(shell command -v uv 2>/dev/null)
PYTHONS := python3 python3.13 python3.12 python3.11 python3.14
PYTHON = $(shell for python in $(PYTHONS); do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v "$$python" && break; done)

ifdef UV
INSTALL := "$(UV)" pip install --quiet --python $(BIN)/python
else
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
endif

# The embedded default, whatever the shell exports: no key, no server, nothing to pay.
EMBEDDED = env $$(sed -n 's/^\#* *\([A-Z][A-Z0-9_]*\)=.*/-u \1/p' .env.example) \
	LLM_PROVIDER=extractive TTS_PROVIDER=local DATA_DIR=demo/data

# Containers often set it; tests start Python some hundred times, each time to compile all of our modules again.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint bench docs faults mutants soak random fuzz lock sample pico clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

demo: $(DONE)/app $(DONE)/pico ## make an audio summary of the sample book in ./demo: no key, no server, no network
	@for book in bookbytes_worker/sample/*.epub; do \
		$(EMBEDDED) $(BIN)/bookbytes make "$$book" --out "demo/$$(basename "$$book" .epub)" || exit; \
	done

test: $(DONE)/dev $(DONE)/pico ## run the whole suite
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.shell_tools
	@$(BIN)/python -m compileall -q bookbytes_* # the process that reads books keeps nothing of what it compiles
	$(BIN)/python -m pytest -n 3 --dist worksteal # on two cores: a quarter of the time a test waits

lint: $(DONE)/dev ## style, types, walls between the packages, rules of the tree
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest tests/architecture/test_tree.py

bench: $(DONE)/dev $(DONE)/pico ## print the figures: cost of the pipeline, cores, memory
	$(BIN)/python -m pytest tests/benchmarks -m bench -s

faults: $(DONE)/dev ## break real workers, servers and databases on purpose; print the audit of each row
	$(BIN)/python -m pytest -m again -n 2
	$(BIN)/python -m pytest tests/system/faults -m "" -n 2 --dist load

mutants: $(DONE)/dev ## break each promise in a copy of the source; print which tests notice
	@$(BIN)/python -m tests.mutants

BOOKS := 100
FAULTS := 1000
random: $(DONE)/dev ## FAULTS=1000 drawn by SEED=today over BOOKS=100 and three workers; a failure is told as its shortest story
	$(BIN)/python -m tests.system.stories $(if $(STORY),--story $(STORY),--books $(BOOKS) --faults $(FAULTS)) \
		$(if $(SEED),--seed $(SEED)) $(if $(KIND),--kind $(KIND))

MINUTES := 120
soak: $(DONE)/dev ## MINUTES=120 of mixed load with faults (SEED=today): tell what grows, then audit
	$(BIN)/python -m tests.system.soak --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

fuzz: $(DONE)/dev $(DONE)/contract ## thousands of requests made from the API's document, and a client generated from it
	$(BIN)/python -m pytest tests/system/contract -m fuzz -s

docs: $(DONE)/dev $(DONE)/pico ## build the documentation as a site in ./site and run its examples
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.shell_tools
	@$(BIN)/python docs/settings_table.py
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -d build/doctrees docs site
	$(BIN)/python -m pytest tests/docs tests/system/page -m docs -n 2
	@echo "Open site/index.html."

sample: $(DONE)/app ## build the sample book that ships with the package
	$(BIN)/python docs/sample-book/build.py

LOCK = "$(UV)" pip compile --no-config --quiet $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
EXTRA = "$(PYTHON)" -c 'import sys, tomllib; \
	print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"][sys.argv[1]], sep="\n")'

lock: ## pin what pyproject.toml asks for (UPGRADE=1: newest versions); needs uv
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv"; exit 1; }
	$(LOCK) pyproject.toml --extra espeak --extra m4b -o requirements.lock
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) --group contract -o requirements-contract.lock
	$(EXTRA) pico | $(LOCK) - -c requirements.lock -o requirements-pico.lock

clean: ## remove .venv and what tools left behind; ./demo stays
	rm -rf $(VENV) build dist site htmlcov *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find bookbytes_* tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up: each step leaves a file in $(DONE) and runs again only when what it read has changed.

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "BookBytes needs Python 3.11 or newer; found none of: $(PYTHONS)."; exit 1; }
	@echo "Setting up $(VENV) with $(if $(UV),uv,pip) (once) ..."
ifdef UV
	@"$(UV)" venv --quiet --python "$(PYTHON)" $(VENV)
else
	@"$(PYTHON)" -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); \
		echo "$(PYTHON) -m venv does not work here: install your system's python3-venv package, or uv."; exit 1; }
endif

$(DONE)/run: requirements.lock | $(BIN)/python
	@mkdir -p $(DONE)
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(BIN)/python -m compileall -q -j 0 -x '/(boto[^/]*|openai|tests)/' $(VENV)/lib >/dev/null 2>&1 || true # quicker starts
	@touch $@

$(DONE)/app: pyproject.toml $(DONE)/run
	@$(INSTALL) --no-deps --editable .
	@touch $@

$(DONE)/dev: requirements-dev.lock $(DONE)/app
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

# Tools of others that read the API's document do not fit what the program needs: they have an environment of their own.
$(DONE)/contract: requirements-contract.lock | $(BIN)/python
	@$(BIN)/python -m venv --clear $(VENV)/contract
	@$(subst $(BIN)/,$(VENV)/contract/bin/,$(INSTALL)) --require-hashes -r requirements-contract.lock
	@touch $@

# Pico speaks clearer than eSpeak but has to be compiled. Without a compiler eSpeak speaks; `make pico` tries again.
$(DONE)/pico: requirements-pico.lock $(DONE)/run
	@$(INSTALL) --require-hashes -r requirements-pico.lock >$(VENV)/pico.log 2>&1 || \
		echo "The Pico voice could not be compiled (needs gcc and Python's headers; see $(VENV)/pico.log): eSpeak will speak."
	@touch $@

pico: | $(DONE)/run ## try again to compile the Pico voice
	@rm -f $(DONE)/pico
	@$(MAKE) --no-print-directory $(DONE)/pico
