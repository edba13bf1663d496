# Everything a person types. `make run PYTHON=/path/to/python3.12` chooses the Python.
.PHONY: setup run test screenshots bench soak lock
uv = .venv/bin/uv

setup:
	@PYTHON="$(PYTHON)" scripts/setup all
	@echo "Handrail is set up: its commands are in .venv/bin/."

run:
	@PYTHON="$(PYTHON)" scripts/setup run
	@exec .venv/bin/handrail up --samples

test:
	@PYTHON="$(PYTHON)" scripts/setup test
	@exec .venv/bin/python -B scripts/check.py

screenshots:
	@PYTHON="$(PYTHON)" scripts/setup test
	@exec .venv/bin/python -m tests.faces.states

bench:
	@PYTHON="$(PYTHON)" scripts/setup test
	@exec .venv/bin/python -m bench

soak:
	@PYTHON="$(PYTHON)" scripts/setup test
	@exec .venv/bin/python -m tests.soak

# For developers: resolve pyproject.toml for every Python and system it names, and pin the result with hashes.
# The exports name no registry, so they are what is committed; uv.lock does, and stays here.
lock:
	@PYTHON="$(PYTHON)" scripts/setup test
	@$(uv) lock
	@$(uv) export -q --no-header --no-annotate --no-emit-project --no-default-groups -o requirements/run.txt >/dev/null
	@$(uv) export -q --no-header --no-annotate --no-emit-project --group test -o requirements/test.txt >/dev/null
	@echo uv | $(uv) pip compile -q --universal --generate-hashes --no-header --no-annotate - -o requirements/uv.txt >/dev/null
