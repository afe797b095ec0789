# Aliases for start.py, which also runs where there is no make.
PYTHON ?= python3

.PHONY: site test check golden bench

# make site PROFILE=profiles/me.yaml
site:
	$(PYTHON) start.py site $(PROFILE)

# make test ARGS="-k schema"
test golden bench:
	$(PYTHON) start.py $@ $(ARGS)

check:
	$(PYTHON) start.py check
