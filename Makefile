# Thin: each target is a script in bin/. `make` alone prints what there is.
PYTHON ?= $(firstword $(shell command -v python3.11) $(shell command -v python3) python3)
VENV = .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup run test bench check format messages pictures clean

help: ## print these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: ## environment, packages, database with its data, translations, static files
	@$(PYTHON) bin/setup.py

run: ## set up what is missing, then the site and its outbox loop (HOST, PORT); Ctrl-C stops both
	@exec $(PYTHON) bin/run.py

test: ## every check and every test, on a PostgreSQL, Redis, worker and browser of their own
	@$(PYTHON) bin/test.py

bench: ## the speed lines as a table; OUT=FILE writes them as JSON too
	@$(PYTHON) bin/bench.py

check: ## the fast half: lint, format, import contracts, types, translations, migrations
	@$(PYTHON) bin/check.py

format: ## lay the code out as the formatter wants it
	@$(PYTHON) bin/setup.py --only-tools
	@$(VENV) -m ruff format . && $(VENV) -m ruff check --fix .

messages: ## bring the translation catalogues in step with the texts of the code
	@$(PYTHON) bin/setup.py --only-tools
	@$(VENV) manage.py messages

pictures: ## the pictures of docs/pictures and all screenshots (var/screenshots), from the tests' pages
	@$(PYTHON) bin/pictures.py

clean: ## remove what the commands above made, the database too
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f static/fonts/*.woff2 locale/*/LC_MESSAGES/django.mo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
