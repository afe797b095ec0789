"""The difference of two plans as data, for machines."""

from __future__ import annotations

import dataclasses
from typing import Any

from sitegen.difference.compare import Difference
from sitegen.difference.side import Side

FORMAT = "sitegen-diff 1"


def difference_data(found: Difference) -> dict[str, Any]:
    """Every change with its value in A and in B, by group."""
    return {
        "format": FORMAT,
        "a": _side(found.a),
        "b": _side(found.b),
        "nothing": found.nothing,
        **{
            name: [dataclasses.asdict(change) for change in changes]
            for name, changes in found.groups
        },
        "other": found.other,
        "data_compared": not found.no_data,
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.name,
        "as_of": side.data["as_of"],
        "sitegen": side.data["sitegen"],
    }
