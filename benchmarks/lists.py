"""A build with a long list of programs, beside one with a short list."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.bench import Bench
from benchmarks.portfolio import long_list
from benchmarks.turns import Absent, Row, Side

ROWS = (
    Row(
        "long list",
        "`build --no-pdf` with a list of 10,000 programs",
        "the same with 400",
        "10,000 rows",
        "400 rows",
        2.0,
    ),
)


def sides(bench: Bench) -> Mapping[str, Side | Absent]:
    """The commands to take in turn."""
    return {f"{rows:,} rows": with_list(bench, rows) for rows in (10_000, 400)}


def with_list(bench: Bench, rows: int) -> Side:
    """A build with so many rows, all made of the cells of the invented list."""
    folder = bench.folder / f"list-{rows}"
    folder.mkdir()
    output = folder / "site"
    return bench.build(output, "--no-pdf", profile=long_list(rows, folder))
