# Every command sets up what it needs: a virtual environment with the exact versions of
# requirements.lock, and what npm brings (KaTeX, d3) by the Node of that environment.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PYTHONHASHSEED := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1

READY := $(VENV)/.ready
WEB := kltext/web/dist/.made lightbook/web/dist/.made
WEB_SOURCES := $(shell find kltext/web/src lightbook/web/src -type f) \
  $(wildcard kltext/web/*.*js* lightbook/web/*.*js*) build_javascript.py
PACKAGES := . lightbook exercises/klcheck exercises/kltasks exercises/klgrade
# The oldest versions that kltext declares, and the tests of it that need no Jupyter.
LOWEST := .venv-lowest
LOWEST_TESTS := tests/unit/distributions tests/unit/plots tests/unit/estimators/test_neighbours.py \
  $(addprefix tests/unit/test_,$(addsuffix .py,accuracy discrete kernels logits normal projections \
  properties)) --ignore tests/unit/plots/test_gaussian.py
SITE_CHECKS := tests/node_modules/.installed
PAGES := _build/html/index.html

.PHONY: help setup programs book serve pdf dist lab grade exercises test lint types unit lowest exercisetest booktest browsertest audit \
  shots bench registry lock clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

$(READY): requirements.lock $(addsuffix /pyproject.toml,$(PACKAGES))
	@echo "Setting up $(VENV) with the versions of requirements.lock (about two minutes the first time)"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation \
	  $(addprefix --editable ,$(PACKAGES))
	@touch $@

%/web/dist/.made: $(WEB_SOURCES) $(READY)
	@echo "Bundling the JavaScript of $*"
	$(BIN)/python build_javascript.py $*/web
	@touch $@

$(SITE_CHECKS): tests/package-lock.json $(READY)
	@echo "Installing Biome, axe, html-validate and Lighthouse"
	$(BIN)/python build_javascript.py tests install
	@touch $@

setup: $(READY) $(WEB) ## install everything, build nothing

# What pip does not bring: the grader's sandbox, and a browser that looks at the pages; what looks
# at the printed pages comes with the audit alone.
programs:
	@missing=""; \
	command -v bwrap > /dev/null || missing="$$missing bubblewrap"; \
	command -v $${CHROMIUM:-chromium} > /dev/null || command -v chromium-browser > /dev/null \
	  || command -v google-chrome > /dev/null || missing="$$missing chromium"; \
	test -z "$(PAPER)" || command -v pdftoppm > /dev/null || missing="$$missing poppler-utils"; \
	test -n "$$missing" || exit 0; \
	if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing$$missing"; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  apt-get update -qq && apt-get install -qq -y --no-install-recommends $$missing > /dev/null; \
	else \
	  echo "Install first: sudo apt-get install$$missing"; exit 1; \
	fi

book: setup ## build the book into _build/html
	$(BIN)/jupyter-book build . -n -W --keep-going
	@echo
	@echo "The book is built. Open it: file://$(CURDIR)/$(PAGES)"
	@echo "or serve it on this machine: make serve"

serve: setup ## serve the built book on this machine
	@test -f $(PAGES) || { echo "There is no built book yet: run make book first."; exit 1; }
	@echo "The book is at http://127.0.0.1:$(PORT)/ (stop with Ctrl-C)"
	$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

pdf: book programs ## print the whole book and its cheat sheet as PDF, into the site
	$(BIN)/python -m lightbook.printing.print_pdf

dist: pdf ## pack the site, the PDFs and the wheel into one zip, to read offline
	$(BIN)/python -m lightbook.printing.offline_zip

lab: setup ## open the chapters and exercises in JupyterLab
	$(BIN)/jupyter lab --ServerApp.ip=127.0.0.1 --ServerApp.root_dir=$(CURDIR) \
	  --LabApp.default_url=/lab/tree/chapters/big-picture.ipynb

grade: $(READY) ## grade notebooks: make grade FILES=submissions/ OUT=grades
	@test -n "$(FILES)" || { echo "Say which: make grade FILES=submissions/ OUT=grades"; exit 2; }
	$(BIN)/klgrade $(FILES) --bank exercises/bank --out "$(or $(OUT),grades)"

test: lint types unit lowest scripttest exercisetest booktest browsertest ## lint, types, and every test

lint: setup $(SITE_CHECKS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python build_javascript.py tests lint

types: setup
	$(BIN)/mypy
	$(BIN)/python build_javascript.py kltext/web types
	$(BIN)/python build_javascript.py lightbook/web types

unit: setup
	$(BIN)/pytest --numprocesses 2 tests/unit kltext lightbook exercises/klcheck

$(LOWEST)/.ready: pyproject.toml requirements.lock tests/lowest.py | $(READY)
	@echo "Setting up $(LOWEST) with the lowest versions that kltext declares"
	test -x $(LOWEST)/bin/python || $(PYTHON) -m venv $(LOWEST)
	$(BIN)/python -m tests.lowest > $(LOWEST)/requirements.txt
	$(LOWEST)/bin/python -m pip install --quiet --requirement $(LOWEST)/requirements.txt
	@touch $@

lowest: $(LOWEST)/.ready ## test kltext with the lowest versions that it declares
	$(LOWEST)/bin/python -m pytest --numprocesses 2 $(LOWEST_TESTS)

exercisetest: setup programs
	$(BIN)/pytest --numprocesses 2 --dist worksteal tests/exercises

scripttest: setup
	$(BIN)/python build_javascript.py kltext/web test
	$(BIN)/python build_javascript.py lightbook/web test

booktest: book programs $(SITE_CHECKS)
	$(BIN)/pytest --numprocesses 2 tests/book

browsertest: book programs $(SITE_CHECKS)
	$(BIN)/pytest --numprocesses 2 --dist loadscope tests/browser

audit: PAPER := looked at
audit: book programs $(SITE_CHECKS) ## the long checks: every distribution of scipy.stats, every page in every view, a learner in JupyterLab, two cold builds
	$(BIN)/pytest --numprocesses 2 --dist worksteal -m audit tests
	$(BIN)/python -m tests.audit.sweep
	$(BIN)/python -m tests.audit.browser
	$(BIN)/python -m tests.audit.lighthouse
	$(BIN)/python -m tests.audit.subpath
	$(BIN)/python -m tests.audit.learner
	$(BIN)/python -m tests.audit.reproducible
	$(BIN)/python -m tests.audit.paper

shots: book ## save a picture of every page, in every view, in _build/shots
	$(BIN)/python -m tests.audit.browser --shots

bench: setup programs ## compare the speed of kltext and klgrade with their peers, as ratios
	$(BIN)/python benchmarks/discrete.py
	$(BIN)/python benchmarks/batches.py
	$(BIN)/python benchmarks/grading.py
	$(BIN)/python -m benchmarks.explorers

exercises: $(READY) ## make the released exercises out of the solved ones
	$(BIN)/klgrade-release exercises/solutions --out exercises --bank exercises/bank \
	  --data exercises/kltasks

registry: setup ## write the families and pairs of the calculator as JSON, after a change of the registry of closed forms
	$(BIN)/python -c "from kltext.widgets.calculator import pair_parameters as p; p.main()" > kltext/web/registry.json

lock: ## resolve requirements.lock again, after a change of pyproject.toml
	$(BIN)/pip-compile --quiet --all-extras --strip-extras --no-header --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host $(addprefix --unsafe-package ,kltext pip setuptools) \
	  --output-file requirements.lock pyproject.toml lightbook/pyproject.toml

clean: ## remove what the commands have built (the environment stays)
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis
