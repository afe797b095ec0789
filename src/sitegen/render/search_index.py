"""What the search of the site finds, gathered from its finished pages.

A browser refuses pages from the disk to read a file, so the index is a script that holds one value.
It names only what stands on the pages; each row leads to an id that is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from sitegen.plan.model import Plan
from sitegen.plan.pages import Page
from sitegen.records import value_object
from sitegen.render import terms
from sitegen.render.anchors import Heading, plain

FIRST = 90
"""Signs of the first words that a row shows."""

NAME = 200
"""Signs that a row shows of a name; a file of the applicant may hold any."""

KINDS = ("page", "part", "specialty", "term", "task", "program")
"""What a row can be: a page, a heading on one, and what is listed on a page."""

_TASK = re.compile(
    r'<label class="tick" id="([^"]+)">.*?<span class="t-text[^>]*>(.*?)</span>', re.DOTALL
)
_PROGRAM = re.compile(
    r'<tr id="([^"]+)"[^>]*><th scope="row">(.*?)<small>(.*?)</small></th>', re.DOTALL
)
_BLOCK = re.compile(r"</(?=t[dhr]|li|p>|d[dt]|h\d|caption|small|span)")
"""Where a cell, a line or a paragraph ends, so that words of two do not grow together."""
_AFTER_TITLE = re.compile(r"</h1>")


@value_object
class Row:
    """Something to find: its kind, its name, its place on a page, and its first words."""

    kind: str
    name: str
    anchor: str
    words: str


class SearchIndex:
    """Gathers the rows of one site, page by page."""

    def __init__(self, plan: Plan) -> None:
        """Gather for this plan."""
        self._plan = plan
        self._pages: list[tuple[str, str, str]] = []
        self._rows: list[tuple[int, int, str, str, str]] = []

    def add(self, page: Page, section: str, html: str, headings: Sequence[Heading]) -> None:
        """Take in a finished page that stands in a section of the menu."""
        number = len(self._pages)
        self._pages.append((page.path, page.title, section))
        for row in (self._own(page, html), *_parts(page, html, headings), *_listed(page, html)):
            kind = KINDS.index(row.kind)
            self._rows.append((kind, number, row.name[:NAME], row.anchor, row.words))

    def _own(self, page: Page, html: str) -> Row:
        """The row of the page itself; a specialty is also found by the words people use for it."""
        if page.specialty:
            about = self._plan.knowledge.specialties[page.specialty]
            words = f"{about.about.one_line} {', '.join(about.about.aliases)}"
            return Row("specialty", page.title, "", words[:NAME])
        title = _AFTER_TITLE.search(html)
        return Row("page", page.title, "", _first(html, title.end() if title else 0))

    def script(self) -> bytes:
        """The index as a script, the same bytes for the same plan."""
        said = self._plan.knowledge.phrases
        value = {
            "said": {name: said[f"search-{name}"] for name in ("none", "one", "many", "more")},
            "kinds": [[kind, said[f"search-{kind}"]] for kind in KINDS],
            "pages": self._pages,
            "rows": self._rows,
        }
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return f"var sitegenIndex = {text};\n".encode()


def _parts(page: Page, html: str, headings: Sequence[Heading]) -> Iterator[Row]:
    """The headings of a page; one that stands there several times says too little to be found."""
    names = [each.text for each in headings]
    for each in headings:
        if names.count(each.text) == 1:
            # The pages of all specialties have the same parts, so their names are enough.
            words = "" if page.specialty else _first(html, each.end)
            yield Row("part", each.text, each.id, words)


def _listed(page: Page, html: str) -> Iterator[Row]:
    """What a page lists by name: terms, tasks, programs."""
    if page.id == "glossary":
        for term in terms.glossary():
            words = ". ".join(filter(None, [", ".join(term.spellings[1:]), term.text]))
            yield Row("term", term.name, term.anchor, words[:NAME])
    elif page.id == "tasks":
        yield from (Row("task", plain(name), at, "") for at, name in _TASK.findall(html))
    elif page.id == "programs":
        for at, name, more in _PROGRAM.findall(html):
            yield Row("program", plain(name), at, plain(more)[:FIRST])


def _first(html: str, at: int) -> str:
    """The first words after a place, up to the end of one."""
    part = html[at : at + 4 * FIRST].partition("<h2")[0]
    words = plain(_BLOCK.sub(" </", part.rpartition("<")[0] or part))
    return words if len(words) <= FIRST else words[:FIRST].rpartition(" ")[0] + " …"
