# The two commands of the README are `make run` and `make test`; the rest serves developers.
SENTIER := .venv/bin/sentier
PYTHON := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
# Tests start dozens of Pythons: each would compile the project anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-fast nightly check format locks bench clean

run: ## set everything up, train if needed, serve on http://127.0.0.1:8080
	@scripts/setup run
	@$(SENTIER) serve $(ARGS)

test: ## set everything up, then style, types and every test
	@scripts/setup dev
	@$(MAKE) --no-print-directory check
	@$(PYTHON) -m pytest $(ARGS)

test-fast: ## only what needs neither a trained model, nor real servers, nor long computing
	@scripts/setup dev
	@$(PYTHON) -m pytest -m "not engine and not e2e and not slow and not nightly" --hypothesis-profile=fast $(ARGS)

nightly: ## long fuzzing and killed workers, on a quiet machine
	@scripts/setup dev
	@$(PYTHON) -m pytest tests/fuzz -m nightly --fuzz 6000 $(ARGS)
	@$(PYTHON) -m pytest -m nightly --ignore tests/fuzz $(ARGS)

check: ## style and types
	@scripts/setup dev
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy

format: ## put the code in the house style
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

locks: ## compile requirements/*.lock anew
	@scripts/setup dev
	@for kind in run dev; do .tools/bin/uv pip compile requirements/$$kind.in --override requirements/override.txt \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
	  -o requirements/$$kind.lock; done
	@.tools/bin/uv pip compile requirements/uv-tool.in --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet -o requirements/uv-tool.lock

bench: ## speed, against plain Rasa in the same run
	@scripts/setup dev
	@$(SENTIER) bench $(ARGS)

clean: ## forget environment, models and the local directory database
	rm -rf .venv .tools models var .cache build *.egg-info
