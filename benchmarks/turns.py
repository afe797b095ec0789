"""Runs commands in turn, A B C A B C, and divides the medians of what they took."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

CLOCK = Path(__file__).resolve().parent / "clock.py"


def nothing() -> None:
    """What has to be done before most commands."""


@dataclass(frozen=True)
class Side:
    """A command, and what it has to leave behind to count as done."""

    command: list[str]
    folder: Path
    """Where it runs."""
    environment: Mapping[str, str]
    makes: tuple[Path, str, int] | None = None
    """A folder, a pattern of files, and how many such files have to be in it at the least."""
    before: Callable[[], None] = nothing
    """What is done before each run, off the clock."""


@dataclass(frozen=True)
class Absent:
    """Why a side is not measured."""

    why: str
    failed: bool = False
    """It was there, but did not do its work."""


@dataclass(frozen=True)
class Took:
    """What one run took, in seconds, and in whatever the system counts memory in."""

    time: float
    processor: float
    memory: float


Runs = dict[str, list[Took] | Absent]


@dataclass(frozen=True)
class Row:
    """Two sides to compare, and the most that the first may cost in terms of the second."""

    name: str
    what: str
    to: str
    side: str
    base: str
    target: float | None = None


@dataclass(frozen=True)
class Ratio:
    """What a row came to, as ratios of medians; where it could not be measured, why."""

    name: str
    time: float = 0.0
    processor: float = 0.0
    memory: float = 0.0
    span: list[float] = field(default_factory=list)
    """The least and the largest ratio of times of one round."""
    least: float = 0.0
    """The ratio of the shortest times."""
    why: str = ""

    def kept(self) -> dict[str, Any]:
        """What is worth writing down: numbers to three digits, or the reason."""
        if self.why:
            return {"name": self.name, "why": self.why}
        kept = {k: v for k, v in asdict(self).items() if k != "why"}
        return {k: rounded(v) if isinstance(v, float) else v for k, v in kept.items()} | {
            "span": [rounded(each) for each in self.span]
        }


def rounded(ratio: float) -> float:
    """A ratio to three digits."""
    return float(f"{ratio:.3g}")


def run(side: Side) -> Took | Absent:
    """Run a command once, by the clock."""
    side.before()
    with tempfile.TemporaryDirectory(prefix="sitegen-bench-") as folder:
        errors = Path(folder) / "errors"
        clock = [sys.executable, "-I", "-S", str(CLOCK), str(errors), *side.command]
        told = subprocess.run(
            clock, cwd=side.folder, env=side.environment, capture_output=True, text=True
        )
        said = errors.read_text("utf-8", "replace") if errors.exists() else ""
    if told.returncode != 0:
        return Absent(last_line(told.stderr), failed=True)
    code, *numbers = told.stdout.split()
    if code != "0":
        return Absent(f"it ended with code {code}: {last_line(said)}", failed=True)
    return made(side) or Took(*map(float, numbers))


def made(side: Side) -> Absent | None:
    """What is missing of the files that a side has to leave behind."""
    if side.makes is None:
        return None
    folder, pattern, least = side.makes
    found = len(list(folder.rglob(pattern)))
    why = f"it wrote {found} of {least} files {pattern}"
    return Absent(why, failed=True) if found < least else None


def last_line(text: str) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def in_turn(sides: Mapping[str, Side | Absent], rounds: int) -> Runs:
    """Run all sides in turn; the first round warms up and is not counted.

    A side that fails once is left out from then on, and its other runs do not count.
    """
    runs: Runs = {name: side if isinstance(side, Absent) else [] for name, side in sides.items()}
    for counted in range(-1, rounds):
        for name, side in sides.items():
            done = runs[name]
            if isinstance(side, Absent) or isinstance(done, Absent):
                continue
            print(f"round {counted + 1} of {rounds}: {name}", file=sys.stderr, flush=True)
            took = run(side)
            if isinstance(took, Absent):
                runs[name] = took
            elif counted >= 0:
                done.append(took)
    return runs


def ratio(row: Row, runs: Runs) -> Ratio:
    """Divide the runs of a row's two sides."""
    ours, base = runs[row.side], runs[row.base]
    for name, side in ((row.side, ours), (row.base, base)):
        if isinstance(side, Absent):
            return Ratio(row.name, why=f"{name}: {side.why}")
    assert not isinstance(ours, Absent) and not isinstance(base, Absent)
    each = [a.time / b.time for a, b in zip(ours, base, strict=True)]
    middle = statistics.median
    return Ratio(
        row.name,
        time=divided(middle, ours, base, "time"),
        processor=divided(middle, ours, base, "processor"),
        memory=divided(middle, ours, base, "memory"),
        span=[min(each), max(each)],
        least=divided(min, ours, base, "time"),
    )


def divided(
    one_of: Callable[[list[float]], float], ours: list[Took], base: list[Took], of: str
) -> float:
    """One number for each side, the first divided by the second."""
    return one_of([getattr(t, of) for t in ours]) / one_of([getattr(t, of) for t in base])
