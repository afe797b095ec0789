"""Builds with PDFs, beside bare WeasyPrint on the pages that the PDFs are made from."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.bench import HERE, Bench
from benchmarks.turns import Absent, Row, Side, run

BARE = "bare WeasyPrint"
ROWS = (
    Row("pdf", "`build`", f"{BARE} on the book's page", "build, PDFs", "bare book", 0.35),
    Row("same pages", "`build`", f"{BARE} on its two pages for paper", "build, PDFs", "bare", 0.7),
    Row("short", f"{BARE} on those two pages", f"{BARE} on the book's page", "bare", "bare book"),
    Row("book", "`build --book`", f"{BARE} on the book's page", "build, book", "bare book", 0.6),
)
# Blank worksheets are kept between runs, so a build lays out these two.
SHORT = ("print", "handout")


def sides(bench: Bench) -> Mapping[str, Side | Absent]:
    """The commands to take in turn."""
    works = run(bench.python("-c", "import weasyprint"))
    if isinstance(works, Absent):
        return dict.fromkeys(
            ("build, PDFs", "build, book", "bare", "bare book"),
            Absent(f"no PDF engine here ({works.why})"),
        )
    book = bench.folder / "book"
    built = run(bench.build(book, "--book", makes=("*.pdf", 4)))
    if isinstance(built, Absent):
        sys.exit(f"The book cannot be built: {built.why}")
    return {
        "build, PDFs": bench.build(bench.folder / "paper", makes=("*.pdf", 3)),
        "build, book": bench.build(bench.folder / "whole", "--book", makes=("*.pdf", 4)),
        "bare": bare(bench, bench.folder / "bare", *(book / f"{name}.html" for name in SHORT)),
        "bare book": bare(bench, bench.folder / "bare-book", book / "book.html"),
    }


def bare(bench: Bench, output: Path, *papers: Path) -> Side:
    """WeasyPrint alone on these pages."""
    output.mkdir()
    makes = (output, "*.pdf", len(papers))
    return bench.python(HERE / "bare_pdf.py", output, *papers, makes=makes)


def sheets(bench: Bench) -> int:
    """How many pages the book has; 0 where there is none."""
    import pypdf

    book = bench.folder / "book" / "book.pdf"
    return len(pypdf.PdfReader(book).pages) if book.exists() else 0
