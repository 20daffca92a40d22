# Two commands: `make run` serves the example region, `make test` runs everything. The long forms are in the README.
# `make test-postgres` runs it once more over PostgreSQL; then `LEEFPLEIN_TEST_DATABASE=sqlite make test` does the other half only.
PORT ?= 8000
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.leefplein-run
TEST_STAMP := $(VENV)/.leefplein-test
FROZEN := requirements.lock
# Three groups side by side: what waits for a browser, a killed process or a slow server; what waits for a database or another
# process; and what reckons. Two cores stay busy and no group waits long for another.
WAITING := tests/journeys tests/accessibility tests/frontend tests/reliability
STORING := tests/matching tests/conversation tests/publishing tests/upkeep tests/privacy tests/accounts tests/audit tests/outbox tests/migrations tests/data_keys tests/insight tests/mailing tests/places tests/importers tests/cli tests/agenda tests/complaints tests/referring tests/counting tests/copies

# The second pass: what the kind of database can make a difference to, on PostgreSQL (tests/second_pass.py). Half of its work is
# under tests/web, which is told apart so that two cores stay busy.
SECOND := tests/web tests/migrations tests/outbox tests/cli

.PHONY: run test test-postgres check lint types contracts assets bench sbom audit clean

run: $(STAMP)
	$(BIN)/leefplein demo --port $(PORT)

test: $(TEST_STAMP)
	@$(BIN)/python -c "import shutil; shutil.which('chromium') or print('LET OP: geen Chromium gevonden; de browsertests worden overgeslagen. Installeer het pakket chromium.')"
	@$(BIN)/pytest $(WAITING) > $(VENV)/waiting.log 2>&1 & waiting=$$!; \
	$(BIN)/pytest $(STORING) > $(VENV)/storing.log 2>&1 & storing=$$!; \
	$(BIN)/pytest $(WAITING:%=--ignore=%) $(STORING:%=--ignore=%); rest=$$?; \
	wait $$storing; stored=$$?; wait $$waiting; waited=$$?; \
	echo "$(STORING):"; cat $(VENV)/storing.log; \
	echo "$(WAITING):"; cat $(VENV)/waiting.log; \
	[ $$rest -eq 0 ] && [ $$stored -eq 0 ] && [ $$waited -eq 0 ]

test-postgres: export LEEFPLEIN_TEST_DATABASE = postgres
test-postgres: $(TEST_STAMP)
	@$(BIN)/pytest $(SECOND) > $(VENV)/second.log 2>&1 & second=$$!; \
	$(BIN)/pytest $(SECOND:%=--ignore=%); rest=$$?; \
	wait $$second; seconded=$$?; \
	echo "$(SECOND):"; cat $(VENV)/second.log; \
	[ $$rest -eq 0 ] && [ $$seconded -eq 0 ]

check: $(TEST_STAMP) lint types contracts
	$(BIN)/pytest -m "not slow and not browser and not postgres"

lint: $(TEST_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TEST_STAMP)
	$(BIN)/mypy

contracts: $(TEST_STAMP)
	$(BIN)/lint-imports

assets: $(STAMP)
	LEEFPLEIN_REQUIRE_ASSETS=1 $(BIN)/python -m app.frontend.build_hook

# What a release is made of (CycloneDX), and known weaknesses in it where they can be looked up.
sbom: $(TEST_STAMP)
	$(BIN)/python .ci/sbom dist/leefplein.cdx.json

audit: $(TEST_STAMP)
	.ci/audit

bench: $(TEST_STAMP)
	@echo "Zie benchmarks/README.md; bijvoorbeeld: $(BIN)/python -m benchmarks.search_engines"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# uv reads the lock some ten times faster than pip; where it cannot be had, pip does the same work.
$(STAMP): pyproject.toml $(FROZEN) app/frontend/package-lock.json app/translations/en/LC_MESSAGES/messages.po | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv 2>/dev/null || true
	@if [ -x $(BIN)/uv ]; then \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(FROZEN) && \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e . ; \
	else \
	  $(BIN)/python -m pip install --quiet --require-hashes -r $(FROZEN) && \
	  $(BIN)/python -m pip install --quiet --no-deps -e . ; \
	fi
	@touch $@

$(TEST_STAMP): $(STAMP) requirements-test.lock
	@if [ -x $(BIN)/uv ]; then \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-test.lock ; \
	else \
	  $(BIN)/python -m pip install --quiet --require-hashes -r requirements-test.lock ; \
	fi
	@touch $@

clean:
	rm -rf $(VENV) instance search_index/[0-9a-f]* app/static/vendor
