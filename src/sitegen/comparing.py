"""Reads the two plans that are compared, each from a profile or from a plan that was built."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sitegen import inputs, userfiles
from sitegen.diagnostics import Problems, UserFilesError
from sitegen.difference.side import Side, read_side
from sitegen.plan.make import make_plan
from sitegen.planjson import dumps, plan_data


def is_built(path: Path) -> bool:
    """Whether a path leads to a plan that was built, not to a profile."""
    return path.suffix.casefold() == ".json" or path.is_dir()


def read_side_of(path: Path, pack: Path | None, as_of: dt.date, problems: Problems) -> Side | None:
    """One plan to compare; its problems are recorded, so that those of both are shown."""
    if is_built(path):
        text = userfiles.plan_text(path, problems)
        return read_side(*text, problems) if text else None
    try:
        known, read, _ = inputs.both(path, pack, as_of)
    except UserFilesError as error:
        told = set(problems.found)
        problems.found += [p for p in error.problems if p not in told]
        return None
    return read_side(dumps(plan_data(make_plan(read, known, as_of))), str(path), problems)
