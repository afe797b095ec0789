"""One whole plan, and every file of its site: drawn when it is asked for, once, never written."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import resources
from sitegen.build import pdfs_of
from sitegen.check import BrokenTreeError, check_tree
from sitegen.diagnostics import Location, Problem, UserFilesError
from sitegen.profile.fields import Paper
from sitegen.render.paper import OnPaper, render_papers
from sitegen.render.sections import Sections
from sitegen.render.site import Site
from sitegen.render.templates import place_of

if TYPE_CHECKING:
    from sitegen.agenda import Edition
    from sitegen.plan.model import Plan

PAPERS = {
    "print.html": "plan.pdf",
    "handout.html": "handout.pdf",
    "worksheets.html": "worksheets.pdf",
}
"""The pages for paper, each with the PDF that is made from it."""


class NotPrintedError(Exception):
    """No PDF was made; the text says why, and `page` names the page that can be printed instead."""

    def __init__(self, why: str, page: str) -> None:
        """Keep both."""
        super().__init__(why)
        self.page = page


class Shown:
    """A plan that is shown. Several requests may ask for its files at the same time."""

    def __init__(self, plan: Plan, edition: Edition, paper: Paper | None) -> None:
        """Show this plan; its profile says the size of the paper where none is told."""
        self._plan, self._sections = plan, Sections(plan)
        self._site = Site(self._sections, edition)
        self._size = paper or plan.read.profile.paper or Paper.LETTER
        self._files: dict[str, bytes] = {}
        self._papers: dict[str, OnPaper] = {}
        self._pdfs: dict[str, bytes] = {}
        self._drawing, self._printing = threading.Lock(), threading.Lock()
        self.paths = frozenset({*self._site.paths, *PAPERS})

    def file(self, path: str) -> bytes:
        """One file. Raises `KeyError`, or `UserFilesError` where it cannot be drawn."""
        if path not in self.paths:
            raise KeyError(path)
        with self._drawing:
            if path not in self._files:
                try:
                    self._files[path] = self._drawn(path)
                except Exception as error:
                    raise UserFilesError([self._fault(path, error)]) from error
            return self._files[path]

    def check(self) -> None:
        """Draw what nobody asked for yet, and follow every link. Raises `UserFilesError`."""
        tree = {path: self.file(path) for path in sorted(self.paths)}
        try:
            check_tree(tree)
        except BrokenTreeError as error:
            faults = [line.partition(": ") for line in str(error).splitlines()]
            raise UserFilesError(
                Problem("D111", Location(self._source(page)), f"in {page}, {what}", _MEND)
                for page, _, what in faults
            ) from error

    def pdf(self, name: str) -> bytes:
        """A PDF, made when it is asked for first. Raises `NotPrintedError`, or `KeyError`."""
        page = {pdf: page for page, pdf in PAPERS.items()}[name]
        with self._printing:
            if name not in self._pdfs:
                self.file(page)
                with pdfs_of([self._papers[page]], self._plan.as_of) as finished:
                    made = finished()
                if page in made.faults:
                    raise NotPrintedError(made.faults[page], page)
                self._pdfs[name] = made.pdfs[page].data
            return self._pdfs[name]

    def _drawn(self, path: str) -> bytes:
        if path not in PAPERS:
            return self._site.file(path)
        if not self._papers:
            papers = render_papers(self._sections, self._size.value)
            self._papers = {each.page: each for each in papers}
        return self._papers[path].html.encode()

    def _fault(self, path: str, error: Exception) -> Problem:
        """Why a file cannot be drawn, at the line of its template where that tells."""
        file, line = place_of(error) or (self._source(path), 0)
        told = " ".join(str(error).split()) or type(error).__name__
        return Problem("D110", Location(file, line, _column(file, line)), told, _MEND)

    def _source(self, path: str) -> str:
        """The text that a page is drawn from."""
        sections = {page.path: page.section for page in self._plan.pages}
        if path not in sections:
            return path
        return str(resources.root() / "content" / "pages" / f"{sections[path]}.html")


_MEND = "correct the text or its template; the last good pages stay until then"


def _column(file: str, line: int) -> int:
    """Where a line of a template begins to say something; 0 for a whole file."""
    if not line:
        return 0
    rows = Path(file).read_text("utf-8").splitlines()[line - 1 : line]
    return next((len(row) - len(row.lstrip()) + 1 for row in rows), 1)
