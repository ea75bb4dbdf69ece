# Podcast Studio: run, test, produce, bench. Everything is set up on demand, inside this folder.

PYTHON ?= python3
VENV = .venv
RUN = $(VENV)/bin/python
# Images of containers like to set it; every process of ours would then compile all it imports, two thirds of its start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test produce contract screenshots messages bench lock speech whisper help

help:
	@echo "make run                    the studio on this machine, with a demo team"
	@echo "make test                   every check, as the continuous integration does it"
	@echo "make produce FILE=raw.wav   from a recording to a track that is ready to play"
	@echo "make contract               every example of Auphonic's API document, run against the engine"
	@echo "make screenshots            a picture of every page, light and dark, into docs/screenshots"
	@echo "make bench                  speed and precision against named peers, into docs/benchmarks.md"
	@echo "make speech                 adds transcripts on this machine: an English recogniser and aligner (pocketsphinx)"
	@echo "make whisper                adds a better recogniser, for a model you bring (faster-whisper)"
	@echo "make messages               gathers what the pages say for translation, and compiles what is translated"
	@echo "make lock                   write the locked requirements anew from pyproject.toml"

run: $(VENV)/.stamp node_modules/.stamp
	@exec $(RUN) manage.py studio

produce: $(VENV)/.stamp node_modules/.stamp
	@test -n "$$FILE" || { echo "Say which recording: make produce FILE=raw.wav" >&2; exit 2; }
	@exec $(RUN) manage.py produce "$$FILE"

test: $(VENV)/.stamp-dev node_modules/.stamp
	@exec $(RUN) -m tools.check

contract: $(VENV)/.stamp-dev
	@exec $(RUN) -m tests.contract

screenshots: $(VENV)/.stamp-dev node_modules/.stamp
	@SCREENSHOTS=docs/screenshots exec $(RUN) -m pytest -m e2e tests/e2e/test_every_page.py

messages: $(VENV)/.stamp-dev
	@exec $(RUN) -m tools.messages

bench: $(VENV)/.stamp-bench node_modules/.stamp
	@exec $(RUN) -m bench

speech: $(VENV)/.stamp-speech

whisper: $(VENV)/.stamp-whisper

lock: $(VENV)/.stamp-dev
	@exec $(RUN) -m tools.lock

$(VENV)/.stamp: requirements.txt tools/setup.sh
	@PYTHON="$(PYTHON)" sh tools/setup.sh python requirements.txt $@

$(VENV)/.stamp-dev: requirements-dev.txt $(VENV)/.stamp
	@PYTHON="$(PYTHON)" sh tools/setup.sh python requirements-dev.txt $@

$(VENV)/.stamp-speech: requirements-speech.txt $(VENV)/.stamp
	@PYTHON="$(PYTHON)" sh tools/setup.sh python requirements-speech.txt $@

$(VENV)/.stamp-whisper: requirements-whisper.txt $(VENV)/.stamp
	@PYTHON="$(PYTHON)" sh tools/setup.sh python requirements-whisper.txt $@

$(VENV)/.stamp-bench: requirements-bench.txt $(VENV)/.stamp
	@PYTHON="$(PYTHON)" sh tools/setup.sh python requirements-bench.txt $@

node_modules/.stamp: package.json package-lock.json $(VENV)/.stamp
	@sh tools/setup.sh node requirements-node.txt $@
