# Every command sets up what it needs: a virtual environment with the exact versions of
# requirements.lock, and what npm brings (KaTeX, d3) by the Node of that environment.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PYTHONHASHSEED := 0
# Where this is set, every program compiles all of its modules anew.
export PYTHONDONTWRITEBYTECODE :=
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Installs in a fifth of pip's time.
UV := VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip
READY := $(VENV)/.ready
WEB := kltext/web/dist/.made lightbook/web/dist/.made
WEB_SOURCES := $(shell find kltext/web/src lightbook/web/src -type f) \
  $(wildcard kltext/web/*.*js* lightbook/web/*.*js* lightbook/live/runtime/*.py) build_javascript.py
PACKAGES := . lightbook exercises/klcheck exercises/kltasks exercises/klgrade
# The oldest versions that kltext declares, and the tests of it that need no Jupyter.
LOWEST := .venv-lowest
LOWEST_TESTS := tests/unit/distributions tests/unit/plots tests/unit/estimators/test_neighbours.py \
  $(addprefix tests/unit/test_,$(addsuffix .py,accuracy discrete kernels logits normal projections \
  properties)) --ignore tests/unit/plots/test_gaussian.py
SITE_CHECKS := tests/node_modules/.installed
PAGES := _build/html/index.html

.PHONY: help setup programs book live serve pdf dist lab grade exercises test lint types unit lowest exercisetest booktest browsertest audit \
  shots bench registry lock clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

$(READY): requirements.lock $(addsuffix /pyproject.toml,$(PACKAGES))
	@echo "Setting up $(VENV) with the versions of requirements.lock (under a minute the first time)"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet $(shell grep '^uv==' requirements.lock)
	$(UV) install --quiet --requirement requirements.lock
	$(UV) install --quiet --no-deps --no-build-isolation $(addprefix --editable ,$(PACKAGES))
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
	command -v $${CHROMIUM:-chromium-headless-shell} > /dev/null || command -v chromium-browser \
	  > /dev/null || command -v google-chrome > /dev/null || missing="$$missing chromium-headless-shell"; \
	test -z "$(ENGINES)" || { \
	  command -v firefox-esr > /dev/null || command -v firefox > /dev/null || missing="$$missing firefox-esr"; \
	  command -v WebKitWebDriver > /dev/null || missing="$$missing webkit2gtk-driver"; \
	  command -v Xvfb > /dev/null || missing="$$missing xvfb"; }; \
	test -z "$(PAPER)" || command -v pdftoppm > /dev/null || missing="$$missing poppler-utils"; \
	test -n "$$missing" || exit 0; \
	if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing$$missing"; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  apt-get update -qq && apt-get install -qq -y --no-install-recommends $$missing > /dev/null; \
	else \
	  echo "Install first: sudo apt-get install$$missing (CHROMIUM may name another browser)"; exit 1; \
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

live: book ## add the Python that runs in the pages to the built book
	$(BIN)/python -m lightbook.live.collect
	$(BIN)/python -m lightbook.live.lite

pdf: book programs ## print the whole book and its cheat sheet as PDF, into the site
	$(BIN)/python -m lightbook.printing.print_pdf

dist: pdf live ## pack the site, its Python, the PDFs and the wheels into one zip, to read offline
	$(BIN)/python -m lightbook.printing.offline_zip

lab: setup ## open the chapters and exercises in JupyterLab, as copies that read like the pages
	@echo "Building the book first: the copies show the numbers that it computes"
	@$(MAKE) --no-print-directory book
	$(BIN)/python -m lightbook.site.lab_copies _build/html/notebooks notebooks
	$(BIN)/jupyter lab --ServerApp.ip=127.0.0.1 --ServerApp.root_dir=$(CURDIR)/notebooks \
	  --LabApp.default_url=/lab/tree/chapters/big-picture.ipynb

grade: $(READY) ## grade notebooks: make grade FILES=submissions/ OUT=grades
	@test -n "$(FILES)" || { echo "Say which: make grade FILES=submissions/ OUT=grades"; exit 2; }
	@if [ -e "$(FILES)" ]; then set -- "$(FILES)"; else set -- $(FILES); fi; \
	$(BIN)/klgrade "$$@" --bank exercises/bank --out "$(or $(OUT),grades)"

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
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --requirement $(LOWEST)/requirements.txt
	@touch $@

lowest: $(LOWEST)/.ready ## test kltext with the lowest versions that it declares
	$(LOWEST)/bin/python -m pytest --numprocesses 2 $(LOWEST_TESTS)

exercisetest: setup programs
	$(BIN)/pytest --numprocesses 2 --dist worksteal tests/exercises

scripttest: setup
	$(BIN)/python build_javascript.py kltext/web test
	$(BIN)/python build_javascript.py lightbook/web test

booktest: book programs $(SITE_CHECKS)
	$(BIN)/pytest --numprocesses 2 --dist worksteal tests/book

test browsertest audit: ENGINES := all three
browsertest: live programs $(SITE_CHECKS)
	$(BIN)/pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder tests/browser

audit: PAPER := looked at
audit: live programs $(SITE_CHECKS) ## the long checks: every distribution of scipy.stats, every page in every view, a learner in JupyterLab, two cold builds
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

bench: live programs ## compare the speed of kltext and klgrade with their peers, as ratios
	$(BIN)/python benchmarks/discrete.py
	$(BIN)/python benchmarks/batches.py
	$(BIN)/python benchmarks/grading.py
	$(BIN)/python -m benchmarks.explorers
	$(BIN)/python -m benchmarks.live

exercises: $(READY) ## make the released exercises out of the solved ones
	$(BIN)/klgrade-release exercises/solutions --out exercises --bank exercises/bank \
	  --data exercises/kltasks --site "$$($(BIN)/python -c \
	  'import yaml; print(yaml.safe_load(open("_config.yml"))["html"]["baseurl"])')"

registry: setup ## write the families and pairs of the calculator as JSON, after a change of the registry of closed forms
	$(BIN)/python -c "from kltext.widgets.calculator import pair_parameters as p; p.main()" > kltext/web/registry.json

lock: ## resolve requirements.lock again, after a change of pyproject.toml
	$(UV) compile --quiet --all-extras --no-header --output-file requirements.lock \
	  $(addprefix --no-emit-package ,kltext pip setuptools) pyproject.toml lightbook/pyproject.toml

clean: ## remove what the commands have built (the environment stays)
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis
