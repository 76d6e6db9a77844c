# make run: everything on this machine.  make check, make test: what CI runs.  make help: the rest.
PYTHON ?= python3
PORT ?= 8000
DATA ?= .dife
MINUTES ?= 20
# Where it is set, each process compiles everything it imports again: seconds, every time.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help setup run test soak bench-chat test-cloud-system check generate overview diagram fmt

help: ## show this
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 28

setup: ## install the Python packages and the tools into .venv
	@$(PYTHON) scripts/setup.py

run: ## start all of Dife with demo data (PORT=8000 DATA=.dife)
	@$(PYTHON) scripts/setup.py --only-run
	@exec .venv/bin/dife up --port $(PORT) --data "$(DATA)" --stop-with-parent

test: setup ## run all tests, browser tests included
	@exec .venv/bin/python scripts/test.py $(ARGS)

soak: setup ## torment a whole Dife with every kind of fault for MINUTES (20), seeds by chance
	@SOAK_MINUTES=$(MINUTES) .venv/bin/python -m pytest backend/tests/faults/soak.py -n0 -q -s $(ARGS)

bench-chat: setup ## measure chat beside socket.io and nchan, half an hour (ARGS="--runs 1 --only bursts")
	@cd bench && exec ../.venv/bin/python chat.py $(ARGS)

test-cloud-system: setup ## as root: the NAT user data in network namespaces, the image's steps in a chroot
	@cd cloud && exec ../.venv/bin/python -m system $(ARGS)

check: setup ## format, lint, types, import rules, contracts, languages
	@exec .venv/bin/python scripts/check.py

generate: setup ## write the contracts and what the client generates from them
	@.venv/bin/python scripts/contracts.py
	@.venv/bin/python scripts/client.py generate

overview: setup ## take the README's picture anew
	@.venv/bin/python scripts/overview.py

diagram: setup ## draw the cloud's architecture from its templates
	@.venv/bin/dife-cloud diagram

fmt: setup ## format and mend what can be mended
	@.venv/bin/ruff check --fix --quiet; .venv/bin/ruff format --quiet
	@.venv/bin/python scripts/client.py format
