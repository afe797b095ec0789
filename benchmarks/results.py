"""What a run came to: kept as JSON, shown as a table, and written into the README.

The README's part stands between two marks. It is made of `speed.json` and of the rows alone, so no
figure in it is typed by hand.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import os
import platform
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import sitegen
from benchmarks.bench import HERE, ROOT, Bench
from benchmarks.turns import Row
from sitegen.knowledge.model import Knowledge

KEPT = HERE / "speed.json"
README = ROOT / "README.md"
BEGIN = "<!-- Written by `start.py bench --write-readme`; do not edit up to the next mark. -->\n"
END = "<!-- The end of what is written. -->\n"
HEAD = ("What", "To", "Time", "Processor", "Memory", "Target", "Times the target")
MADE_WITH = ("Jinja2", "Markdown", "WeasyPrint")

Kept = Mapping[str, Any]


def newest_match(knowledge: Knowledge) -> int:
    """The latest Match of which there are figures."""
    return max(
        entry.use.year
        for specialty in knowledge.specialties.values()
        for entry in specialty.about.figures.values()
    )


def conditions(bench: Bench, sheets: int, rounds: int, knowledge: Knowledge) -> dict[str, Any]:
    """Of what, when, on what and with what the figures are."""
    return {
        "sitegen": sitegen.__version__,
        "match": newest_match(knowledge),
        "day": dt.date.today().isoformat(),
        "rounds": rounds,
        "sample": bench.profile.stem,
        "pages": bench.pages,
        "words": bench.words,
        "sheets": sheets,
        "system": platform.system(),
        "cores": os.cpu_count(),
        "versions": {
            platform.python_implementation(): platform.python_version(),
            **{name: importlib.metadata.version(name) for name in MADE_WITH},
            **bench.versions,
        },
    }


def table(rows: Sequence[Row], ratios: Iterable[Kept]) -> str:
    """The rows in Markdown; raises KeyError for a row that has no result."""
    found = {ratio["name"]: ratio for ratio in ratios}
    lines = [HEAD, ("---",) * len(HEAD), *(tuple(cells(row, found[row.name])) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def cells(row: Row, ratio: Kept) -> Iterator[str]:
    """The cells of one row."""
    target = "–" if row.target is None else f"{row.target:g}"
    yield from (row.what, row.to)
    if "why" in ratio:
        yield from (f"not measured: {ratio['why']}".replace("|", "/"), "–", "–", target, "–")
        return
    yield from (f"{ratio[of]:.2f}" for of in ("time", "processor", "memory"))
    yield target
    yield "–" if row.target is None else f"{ratio['time'] / row.target:.2f}, {verdict(row, ratio)}"


def verdict(row: Row, ratio: Kept) -> str:
    """Whether the target is met."""
    return "missed" if is_missed(row, ratio) else "met"


def is_missed(row: Row, ratio: Kept) -> bool:
    """Whether a row was measured and takes longer than its target."""
    return row.target is not None and ratio.get("time", 0) > row.target


def part(rows: Sequence[Row], kept: Kept) -> str:
    """What stands between the two marks of the README."""
    day = dt.date.fromisoformat(kept["day"])
    used = ", ".join(f"{name} {version}" for name, version in kept["versions"].items())
    words = f" of {kept['words'] / kept['pages']:,.0f} words each" if kept["words"] else ""
    sheets = f", and a book of {kept['sheets']} pages" if kept["sheets"] else ""
    told = f"""
        Ratios of one run of `python3 start.py bench --rounds {kept["rounds"]} --write-readme` on
        {day.day} {day:%B %Y}, of version {kept["sitegen"]} with figures of Match {kept["match"]}.
        The work: the sample `{kept["sample"]}`, with {kept["pages"]} pages{words}{sheets}. Medians;
        each command a process of its own, all sides taken in turn, on {kept["system"]} with
        {kept["cores"]} cores. Made with {used}. Only ratios carry over to another machine.
    """
    filled = textwrap.fill(" ".join(told.split()), 110, break_on_hyphens=False)
    return f"{filled}\n\n{table(rows, kept['rows'])}"


def written_in(text: str) -> str:
    """What stands between the marks of a text; raises ValueError unless each is there once."""
    _, rest = text.split(BEGIN)
    inside, _ = rest.split(END)
    return inside


def with_part(text: str, new: str) -> str:
    """A text with something else between its marks."""
    return text.replace(BEGIN + written_in(text) + END, BEGIN + new + END)


def write(path: Path, kept: Kept) -> None:
    """Write a run down as JSON."""
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", "utf-8")


def renew(rows: Sequence[Row], kept: Kept) -> None:
    """Write a run down for the README, and into it."""
    write(KEPT, kept)
    text = README.read_text("utf-8")
    README.write_text(with_part(text, part(rows, kept)), "utf-8")


def read(path: Path = KEPT) -> Kept:
    """A run that was written down."""
    kept: Kept = json.loads(path.read_text("utf-8"))
    return kept
