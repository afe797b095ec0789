"""Short commands, beside starting Python and importing what they are made of."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.bench import Bench
from benchmarks.turns import Absent, Row, Side

IMPORTS = "import click, jinja2, yaml, markdown"
TO_IMPORTS = "importing click, jinja2, yaml, markdown"
ROWS = (
    Row("help", "`--help`", "`python -c pass`", "help", "pass", 4.5),
    Row("check", "`check`", TO_IMPORTS, "check", "imports", 2.2),
    Row("score", "`score`", TO_IMPORTS, "score", "imports", 2.2),
)


def sides(bench: Bench) -> Mapping[str, Side | Absent]:
    """The commands to take in turn."""
    return {
        "help": bench.python("-m", "sitegen", "--help"),
        "pass": bench.python("-c", "pass"),
        "check": bench.sitegen("check"),
        "score": bench.sitegen("score"),
        "imports": bench.python("-c", IMPORTS),
    }
