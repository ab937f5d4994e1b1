# Everything a newcomer needs: `make run` to look round, `make test` to check one's work.
# PORT and DATA_DIR change where `make run` listens and where it keeps its data.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON := .venv/bin/python
EMBEDDED := $(PYTHON) -m config.embedded
TESTS ?=
# For `check --deploy`: nothing of it is used, production settings only want it to be there.
DEPLOY_ENV := DJANGO_SETTINGS_MODULE=config.settings.production \
	SECRET_KEY=only-for-this-check-k4Zr8TgVw2QnB6xLpYd0HsJm3EcUfAi7 \
	ALLOWED_HOSTS=porchlight.example SITE_URL=https://porchlight.example \
	EMAIL_URL=smtp://127.0.0.1:25

.PHONY: help run test check bench bench-digests load demo shell screenshots mail-pictures messages score-replies score-digest-replies calendar-score stop sync catalogues test-postfix kills

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: sync ## start everything, with a demo community, on http://localhost:8000 (PORT, DATA_DIR)
	@exec $(EMBEDDED) run

stop: ## stop what `make run` started in another window
	@$(EMBEDDED) stop

# Each test of the worker and of `make run` starts processes, which would compile our code anew.
test: export PYTHONDONTWRITEBYTECODE =
test: sync catalogues ## run the tests on servers of their own (TESTS=tests/forums runs a part)
	@.ci/node-tools || echo "Without ical.js the tests that let it read our calendars will fail."
	@exec $(EMBEDDED) with -- $(PYTHON) -m pytest -n 4 --dist worksteal $(TESTS)

test-postfix: sync ## try the LMTP door behind a real Postfix (as root; Debian: apt-get install postfix)
	@exec $(EMBEDDED) with -- $(PYTHON) -m pytest --override-ini addopts= tests/postfix

check: sync ## look for faults without running the tests
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy .
	git ls-files -z 'templates/*.html' | xargs -0 -r .venv/bin/djade --target-version 6.1 --check
	git ls-files -z 'templates/*.html' | xargs -0 -r .venv/bin/djhtml --tabwidth 2 --check
	.venv/bin/lint-imports
	$(EMBEDDED) with -- $(PYTHON) manage.py makemigrations --check --dry-run
	$(EMBEDDED) with -- env $(DEPLOY_ENV) $(PYTHON) manage.py check --deploy --fail-level WARNING

bench: sync catalogues ## measure pages and digests under load
	@exec $(EMBEDDED) with --for bench -- $(PYTHON) -m bench

bench-digests: sync catalogues ## measure the digests of a community of 20,000 people
	@DATA_DIR=$${DATA_DIR:-.data}/bench-digests $(EMBEDDED) with --for bench -- $(PYTHON) -m bench --digests 20000

load: sync catalogues ## let 200 people read and 20 write for two minutes, and look whether all is kept
	@DATA_DIR=$${DATA_DIR:-.data}/load $(EMBEDDED) with --for bench -- $(PYTHON) -m bench.load

kills: sync catalogues ## kill worker, broker and database while 2,000 digests go out and 500 mails come in
	@DATA_DIR=$${DATA_DIR:-.data}/kills $(PYTHON) -m bench.kills

screenshots: sync catalogues ## make the pictures of docs/images from the demo, in a real browser
	@DATA_DIR=$${DATA_DIR:-.data}/screenshots $(EMBEDDED) with --fresh --for dev -- $(PYTHON) -m docs.make_screenshots

mail-pictures: sync catalogues ## make the pictures of mails in docs/images/mails, in a real browser
	@$(EMBEDDED) with -- $(PYTHON) -m docs.make_mail_pictures

demo: sync ## put the demo community into the database of `make run`
	@exec $(EMBEDDED) with --for dev -- $(PYTHON) manage.py seed_demo

shell: sync ## a Python shell on the database of `make run`
	@exec $(EMBEDDED) with --for dev -- $(PYTHON) manage.py shell

messages: sync ## collect sentences into locale/es and compile the catalogues (wants gettext)
	@command -v xgettext >/dev/null || { echo "Install gettext first (Debian: apt-get install gettext)."; exit 1; }
	$(PYTHON) manage.py makemessages --locale es
	@$(MAKE) --no-print-directory catalogues

score-replies: sync ## count the replies in DIR that are trimmed as their people would (emails/, trimmed/)
	@$(PYTHON) -m mailroom.score_replies "$(DIR)"

score-digest-replies: sync ## count the parts of answers to digests that are taken apart as meant
	@$(PYTHON) -m tests.digests.digest_corpus

calendar-score: sync ## count the rules whose meetings ical.js and Python's readers find as we mean them
	@.ci/node-tools
	@$(PYTHON) -m tests.meetings.calendar_score

catalogues:
	@$(PYTHON) -m config.catalogues

# uv and the locked dependencies; takes a fifth of a second when they are there already.
sync:
	@.ci/sync
