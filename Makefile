# make        set up .venv, check graph/, build dist/
# make test   set up what the tests need, a Chromium included, and run all of them
# make help   the rest

# The first Python that fits and runs. A name on PATH may be a shim with nothing behind it, and a
# distribution may ship Python without ensurepip, so each is tried.
fits := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	if $$python -c '$(fits)' >/dev/null 2>&1; then echo $$python; break; fi; done)

python := .venv/bin/python
# Not by the programs in .venv/bin: in a path with $, quotation marks or the like their first line
# leads nowhere. With -P nothing that lies in this folder takes the place of a module.
run := $(python) -P -m
install := $(run) pip install --quiet --disable-pip-version-check
# Every package is a wheel and is told by its hash, so that no code of a package runs to install it;
# but for Spark's client, plain Python of which no wheel is published, and which only tests install.
locked := --require-hashes --only-binary :all: --no-binary pyspark-client --requirement

# Of what is only compiled once, some two thousand processes that tests start have the good.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: build
build: setup
	$(run) cardindex check graph
	$(run) cardindex build graph -o dist
	@echo 'A second index, of public documents, and what the two say together:'
	@$(run) cardindex check examples/us-documents
	@$(run) cardindex build examples/us-documents -o dist/us-documents >/dev/null
	@$(run) cardindex merge graph examples/us-documents -o dist/both/index --name essay \
		--name us-documents --decisions examples/who-is-who.csv \
		--title 'The essay and the documents' --base https://w3id.org/cardindex/allende-both/
	@$(run) cardindex build dist/both/index -o dist/both --identities >/dev/null
	@echo 'Open dist/us-documents/index.html and dist/both/index.html in a browser.'

.PHONY: help
help:
	@echo 'make            set up .venv, check graph/, build dist/'
	@echo 'make test       format, lint, types and tests, those in a browser included'
	@echo '                (KEEP=1: and keep how long each file of them took, for the order)'
	@echo 'make quick      in a minute: format, lint, types, and the tests nearest to what changed'
	@echo '                since main (BASE=...)'
	@echo 'make test-engines  the page in a stock Firefox: what the tests of the page try in Chromium;'
	@echo '                and an index in Virtuoso, where there is one'
	@echo 'make setup      .venv with what cardindex needs'
	@echo 'make dev        .venv with what working on cardindex needs, too'
	@echo 'make notebooks  open the notebooks, in JupyterLab'
	@echo 'make docs       make the site of docs/, in dist/site/'
	@echo 'make chromium   find a Chromium for the browser tests, or get one'
	@echo 'make fmt        format and mend what ruff can mend; put the tables in canonical form'
	@echo 'make bench      run the benchmarks and keep what they print beside them'
	@echo 'make pictures   make the pictures in docs/ anew, in a browser and by plotting'
	@echo 'make lock       renew the lock files; LOCK=--upgrade for newer packages'
	@echo 'make release    sdist and wheel of what is committed, in build/release (docs/releasing.md)'
	@echo 'make clean      remove .venv, dist and caches'
	@echo
	@echo 'PYTHON=...      the Python to make .venv with'

# A virtual environment knows its own path, and the interpreter that it was made with. Where the
# folder was moved or the interpreter is gone, it is made anew.
made_in := $(shell $(python) -c 'print(open(".venv/made-in", encoding="utf-8").read())' 2>/dev/null)
ifneq "$(made_in)" "$(CURDIR)"
.PHONY: .venv/made-in
endif

.venv/made-in:
	$(if $(PYTHON),,$(error cardindex needs Python 3.11, 3.12 or 3.13 with venv and ensurepip, and \
		none was found on PATH; install one (on Debian: python3 and python3-venv) or name it: \
		make PYTHON=/path/to/python3.13))
	@"$(PYTHON)" -c '$(fits)' || { echo '$(PYTHON) will not do: cardindex needs Python 3.11,' \
		'3.12 or 3.13 with venv and ensurepip; leave PYTHON out or name another' >&2; exit 1; }
	@echo "Making .venv with $$("$(PYTHON)" --version) ($(PYTHON))"
	@"$(PYTHON)" -m venv --clear .venv
	@pwd -P > $@

.venv/has-runtime: .venv/made-in requirements/runtime.txt pyproject.toml
	@echo 'Installing what cardindex needs (requirements/runtime.txt)'
	@$(install) $(locked) requirements/runtime.txt
	@$(install) --no-deps --no-build-isolation --editable .
	@.venv/bin/cardindex --version >/dev/null 2>&1 || echo 'In a folder of this name' \
		'.venv/bin/cardindex does not start; use .venv/bin/python -m cardindex instead'
	@touch $@

.venv/has-dev: .venv/has-runtime requirements/dev.txt
	@echo 'Installing what its tests need (requirements/dev.txt)'
	@$(install) $(locked) requirements/dev.txt
	@touch $@

.venv/has-notebooks: .venv/has-runtime requirements/notebooks.txt
	@echo 'Installing what the notebooks need (requirements/notebooks.txt)'
	@$(install) $(locked) requirements/notebooks.txt
	@touch $@

.venv/has-docs: .venv/has-runtime requirements/docs.txt
	@echo 'Installing what makes the site of docs/ (requirements/docs.txt)'
	@$(install) $(locked) requirements/docs.txt
	@touch $@

.PHONY: setup
setup: .venv/has-runtime

.PHONY: dev
dev: .venv/has-dev

# As root, whom Jupyter would turn away, only where there is nobody else, as in a container.
.PHONY: notebooks
notebooks: .venv/has-notebooks
	$(run) jupyterlab --notebook-dir notebooks $(if $(filter 0,$(shell id -u)),--allow-root)

# What Sphinx warns of (a link or an anchor that leads nowhere, a page that no page leads to, a block
# of code that is none of its language) is an error.
.PHONY: docs
docs: .venv/has-docs
	@rm -rf dist/site
	@$(run) sphinx --fail-on-warning --quiet --fresh-env -c docs -d build/doctrees . dist/site
	@echo 'Open dist/site/index.html in a browser.'

.PHONY: chromium
chromium: dev
	@$(python) tests/chromium.py

.PHONY: lint
lint: dev
	$(run) ruff format --check .
	$(run) ruff check .
	@if [ -x .venv/bin/biome ]; then echo 'biome ci'; .venv/bin/biome ci --error-on-warnings; \
		else echo 'Biome has no wheel for this machine: the scripts of the page are neither formatted nor linted'; fi
	$(run) mypy

# The longest files of tests start first, for all wait for the last: see tests/pace.py.
.PHONY: test
test: lint chromium
	$(run) pytest -n auto --maxprocesses 4 --no-loadscope-reorder $(if $(KEEP),--keep-seconds)

.PHONY: quick
quick: lint
	@BASE='$(or $(BASE),main)' $(python) tests/quick.py

# What drives the page in Chromium drives it here too; what is said of Firefox alone is in
# tests/engines, and what is said of other stores (docs/engines.md). ONLY=... for some of the
# tests, as pytest's -k has it.
.PHONY: test-engines
test-engines: dev
	@$(python) tests/firefox.py
	@command -v npm >/dev/null || { echo 'npm fetches what the test of Web Annotations needs:' \
		'apt-get install npm, dnf install nodejs-npm, ...' >&2; exit 1; }
	@npm ci --prefix tests/engines/recogito --silent --ignore-scripts
	$(run) pytest --engine firefox $(if $(ONLY),-k '$(ONLY)') tests/browser tests/engines

.PHONY: fmt
fmt: dev
	$(run) ruff check --fix .
	$(run) ruff format .
	@if [ -x .venv/bin/biome ]; then .venv/bin/biome format --write; fi
	@for index in graph examples/us-documents src/cardindex/example; do \
		$(run) cardindex fmt $$index || exit 1; done

# Not made_up.py, which makes what the others measure.
BENCHMARKS ?= $(filter-out made_up made_up_sets,$(basename $(notdir $(wildcard benchmarks/*.py))))

.PHONY: bench
bench: dev chromium
	@mkdir -p benchmarks/results
	@for name in $(BENCHMARKS); do \
		echo "benchmarks/$$name.py"; \
		$(python) "benchmarks/$$name.py" > "benchmarks/results/$$name.new" || exit 1; \
		mv "benchmarks/results/$$name.new" "benchmarks/results/$$name.txt"; \
		cat "benchmarks/results/$$name.txt"; \
	done

.PHONY: pictures
pictures: dev chromium
	@$(python) tools/screenshots.py
	@$(python) tools/architecture.py
	$(run) cardindex rank betweenness --plot docs/ranks.png > /dev/null
	$(run) cardindex timeline kgb --window 1953/1973 --plot docs/years.png > /dev/null

# On the oldest Python, so that what only that one needs is locked as well.
.PHONY: lock
lock: dev
	@$(python) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
		echo 'The lock is made on Python 3.11: make clean, then make lock PYTHON=python3.11' >&2; \
		exit 1; }
	$(run) piptools compile $(LOCK) --extra citations --extra desk --extra imports --extra plots \
		--extra serve --extra texts --output-file requirements/runtime.txt pyproject.toml
	$(run) piptools compile $(LOCK) --extra dev --constraint requirements/runtime.txt \
		--output-file requirements/dev.txt pyproject.toml
	$(run) piptools compile $(LOCK) --extra docs --constraint requirements/runtime.txt \
		--constraint requirements/dev.txt --output-file requirements/docs.txt pyproject.toml
	$(run) piptools compile $(LOCK) --extra notebooks --constraint requirements/runtime.txt \
		--constraint requirements/dev.txt --output-file requirements/notebooks.txt pyproject.toml

# Of what is committed alone: from the same commit anybody gets the same bytes.
.PHONY: release
release: setup
	@git diff --quiet HEAD || { echo 'Some of it is not committed: git status' >&2; exit 1; }
	@rm -rf build/release build/release-of && mkdir -p build/release-of
	@git archive HEAD | tar -x -C build/release-of
	@cd build/release-of && ../../$(python) -P -m hatchling build -d ../release >/dev/null
	@rm -rf build/release-of
	@cd build/release && sha256sum *

.PHONY: clean
clean:
	rm -rf .venv dist build .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
