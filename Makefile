# Thin on purpose: each line is a command that a person could type. `make run PORT=8001` reaches the command as a variable.
PYTHON ?= python3

help:       ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile

run: ready  ## Start everything on http://localhost:8000 (another port: make run PORT=8001); Ctrl-C stops it
	@.venv/bin/jawara run

# Whatever the environment says of it, compiled tests are kept: each process would compile all of them at each run.
test: ready-for-tests ## Run all tests
	@PYTHONDONTWRITEBYTECODE= .venv/bin/pytest -n 4 --dist loadfile --no-loadscope-reorder -q

check: ready ## Lint, formats, types, layers, content and the contract
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/basedpyright
	.venv/bin/lint-imports
	.venv/bin/jawara check
	.venv/bin/jawara schema --check

bench: ready ## Measure requests, certificates, deliveries and processes
	.venv/bin/python -m benchmarks

bench-security: ready ## Attack the sign-in with 20,000 pairs while owners sign in
	.venv/bin/python -m benchmarks security

bench-load: ready ## 200 participants begin an evaluation at once, answer a question a second and hand in
	.venv/bin/python -m benchmarks load

bench-certificates: ready ## Waits from the pass to the mail, certificates a second, memory after 2,000; typst and WeasyPrint beside
	.venv/bin/python -m benchmarks certificates typesetters many-certificates

bench-lighthouse: ready ## Visit the pages with Lighthouse, five times each, which is fetched first
	.venv/bin/python -m benchmarks lighthouse

bench-site: ready ## Build sites of 1,000 and 10,000 lessons, and the same with Hugo, Eleventy and Pelican
	.venv/bin/python -m benchmarks builders

journey: ready-for-tests ## Walk the whole procedure in a browser; the table and a picture of each step go to var/journey
	@JOURNEY_FOLDER=var/journey .venv/bin/pytest -m journey -q

killed: ready-for-tests ## Kill the API again and again while 200 people are on their way, over both engines
	@KILLED_JOURNEYS=200 .venv/bin/pytest tests/journey/killed -n 2 -q

chaos: ready-for-tests ## 500 pass while API, worker, browser, mail server and storage fail at random, over both engines; a seed printed
	@CHAOS_PASSES=$${CHAOS_PASSES:-500} .venv/bin/pytest tests/journey/chaos -s -q

clean:      ## Back to a fresh clone: the environment, the development database and everything that was built
	rm -rf .venv var build .pytest_cache .ruff_cache .import_linter_cache

ready:
	@$(PYTHON) jawara/bootstrap.py

ready-for-tests:
	@$(PYTHON) jawara/bootstrap.py tests

.PHONY: help run test check bench bench-security bench-load bench-certificates bench-lighthouse bench-site journey killed chaos clean ready ready-for-tests
