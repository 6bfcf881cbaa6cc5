# `make help` lists what there is. A README reader needs nothing beyond python3 and make.
PYTHON ?= python3
VENV := .venv/bin
# A file of tests stays together: it may run a site of its own. The browser comes early: it is slow.
SIDE_BY_SIDE := --numprocesses 3 --dist loadfile --no-loadscope-reorder
TEMPLATES = $(shell find templates -name '*.html')

.PHONY: help run test test-fast html-check guide chaos check bench db-stop image-check lock install install-dev

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22
	@echo '  PYTHON=python3.12, PORT=8001 and ATTUNE_HOME=some/folder are honoured.'

run: install ## set everything up and serve the site on http://127.0.0.1:8000
	@$(VENV)/python -m practice.local_site

test: install-dev ## all tests, in a real browser too (ARGS="-k outbox" chooses)
	@$(VENV)/python -m tests.browser.chromium
	$(VENV)/pytest $(SIDE_BY_SIDE) $(ARGS)

test-fast: install-dev ## the tests without the browser
	$(VENV)/pytest $(SIDE_BY_SIDE) -m "not browser and not html" $(ARGS)

html-check: install-dev ## the Nu HTML checker over every page (needs Java and npm)
	@$(VENV)/python -m tests.html.checker
	$(VENV)/pytest tests/html $(ARGS)

guide: install-dev ## play the therapist's first day and take the pictures of her guide anew
	@$(VENV)/python -m tests.browser.chromium
	$(VENV)/python -m tests.guide

chaos: install-dev ## kill everything while people write, and count what is lost (SEED=7 repeats)
	$(VENV)/python -m tests.chaos $(if $(SEED),--seed $(SEED))

# The checks look at the site as it is in production; no database or mail server is asked.
check: export DEBUG := false
check: export HSTS_SUBDOMAINS := true
check: export SITE_URL := https://practice.example
check: export ALLOWED_HOSTS := practice.example
check: export DATABASE_URL := postgres://nobody@127.0.0.1:1/nothing
check: export EMAIL_URL := smtp+tls://nobody@127.0.0.1:1
check: export SECRET_KEY := $(shell od -An -N40 -tx1 /dev/urandom | tr -d ' \n')
check: export ENCRYPTION_KEY := $(shell od -An -N40 -tx1 /dev/urandom | tr -d ' \n')
check: install-dev ## style, types, templates, migrations, deployment settings
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy .
	$(VENV)/djade --check --target-version 5.2 $(TEMPLATES)
	$(VENV)/python -W 'ignore:Got an error checking a consistent' manage.py makemigrations --check --dry-run
	$(VENV)/python manage.py check --deploy --fail-level WARNING

bench: install-dev ## what each part costs, measured
	$(VENV)/python -m tests.benchmarks $(ARGS)

db-stop: install ## stop the local Postgres
	@$(VENV)/python -m practice.local_postgres stop

image-check: install-dev ## build the container image and run its web, worker and health check
	tests/image/check

lock: ## bring uv.lock and requirements/ up to pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo 'make lock needs uv on the PATH.'; exit 1; }
	uv lock
	$(call export_lock,run)
	$(call export_lock,local,--group=local)
	$(call export_lock,dev,--group=local --group=dev)

define export_lock
	{ echo '# Exported from uv.lock by `make lock`.'; \
	  uv export --quiet --frozen --no-emit-project --no-header --no-annotate \
	    --format=requirements.txt --no-default-groups $(2); } > requirements/$(1).txt
endef

install:
	@$(PYTHON) practice/bootstrap.py run

install-dev:
	@$(PYTHON) practice/bootstrap.py dev
