# The short commands, the same on a developer's machine and in CI. What takes more than a line lies in .ci/.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
RUNTIME := $(VENV)/.runtime-is-installed
DEV := $(VENV)/.dev-is-installed
UV ?= uv

# Everything that the installed package is made from; Python files are used where they lie.
FRONTEND := $(shell find generator/frontend -name node_modules -prune -o -type f -print)
# A bundle that somebody deleted has to be made again, though no source is newer.
BUNDLE := $(if $(wildcard generator/civicstat/assets/.stamp),,FORCE)

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: site
site: $(RUNTIME) ## build the portal into site/; fails when anything is withheld
	$(VENV)/bin/civicstat build

.PHONY: serve
serve: $(RUNTIME) ## preview the portal, following every change
	$(VENV)/bin/civicstat serve

.PHONY: test
test: check chromium ## run all checks and tests
	$(VENV)/bin/pytest -n 2

.PHONY: check
check: $(DEV) ## check style, format and types
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	sh .ci/check-frontend
	sh .ci/check-workflows

.PHONY: bench
bench: $(DEV) ## measure checks against Frictionless's, hostile tables, the reckoning, and builds of many packages
	$(VENV)/bin/python generator/bench_checks.py
	MOST_SECONDS=60 $(VENV)/bin/pytest -q tests/test_hostile_tables.py
	$(VENV)/bin/python generator/bench_reckoning.py
	$(VENV)/bin/python generator/bench.py

.PHONY: fuzz
fuzz: $(DEV) ## look for packages on which the verdict differs from Frictionless's: CASES=20000 SECONDS= SEED=1
	$(VENV)/bin/python tests/fuzz.py --cases $(or $(CASES),20000) --seed $(or $(SEED),1) $(if $(SECONDS),--seconds $(SECONDS))

.PHONY: feeds
feeds: $(DEV) ## check the built portal's feeds against their official schemas
	$(VENV)/bin/python tests/check_feeds.py site

.PHONY: downloads
downloads: $(DEV) ## read the built portal's downloads back, and compare them with their sources
	$(VENV)/bin/python tests/read_back.py site catalog

.PHONY: kills
kills: $(DEV) ## kill fifty builds at random moments, and see that a whole portal stands after each
	$(VENV)/bin/python tests/kill_builds.py 50

.PHONY: privacy
privacy: $(DEV) ## tell how well private data is found, per kind, on labelled rows
	$(VENV)/bin/python tests/privacy_benchmark.py

.PHONY: golden
golden: $(DEV) ## write the golden files of the tests anew; look at the difference before you commit it
	$(VENV)/bin/pytest --refresh-golden

.PHONY: lock
lock: ## pin the dependencies anew after a change in pyproject.toml; UPGRADE=1 takes the newest
	sh .ci/lock $(UV) $(if $(UPGRADE),--upgrade)

.PHONY: clean
clean: ## remove all that was installed or built
	rm -rf $(VENV) .cache site dist generator/civicstat/assets generator/frontend/node_modules
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find generator tests -name __pycache__ -prune -exec rm -rf {} +
	git clean -qfdX site_src

.PHONY: chromium
chromium:
	sh .ci/setup chromium

.PHONY: FORCE
FORCE:

$(RUNTIME): generator/locks/runtime.txt pyproject.toml generator/hatch_build.py generator/civicstat/__init__.py \
		.ci/setup $(FRONTEND) $(BUNDLE)
	sh .ci/setup runtime
	touch $@

$(DEV): generator/locks/dev.txt $(RUNTIME)
	sh .ci/setup dev
	touch $@
