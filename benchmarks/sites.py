"""Builds without PDFs, beside bare loops and other generators on the same words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks import peers
from benchmarks.bench import HERE, Bench
from benchmarks.turns import Absent, Row, Side

BUILD = "`build --no-pdf`"
LOOP = "a bare Jinja2 and Python-Markdown loop"
ROWS = (
    Row("own words", BUILD, f"{LOOP} on the same words", "build", "loop", 2.2),
    Row("700 words", BUILD, f"{LOOP} on as many pages of 700 words", "build", "short loop", 0.7),
    Row(
        "nothing kept", f"{BUILD} with nothing kept", f"{BUILD} again", "first build", "build", 1.2
    ),
    Row("mkdocs", BUILD, "MkDocs Material on the same words", "build", "mkdocs", 1.1),
    Row("eleventy", BUILD, "Eleventy on the same words", "build", "eleventy"),
    Row("hugo", BUILD, "Hugo on the same words", "build", "hugo"),
)


def sides(bench: Bench) -> Mapping[str, Side | Absent]:
    """The commands to take in turn; the first build leaves behind what the next one finds."""
    pages = ("*.html", bench.pages)
    words = peers.words(bench)
    return {
        "first build": bench.build(
            bench.folder / "anew", "--no-pdf", makes=pages, before=bench.forget
        ),
        "build": bench.build(bench.folder / "site", "--no-pdf", makes=pages),
        "short loop": loop(bench, bench.folder / "short-loop", str(bench.pages)),
        "loop": words
        if isinstance(words, Absent)
        else loop(bench, bench.folder / "loop", str(words)),
        **peers.sides(bench, words),
    }


def loop(bench: Bench, output: Path, of: str) -> Side:
    """The bare loop on so many pages, or on a folder of Markdown."""
    makes = (output, "*.html", bench.pages)
    return bench.python(HERE / "bare_loop.py", of, output, makes=makes)
