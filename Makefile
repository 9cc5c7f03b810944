# Two commands are all a newcomer types: `make run` and `make test`. Each sets up what it needs, once.

PORT ?= 8000
PYTEST_ARGS ?= -n 3 --dist loadfile

# Python keeps what it compiled, whatever the shell says: the tests start the product as a process of its own many times.
export PYTHONDONTWRITEBYTECODE :=

# The stamp holds the folder that .venv was made in: a moved or copied checkout, or one whose Python is gone, gets a new one.
ifneq ($(shell test -x .venv/bin/python && cat .venv/.made 2>/dev/null),$(CURDIR))
STALE := stale
endif

# Every plugin that lies in plugins/ is installed beside the product, and switched on where a federation wants it.
PLUGINS := $(patsubst %/pyproject.toml,-e ./%,$(wildcard plugins/*/pyproject.toml))

# uv is fast; where it fails (no build for the machine, an odd network), pip installs the same hashed files.
define install
.venv/bin/uv pip install -q --python .venv/bin/python $(1) || .venv/bin/python -m pip install -q $(1)
endef

.PHONY: help setup run test quick bench shape lint requirements clean stale

help:
	@echo "make run           set up what is needed and serve the demo federation on port $(PORT)  (PORT=8080 for another)"
	@echo "make test          set up what is needed and run all tests        (PYTEST_ARGS='-k ballot' for some)"
	@echo "make quick         the tests of the rules, and those near to what was changed against main"
	@echo "make bench         measure, and write benchmarks/latest.json  (AGAINST=FOLDER: beside another checkout)"
	@echo "make lint          style, types, the direction of imports, templates"
	@echo "make shape         measure files, functions, names and templates"
	@echo "make setup         only set up"
	@echo "make requirements  bring requirements/*.txt up to date with requirements/*.in  (UPGRADE=--upgrade: newest versions)"
	@echo "make clean         remove .venv and all caches; var/, which holds the databases, stays"

setup: .venv/.dev

run: .venv/.prod
	@exec .venv/bin/federation serve --demo --port $(PORT)

test: .venv/.dev
	@FEDERATION_TEST_BROWSER="$$(sh requirements/browser.sh)" exec .venv/bin/python -m pytest $(PYTEST_ARGS)

quick: .venv/.dev
	@exec .venv/bin/python -m pytest -n 2 --dist loadfile -k "not postgresql" $$(.venv/bin/python -m tests.near)

bench: .venv/.dev
	@exec .venv/bin/python -m benchmarks $(if $(AGAINST),--against $(AGAINST))

shape: .venv/.dev
	@exec .venv/bin/python -m benchmarks.shape

lint: .venv/.dev
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet templates plugins

# Stamps: a second run does nothing, a changed requirement installs again.
.venv/.made: requirements/venv.sh requirements/uv.txt $(STALE)
	@echo "Making .venv ..."
	@sh requirements/venv.sh
	@echo "$(CURDIR)" > $@

.venv/.prod: .venv/.made requirements/prod.txt requirements/assets.txt requirements/build.txt pyproject.toml $(wildcard plugins/*/pyproject.toml)
	@echo "Installing what the product runs on ..."
	@$(call install,--require-hashes -r requirements/prod.txt)
	@$(call install,--require-hashes -r requirements/build.txt)
	@$(call install,--require-hashes --no-deps -r requirements/assets.txt)
	@$(call install,--no-deps --no-build-isolation -e . $(PLUGINS))
	@touch $@

.venv/.dev: .venv/.prod requirements/dev.txt
	@echo "Installing what the tests need ..."
	@$(call install,--require-hashes -r requirements/dev.txt)
	@touch $@

# In this order, since the later files keep to the versions of the earlier ones. Neither addresses nor paths are written.
requirements: .venv/.made
	@for name in prod dev build uv assets; do \
		flags=; test $$name != assets || flags=--no-deps; \
		.venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 \
			$(UPGRADE) $$flags requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

clean:
	rm -rf .venv build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
