# Aliases for start.py, which also runs where there is no make.
PYTHON ?= python3

.PHONY: site fast test check lighthouse golden docs bench fresh

# make site PROFILE=profiles/me.yaml
site:
	$(PYTHON) start.py site $(PROFILE)

# make test ARGS="-k schema"
fast test golden bench:
	$(PYTHON) start.py $@ $(ARGS)

check docs lighthouse:
	$(PYTHON) start.py $@

# make fresh ARGS=--short
fresh:
	$(PYTHON) ci/fresh.py $(ARGS)
