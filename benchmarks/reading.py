"""How much there is to read: words, reading grade and numbers on a screen, page by page.

python benchmarks/reading.py [--profile FILE ...]

Each page is shown in Chromium as it opens, with its folds closed, in a window of a desktop. The
grade is that of Flesch and Kincaid (US school years) over sentences of five words or more, in
paragraphs and lists. Its syllables are Pyphen's, which finds a few too few. So a grade here is for
comparing versions of this guide, not for comparing it with other texts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pyphen
import pytest

from sitegen.build import Request, build
from tests.browsing import chromium

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "data" / "profiles").glob("*.yaml"))
DAY = dt.date(2026, 11, 22)
SCREEN = {"width": 1280, "height": 900}
SHOWN = """
() => {
  const main = document.querySelector('main');
  const parts = [...main.querySelectorAll('p, li, dd')].filter((e) => e.checkVisibility());
  const whole = parts.filter((e) => !parts.some((o) => o !== e && e.contains(o)));
  return {
    text: main.innerText, prose: whole.map((e) => e.innerText),
    screens: main.getBoundingClientRect().height / innerHeight,
  };
}
"""
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HYPHENS = pyphen.Pyphen(lang="en_US", left=1, right=1)


@dataclass(frozen=True)
class Reading:
    """What one page asks of its reader."""

    words: int
    grade: float | None
    """In years of school; none where there are too few sentences to tell."""
    numbers: float
    """Per screen."""


def syllables(word: str) -> int:
    """The parts into which a word may be broken."""
    return len(_HYPHENS.positions(word)) + 1


def grade(prose: list[str]) -> float | None:
    """The grade of Flesch and Kincaid (1975), or none below ten sentences."""
    sentences = [_WORD.findall(s) for part in prose for s in _SENTENCE.split(part)]
    counted = [words for words in sentences if len(words) >= 5]
    if len(counted) < 10:
        return None
    words = [word for sentence in counted for word in sentence]
    spoken = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(counted) + 11.8 * spoken - 15.59


def read(page: Any, path: Path) -> Reading:
    """Measure a page as it opens."""
    page.goto(path.as_uri())
    found = page.evaluate(SHOWN)
    numbers = len(_NUMBER.findall(found["text"])) / max(found["screens"], 1)
    return Reading(len(found["text"].split()), grade(found["prose"]), numbers)


def readings(page: Any, profiles: list[Path]) -> Iterator[tuple[str, Reading]]:
    """Each page of each profile, under its name or that of its folder."""
    with tempfile.TemporaryDirectory(prefix="sitegen-reading-") as folder:
        for profile in profiles:
            home = Path(folder) / profile.stem
            build(Request(profile, home, DAY, with_pdf=False), lambda line: None)
            for path in sorted(home.rglob("*.html")):
                kind = path.stem if path.parent == home else f"{path.parent.name}/"
                yield kind, read(page, path)


def row(kind: str, of_kind: list[Reading]) -> str:
    """A line of the table: medians, and the most numbers."""
    grades = [r.grade for r in of_kind if r.grade is not None]
    told = f"{statistics.median(grades):.1f}" if grades else "–"
    words = statistics.median(r.words for r in of_kind)
    numbers = [r.numbers for r in of_kind]
    dense = f"{statistics.median(numbers):.0f} | {max(numbers):.0f}"
    return f"| {kind} | {len(of_kind)} | {words:,.0f} | {told} | {dense} |"


def main() -> int:
    """Measure every page and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--profile", type=Path, nargs="+", default=SAMPLES, help="profiles to use")
    options = parser.parse_args()
    found: dict[str, list[Reading]] = {}
    try:
        with chromium() as browser:
            page = browser.new_page(viewport=SCREEN)
            for kind, each in readings(page, [p.resolve() for p in options.profile]):
                found.setdefault(kind, []).append(each)
    except pytest.skip.Exception as reason:
        print(f"Nothing is read: {reason}.", file=sys.stderr)
        return 0
    print("| Page | Pages | Words | Grade | Numbers on a screen | At most |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind, of_kind in sorted(found.items()):
        print(row(kind, of_kind))
    print(row("all", [each for of_kind in found.values() for each in of_kind]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
